//! How applications are installed.

use std::collections::BTreeMap;

use crate::id::{Id, marker};
use crate::json::{NotRead, Read, Reader};
use crate::macros::flags::read_bits;
use crate::macros::object::{deserialize_own, object};
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;
use crate::oauth2::OAuth2Scope;
use crate::permissions::Permissions;

object! {
    /// Settings of an install link.
    ///
    /// Docs: [Application, Install Params Object](https://docs.discord.com/developers/resources/application#install-params-object).
    #[derive(Default, Eq, Hash)]
    pub struct InstallParams {
        /// OAuth2 scopes.
        pub scopes: Vec<OAuth2Scope>,
        /// Permissions of the bot's role.
        pub permissions: Permissions,
    }
}

impl InstallParams {
    /// Creates settings with these OAuth2 scopes, and permissions of the bot's role.
    #[must_use]
    pub fn new<S: Into<OAuth2Scope>>(
        scopes: impl IntoIterator<Item = S>,
        permissions: Permissions,
    ) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), permissions }
    }
}

setters! {
    InstallParams {}
    by_hand { scopes, permissions }
    received {}
}

open_enum! {
    /// Where an application is installed.
    ///
    /// Docs: [Application, Application Integration Types](https://docs.discord.com/developers/resources/application#application-object-application-integration-types).
    pub enum InstallationContext: i32 {
        /// In a guild.
        Guild = 0,
        /// For a user.
        User = 1,
    }
}

object! {
    /// Settings of one installation context.
    ///
    /// Docs: [Application, Application Integration Type Configuration Object](https://docs.discord.com/developers/resources/application#application-object-application-integration-type-configuration-object).
    #[derive(Default, Eq, Hash)]
    pub struct IntegrationTypeConfig {
        /// Settings of the link.
        pub oauth2_install_params?: InstallParams,
    }
}

impl IntegrationTypeConfig {
    /// Creates settings with this install link.
    #[must_use]
    pub fn new(oauth2_install_params: impl Into<Option<InstallParams>>) -> Self {
        Self { oauth2_install_params: oauth2_install_params.into() }
    }
}

setters! {
    IntegrationTypeConfig {}
    by_hand { oauth2_install_params }
    received {}
}

/// Settings by [`InstallationContext`]; the keys are its numbers as text, `0` and `1` so far.
pub type IntegrationTypesConfig = BTreeMap<Box<str>, Option<IntegrationTypeConfig>>;

object! {
    /// The installations of the app that authorize an interaction, by owner.
    ///
    /// Docs: [Receiving and Responding, Authorizing Integration Owners Object](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-authorizing-integration-owners-object).
    #[derive(Copy, Default, Eq, Hash)]
    pub struct AuthorizingIntegrationOwners {
        /// The guild the app is installed in, or `0` in direct messages with the bot.
        pub guild as "0"?: InstallationGuild,
        /// The user the app is installed for.
        pub user as "1"?: Id<marker::User>,
    }
}

/// The guild of an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InstallationGuild {
    /// A guild.
    Guild(Id<marker::Guild>),
    /// Direct messages with the bot, for which Discord writes `0`.
    BotDm,
}

impl serde::Serialize for InstallationGuild {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Guild(id) => id.serialize(serializer),
            Self::BotDm => serializer.serialize_str("0"),
        }
    }
}

deserialize_own! { InstallationGuild }

impl Read for InstallationGuild {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        let number = read_bits(reader)?;
        Ok(Id::new(number).map_or(Self::BotDm, Self::Guild))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_stands_for_direct_messages() {
        for text in [r#"{"0":"0","1":"5"}"#, r#"{"0":"846209781206941736"}"#, "{}"] {
            let owners: AuthorizingIntegrationOwners = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&owners).unwrap(), text);
        }
    }
}
