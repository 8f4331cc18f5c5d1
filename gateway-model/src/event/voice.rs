//! Events of voice.

use super::payload::payload_event;
use crate::emoji::Emoji;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::secret::secret;
use crate::voice::VoiceState;

object! {
    /// A user sent an effect to the voice channel that the bot is in.
    ///
    /// Docs: [Gateway Events, Voice Channel Effect Send](https://docs.discord.com/developers/events/gateway-events#voice-channel-effect-send).
    pub struct VoiceChannelEffectSend {
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// The sender.
        pub user_id: Id<marker::User>,
        /// The emoji, for reactions and sounds.
        pub emoji?: Emoji,
        /// How the emoji moves.
        pub animation_type?: VoiceAnimationKind,
        /// Id of the animation.
        pub animation_id?: u64,
        /// The sound, for sounds.
        pub sound_id?: Id<marker::SoundboardSound>,
        /// Volume of the sound, 0 to 1.
        pub sound_volume?: f64,
    }
}

open_enum! {
    /// How the emoji of a voice channel effect moves.
    ///
    /// Docs: [Gateway Events, Animation Types](https://docs.discord.com/developers/events/gateway-events#voice-channel-effect-send-animation-types).
    pub enum VoiceAnimationKind: i32 {
        /// The animation of Nitro subscribers.
        Premium = 0,
        /// The ordinary animation.
        Basic = 1,
    }
}

payload_event! {
    /// A user's voice state changed: for example, the user joined or left a voice channel, or was muted.
    ///
    /// Docs: [Gateway Events, Voice State Update](https://docs.discord.com/developers/events/gateway-events#voice-state-update).
    pub struct VoiceStateUpdate(VoiceState);
}

object! {
    /// The voice server of a guild was assigned or has changed.
    ///
    /// If the endpoint is `None`, disconnect from the old one and wait for the next of these events.
    ///
    /// Docs: [Gateway Events, Voice Server Update](https://docs.discord.com/developers/events/gateway-events#voice-server-update).
    #[derive(Eq)]
    pub struct VoiceServerUpdate {
        /// Token for the voice connection.
        pub token: VoiceToken,
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// Host of the voice server; `None` if it is gone and no other one is assigned yet.
        pub endpoint: Option<Box<str>>,
    }
}

secret! {
    /// Token of a voice connection. Anybody who has it can join in the bot's place. `Debug` does not show it.
    ///
    /// Docs: [Gateway Events, Voice Server Update](https://docs.discord.com/developers/events/gateway-events#voice-server-update).
    pub struct VoiceToken;
}
