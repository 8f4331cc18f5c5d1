//! Builders of the three select menus that Discord fills with users and roles.

use super::{AutoSelect, Component, SelectDefaultValue};
use crate::id::{Id, marker};

/// Declares a select menu of one kind with the setters of [`AutoSelect`], and with setters of its initial selection.
macro_rules! menus {
    ($($(#[$meta:meta])* $name:ident {
        $($(#[$default_meta:meta])* $default:ident: $kind:ident $marker:ident,)*
    })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(AutoSelect);

        impl $name {
            /// Creates a menu with this custom id of 1 to 100 characters.
            #[must_use]
            pub fn new(custom_id: impl Into<String>) -> Self {
                Self(AutoSelect::new(custom_id))
            }

            /// Sets the component's number within the message.
            #[must_use]
            pub fn id(self, id: i32) -> Self {
                Self(self.0.id(id))
            }

            /// Sets the text shown while nothing is selected, at most 150 characters.
            #[must_use]
            pub fn placeholder(self, text: impl Into<String>) -> Self {
                Self(self.0.placeholder(text))
            }

            $($(#[$default_meta])*
            #[must_use]
            pub fn $default(mut self, id: Id<marker::$marker>) -> Self {
                self.0.default_values.push(SelectDefaultValue::$kind(id));
                self
            })*

            /// Sets the minimum number of selected items, 0 to 25.
            #[must_use]
            pub fn min_values(self, min: u8) -> Self {
                Self(self.0.min_values(min))
            }

            /// Sets the maximum number of selected items, 1 to 25.
            #[must_use]
            pub fn max_values(self, max: u8) -> Self {
                Self(self.0.max_values(max))
            }

            /// Sets whether a selection is required in a modal. The default is true.
            #[must_use]
            pub fn required(self, required: bool) -> Self {
                Self(self.0.required(required))
            }

            /// Disables the menu; in messages only.
            #[must_use]
            pub fn disabled(self) -> Self {
                Self(self.0.disabled())
            }
        }

        impl From<$name> for Component {
            fn from(menu: $name) -> Self {
                Self::$name(Box::new(menu.0))
            }
        }
    )*};
}

menus! {
    /// A select menu of users.
    ///
    /// Docs: [Component Reference, User Select](https://docs.discord.com/developers/components/reference#user-select).
    UserSelect {
        /// Adds a user who is selected initially.
        default_user: user User,
    }
    /// A select menu of roles.
    ///
    /// Docs: [Component Reference, Role Select](https://docs.discord.com/developers/components/reference#role-select).
    RoleSelect {
        /// Adds a role that is selected initially.
        default_role: role Role,
    }
    /// A select menu of users and roles.
    ///
    /// Docs: [Component Reference, Mentionable Select](https://docs.discord.com/developers/components/reference#mentionable-select).
    MentionableSelect {
        /// Adds a user who is selected initially.
        default_user: user User,
        /// Adds a role that is selected initially.
        default_role: role Role,
    }
}
