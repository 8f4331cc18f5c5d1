//! Starting a session.

use serde::{Deserialize, Serialize};

use super::{InvalidCommand, UpdatePresence};
use crate::gateway::{Intents, ShardId};
use crate::macros::object::object;
use crate::macros::secret::secret;

object! {
    /// Starts a new session.
    ///
    /// Docs: [Gateway Events, Identify](https://docs.discord.com/developers/events/gateway-events#identify).
    pub struct Identify {
        /// Authentication token.
        pub token: GatewayToken,
        /// Connection properties.
        pub properties: IdentifyProperties,
        /// Whether to use payload compression; `None` is Discord's default, false.
        pub compress?: bool,
        /// Number of members from which on offline members of a guild are not sent: 50 to 250, default 50.
        pub large_threshold?: u8,
        /// Shard of this connection.
        pub shard?: ShardId,
        /// Initial presence.
        pub presence?: UpdatePresence,
        /// Intents of the session.
        pub intents: Intents,
    }
}

impl Identify {
    /// Creates an Identify with its required fields.
    #[must_use]
    pub fn new(token: GatewayToken, intents: Intents, properties: IdentifyProperties) -> Self {
        Self {
            token,
            properties,
            compress: None,
            large_threshold: None,
            shard: None,
            presence: None,
            intents,
        }
    }

    /// Sets whether to use payload compression.
    #[must_use]
    pub fn compress(self, compress: bool) -> Self {
        Self { compress: Some(compress), ..self }
    }

    /// Sets the number of members from which on offline members of a guild are not sent.
    ///
    /// # Errors
    ///
    /// Returns an error if `members` is not within 50 to 250.
    pub fn large_threshold(self, members: u8) -> Result<Self, InvalidCommand> {
        match members {
            50..=250 => Ok(Self { large_threshold: Some(members), ..self }),
            _ => Err(InvalidCommand::LargeThreshold(members)),
        }
    }

    /// Shard of this connection.
    #[must_use]
    pub fn shard(self, shard: ShardId) -> Self {
        Self { shard: Some(shard), ..self }
    }

    /// Sets the initial presence.
    #[must_use]
    pub fn presence(self, presence: UpdatePresence) -> Self {
        Self { presence: Some(presence), ..self }
    }
}

/// Connection properties: operating system and library.
///
/// Docs: [Gateway Events, Identify Connection Properties](https://docs.discord.com/developers/events/gateway-events#identify-identify-connection-properties).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentifyProperties {
    /// Operating system.
    pub os: String,
    /// Library name.
    pub browser: String,
    /// Library name.
    pub device: String,
}

crate::json::read_by_serde! { IdentifyProperties }

impl IdentifyProperties {
    /// Creates properties with an operating system and a library.
    #[must_use]
    pub fn new(os: impl Into<String>, library: impl Into<String>) -> Self {
        let library = library.into();
        Self { os: os.into(), browser: library.clone(), device: library }
    }
}

secret! {
    /// Authentication token of a bot, without the prefix `Bot `. `Debug` does not show it.
    ///
    /// Docs: [Gateway Events, Identify Structure](https://docs.discord.com/developers/events/gateway-events#identify-identify-structure).
    pub struct GatewayToken;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identify() -> Identify {
        let properties = IdentifyProperties::new("linux", "lib");
        Identify::new(GatewayToken::new("hush"), Intents::GUILDS, properties)
    }

    #[test]
    fn what_was_not_set_is_not_sent() {
        let text = serde_json::to_string(&identify()).unwrap();
        let properties = r#"{"os":"linux","browser":"lib","device":"lib"}"#;
        assert_eq!(text, format!(r#"{{"token":"hush","properties":{properties},"intents":1}}"#));
    }

    #[test]
    fn the_large_threshold_is_from_50_to_250() {
        for members in 0..=u8::MAX {
            let set = identify().large_threshold(members);
            assert_eq!(set.is_ok(), (50..=250).contains(&members), "{members}");
        }
    }

    #[test]
    fn debug_does_not_show_the_token() {
        assert!(!format!("{:?}", identify()).contains("hush"));
    }
}
