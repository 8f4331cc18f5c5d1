//! Gateway intents: which events a session receives.

use serde::{Serialize, Serializer};

use crate::json::{NotRead, Read, Reader};
use crate::macros::flags::read_bits;
use crate::macros::object::deserialize_own;

bitflags::bitflags! {
    /// The groups of events that a session receives; bits that this version does not know are kept.
    ///
    /// Docs: [Gateway, List of Intents](https://docs.discord.com/developers/events/gateway#list-of-intents).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Intents: u64 {
        /// Guilds, roles, channels, threads and stages.
        const GUILDS = 1 << 0;
        /// Members joining, leaving and changing. Privileged.
        const GUILD_MEMBERS = 1 << 1;
        /// Bans and audit log entries.
        const GUILD_MODERATION = 1 << 2;
        /// Emojis, stickers and soundboard sounds.
        const GUILD_EXPRESSIONS = 1 << 3;
        /// Integrations.
        const GUILD_INTEGRATIONS = 1 << 4;
        /// Webhooks.
        const GUILD_WEBHOOKS = 1 << 5;
        /// Invites.
        const GUILD_INVITES = 1 << 6;
        /// Voice states and voice channel effects.
        const GUILD_VOICE_STATES = 1 << 7;
        /// Presences. Privileged.
        const GUILD_PRESENCES = 1 << 8;
        /// Messages in guilds.
        const GUILD_MESSAGES = 1 << 9;
        /// Reactions in guilds.
        const GUILD_MESSAGE_REACTIONS = 1 << 10;
        /// Typing in guilds.
        const GUILD_MESSAGE_TYPING = 1 << 11;
        /// Direct messages.
        const DIRECT_MESSAGES = 1 << 12;
        /// Reactions in direct messages.
        const DIRECT_MESSAGE_REACTIONS = 1 << 13;
        /// Typing in direct messages.
        const DIRECT_MESSAGE_TYPING = 1 << 14;
        /// Content of messages: brings no events, adds content to fields of others. Privileged.
        const MESSAGE_CONTENT = 1 << 15;
        /// Scheduled events.
        const GUILD_SCHEDULED_EVENTS = 1 << 16;
        /// Auto moderation rules.
        const AUTO_MODERATION_CONFIGURATION = 1 << 20;
        /// Auto moderation actions.
        const AUTO_MODERATION_EXECUTION = 1 << 21;
        /// Poll votes in guilds.
        const GUILD_MESSAGE_POLLS = 1 << 24;
        /// Poll votes in direct messages.
        const DIRECT_MESSAGE_POLLS = 1 << 25;
    }
}

impl Intents {
    /// The intents that must be enabled in the Developer Portal.
    ///
    /// Docs: [Gateway, Privileged Intents](https://docs.discord.com/developers/events/gateway#privileged-intents).
    pub const PRIVILEGED: Self =
        Self::GUILD_PRESENCES.union(Self::GUILD_MEMBERS).union(Self::MESSAGE_CONTENT);

    /// All intents in Discord's docs that are not privileged.
    #[must_use]
    pub const fn unprivileged() -> Self {
        Self::all().difference(Self::PRIVILEGED)
    }

    /// Returns the privileged intents among these.
    #[must_use]
    pub const fn privileged(self) -> Self {
        self.intersection(Self::PRIVILEGED)
    }
}

impl Serialize for Intents {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.bits())
    }
}

deserialize_own! { Intents }

impl Read for Intents {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        read_bits(reader).map(Self::from_bits_retain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_bits_are_kept() {
        let intents: Intents = serde_json::from_str("4611686018427387905").unwrap();
        assert!(intents.contains(Intents::GUILDS));
        assert_eq!(serde_json::to_string(&intents).unwrap(), "4611686018427387905");
    }

    #[test]
    fn three_intents_are_privileged() {
        assert_eq!(Intents::PRIVILEGED.iter().count(), 3);
        assert!(Intents::unprivileged().privileged().is_empty());
    }
}
