//! Ready-made messages with components: a paginator, a confirmation and a menu, built with [waiting](crate::waiting)
//! and [custom ids](crate::component).
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
//! Only the user of the interaction can use them, unless they are [for everybody](Paginator::for_everybody). When the
//! time is over, or the bot shuts down, the components are disabled.

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
