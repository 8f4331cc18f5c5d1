//! The bot's own voice state.

use crate::id::{Id, marker};
use crate::macros::object::object;

object! {
    /// Joins, moves between or leaves voice channels.
    ///
    /// Docs: [Gateway Events, Update Voice State](https://docs.discord.com/developers/events/gateway-events#update-voice-state).
    #[derive(Copy, Eq)]
    pub struct UpdateVoiceState {
        /// Guild of the channel.
        pub guild_id: Id<marker::Guild>,
        /// Channel to join; `None` to leave.
        pub channel_id: Option<Id<marker::Channel>>,
        /// Whether the bot mutes itself.
        pub self_mute: bool,
        /// Whether the bot deafens itself.
        pub self_deaf: bool,
    }
}

impl UpdateVoiceState {
    /// Joins a channel, or moves there from another one in the guild, neither muted nor deafened.
    #[must_use]
    pub const fn join(guild_id: Id<marker::Guild>, channel_id: Id<marker::Channel>) -> Self {
        Self { guild_id, channel_id: Some(channel_id), self_mute: false, self_deaf: false }
    }

    /// Leaves the channel of a guild.
    #[must_use]
    pub const fn leave(guild_id: Id<marker::Guild>) -> Self {
        Self { guild_id, channel_id: None, self_mute: false, self_deaf: false }
    }

    /// Sets whether the bot mutes itself.
    #[must_use]
    pub const fn self_mute(mut self, mute: bool) -> Self {
        self.self_mute = mute;
        self
    }

    /// Sets whether the bot deafens itself.
    #[must_use]
    pub const fn self_deaf(mut self, deaf: bool) -> Self {
        self.self_deaf = deaf;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_is_a_channel_of_null() {
        let guild = Id::new(5).unwrap();
        let leave = UpdateVoiceState::leave(guild);
        let text = r#"{"guild_id":"5","channel_id":null,"self_mute":false,"self_deaf":false}"#;
        assert_eq!(serde_json::to_string(&leave).unwrap(), text);
        let join =
            UpdateVoiceState::join(guild, Id::new(7).unwrap()).self_mute(true).self_deaf(true);
        let text = r#"{"guild_id":"5","channel_id":"7","self_mute":true,"self_deaf":true}"#;
        assert_eq!(serde_json::to_string(&join).unwrap(), text);
    }
}
