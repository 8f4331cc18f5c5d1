//! The three menus that Discord fills with users and roles, as they are built.

use super::{AutoSelect, Component, SelectDefaultValue};
use crate::id::{Id, marker};

/// Declares a menu of one kind with the setters of [`AutoSelect`], and what can be chosen from the start.
macro_rules! menus {
    ($($(#[$meta:meta])* $name:ident {
        $($(#[$default_meta:meta])* $default:ident: $kind:ident $marker:ident,)*
    })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(AutoSelect);

        impl $name {
            /// A menu with this name, of 1 to 100 characters.
            #[must_use]
            pub fn new(custom_id: impl Into<String>) -> Self {
                Self(AutoSelect::new(custom_id))
            }

            /// The same menu with this number within the message.
            #[must_use]
            pub fn id(self, id: i32) -> Self {
                Self(self.0.id(id))
            }

            /// The same menu with a text shown before anything is chosen, at most 150 characters.
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

            /// The same menu, of which at least this many are chosen, 0 to 25.
            #[must_use]
            pub fn min_values(self, min: u8) -> Self {
                Self(self.0.min_values(min))
            }

            /// The same menu, of which at most this many are chosen, 1 to 25.
            #[must_use]
            pub fn max_values(self, max: u8) -> Self {
                Self(self.0.max_values(max))
            }

            /// The same menu, for which a modal needs an answer, as it does by default, or not.
            #[must_use]
            pub fn required(self, required: bool) -> Self {
                Self(self.0.required(required))
            }

            /// The same menu, which cannot be used; in messages only.
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
    /// A menu of users.
    ///
    /// Docs: [Component Reference, User Select](https://docs.discord.com/developers/components/reference#user-select).
    UserSelect {
        /// The same menu with one more user chosen from the start.
        default_user: user User,
    }
    /// A menu of roles.
    ///
    /// Docs: [Component Reference, Role Select](https://docs.discord.com/developers/components/reference#role-select).
    RoleSelect {
        /// The same menu with one more role chosen from the start.
        default_role: role Role,
    }
    /// A menu of users and roles.
    ///
    /// Docs: [Component Reference, Mentionable Select](https://docs.discord.com/developers/components/reference#mentionable-select).
    MentionableSelect {
        /// The same menu with one more user chosen from the start.
        default_user: user User,
        /// The same menu with one more role chosen from the start.
        default_role: role Role,
    }
}
