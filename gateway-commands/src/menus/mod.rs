//! What people copy from bot to bot: a paginator, a confirmation, a menu. Each is a message with components, made of
//! [waiting](crate::waiting) and [custom ids](crate::component).
//!
//! ```no_run
//! # use gateway_commands::Context;
//! use gateway_commands::menus::{Confirmation, Menu, MenuError, Paginator};
//!
//! # async fn run(ctx: Context) -> Result<(), MenuError> {
//! if Confirmation::new("Delete everything?").yes("Delete").no("Keep").ask(&ctx).await? == Some(true) {
//!     // ..
//! }
//! let colour = Menu::new("Which colour?").option("Red", 0xff_00_00).option("Blue", 0x00_00_ff).ask(&ctx).await?;
//! Paginator::new(["One", "Two", "Three"]).for_everybody().show(&ctx).await?;
//! # let _ = colour;
//! # Ok(())
//! # }
//! ```
//!
//! Each is for the user of the interaction alone, unless it is [for everybody](Paginator::for_everybody). When its time is
//! over, or the bot stops, its components are disabled.

mod confirmation;
mod control;
mod error;
mod menu;
mod paginator;
mod session;

pub use confirmation::Confirmation;
pub use error::MenuError;
pub use menu::Menu;
pub use paginator::Paginator;

/// The setters that all have, which have a field `settings`.
macro_rules! settings {
    () => {
        /// The same, which everybody in the channel can use, not only the user of the interaction.
        pub const fn for_everybody(mut self) -> Self {
            self.settings.owner_only = false;
            self
        }

        /// The same with another text for those whom it is not for.
        pub fn refusal(mut self, text: impl Into<String>) -> Self {
            self.settings.refusal = text.into();
            self
        }

        /// The same, over if nobody uses it for this time. Default 2 minutes. Discord takes no answer to an interaction
        /// that is older than 15 minutes, so after a longer time the components cannot be disabled.
        pub const fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.settings.timeout = timeout;
            self
        }
    };
}

use settings;
