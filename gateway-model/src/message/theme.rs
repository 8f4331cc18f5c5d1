//! Themes shared by messages.

use crate::limits::{LimitError, items, value};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// A theme of the client.
    ///
    /// Docs: [Message, Shared Client Theme Object](https://docs.discord.com/developers/resources/message#shared-client-theme-object).
    #[derive(Eq, Hash)]
    pub struct SharedClientTheme {
        /// Colours in hexadecimal digits, at most 5.
        pub colors: Vec<String>,
        /// Direction of the colours, 0 to 360 degrees.
        pub gradient_angle: u16,
        /// Strength of the colours, 0 to 100.
        pub base_mix: u8,
        /// Base theme.
        pub base_theme?: BaseTheme,
    }
}

impl SharedClientTheme {
    /// Creates a theme of up to 5 colours in hexadecimal digits, their direction (0 to 360 degrees) and strength (0 to
    /// 100).
    pub fn new(colors: impl Into<Vec<String>>, gradient_angle: u16, base_mix: u8) -> Self {
        Self { colors: colors.into(), gradient_angle, base_mix, base_theme: None }
    }

    /// Checks whether Discord would accept the theme.
    ///
    /// Docs: [Message, Shared Client Theme Object](https://docs.discord.com/developers/resources/message#shared-client-theme-object).
    ///
    /// # Errors
    ///
    /// Returns the first limit that is exceeded.
    pub fn check(&self) -> Result<(), LimitError> {
        items("colors", self.colors.len(), 0..=5)?;
        value("gradient_angle", Some(self.gradient_angle), 0..=360)?;
        value("base_mix", Some(self.base_mix), 0..=100)
    }
}

setters! {
    SharedClientTheme {
        /// Sets the base theme.
        value base_theme: BaseTheme,
    }
    by_hand { colors, gradient_angle, base_mix }
    received {}
}

open_enum! {
    /// Base theme of a theme.
    ///
    /// Docs: [Message, Base Theme Types](https://docs.discord.com/developers/resources/message#shared-client-theme-object-base-theme-types).
    pub enum BaseTheme: i32 {
        /// Nothing.
        Unset = 0,
        /// Dark.
        Dark = 1,
        /// Light.
        Light = 2,
        /// Darker.
        Darker = 3,
        /// Midnight.
        Midnight = 4,
    }
}
