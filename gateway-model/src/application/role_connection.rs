//! Data about users that applications provide for linked roles.

use std::collections::BTreeMap;

use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// A value to which linked roles can be bound.
    ///
    /// Docs: [Application Role Connection Metadata, Object](https://docs.discord.com/developers/resources/application-role-connection-metadata#application-role-connection-metadata-object).
    #[derive(Eq, Hash)]
    pub struct RoleConnectionMetadata {
        /// How the value is compared.
        pub kind as "type": RoleConnectionMetadataKind,
        /// Key, 1 to 50 of `a-z`, `0-9` and `_`.
        pub key: String,
        /// Name, 1 to 100 characters.
        pub name: String,
        /// Name by language.
        pub name_localizations?: BTreeMap<String, String>,
        /// Description, 1 to 200 characters.
        pub description: String,
        /// Description by language.
        pub description_localizations?: BTreeMap<String, String>,
    }
}

impl RoleConnectionMetadata {
    /// Creates a value with its comparison, key, name and description.
    #[must_use]
    pub fn new(
        kind: RoleConnectionMetadataKind,
        key: impl Into<String>,
        name: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            key: key.into(),
            name: name.into(),
            name_localizations: None,
            description: description.into(),
            description_localizations: None,
        }
    }
}

setters! {
    RoleConnectionMetadata {
        /// Sets the name by language.
        into name_localizations: BTreeMap<String, String>,
        /// Sets the description by language.
        into description_localizations: BTreeMap<String, String>,
    }
    by_hand { kind, key, name, description }
    received {}
}

open_enum! {
    /// How a user's value is compared with the value set by the guild.
    ///
    /// Docs: [Application Role Connection Metadata, Type](https://docs.discord.com/developers/resources/application-role-connection-metadata#application-role-connection-metadata-object-application-role-connection-metadata-type).
    pub enum RoleConnectionMetadataKind: i32 {
        /// A number, at most the guild's.
        IntegerLessThanOrEqual = 1,
        /// A number, at least the guild's.
        IntegerGreaterThanOrEqual = 2,
        /// A number, the same as the guild's.
        IntegerEqual = 3,
        /// A number other than the guild's.
        IntegerNotEqual = 4,
        /// A date, at most the guild's number of days ago.
        DatetimeLessThanOrEqual = 5,
        /// A date, at least the guild's number of days ago.
        DatetimeGreaterThanOrEqual = 6,
        /// A truth value, the same as the guild's.
        BooleanEqual = 7,
        /// A truth value other than the guild's.
        BooleanNotEqual = 8,
    }
}
