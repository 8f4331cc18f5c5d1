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
        /// What connects.
        pub properties: IdentifyProperties,
        /// Whether payload compression is asked for; `None` is Discord's default, false.
        pub compress?: bool,
        /// From how many members on a guild is sent without its offline ones: 50 to 250, default 50.
        pub large_threshold?: u8,
        /// Which shard this connection is.
        pub shard?: ShardId,
        /// Presence to start with.
        pub presence?: UpdatePresence,
        /// Which events are wanted.
        pub intents: Intents,
    }
}

impl Identify {
    /// An Identify with what it cannot do without.
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

    /// Asks for payload compression, or not.
    #[must_use]
    pub fn compress(self, compress: bool) -> Self {
        Self { compress: Some(compress), ..self }
    }

    /// From how many members on a guild is sent without its offline ones.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not from 50 to 250.
    pub fn large_threshold(self, members: u8) -> Result<Self, InvalidCommand> {
        match members {
            50..=250 => Ok(Self { large_threshold: Some(members), ..self }),
            _ => Err(InvalidCommand::LargeThreshold(members)),
        }
    }

    /// Which shard this connection is.
    #[must_use]
    pub fn shard(self, shard: ShardId) -> Self {
        Self { shard: Some(shard), ..self }
    }

    /// The presence to start with.
    #[must_use]
    pub fn presence(self, presence: UpdatePresence) -> Self {
        Self { presence: Some(presence), ..self }
    }
}

/// What connects: operating system and library.
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
    /// A library on an operating system.
    #[must_use]
    pub fn new(os: impl Into<String>, library: impl Into<String>) -> Self {
        let library = library.into();
        Self { os: os.into(), browser: library.clone(), device: library }
    }
}

secret! {
    /// Authentication token of a bot, without `Bot ` in front. `Debug` does not show it.
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
