//! Events of soundboard sounds.

use super::payload::payload_event;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::soundboard::SoundboardSound;

payload_event! {
    /// A sound was created.
    ///
    /// Docs: [Gateway Events, Guild Soundboard Sound Create](https://docs.discord.com/developers/events/gateway-events#guild-soundboard-sound-create).
    pub struct GuildSoundboardSoundCreate(SoundboardSound);
}

payload_event! {
    /// A sound was changed.
    ///
    /// Docs: [Gateway Events, Guild Soundboard Sound Update](https://docs.discord.com/developers/events/gateway-events#guild-soundboard-sound-update).
    pub struct GuildSoundboardSoundUpdate(SoundboardSound);
}

object! {
    /// A sound was deleted.
    ///
    /// Docs: [Gateway Events, Guild Soundboard Sound Delete](https://docs.discord.com/developers/events/gateway-events#guild-soundboard-sound-delete).
    #[derive(Copy, Eq)]
    pub struct GuildSoundboardSoundDelete {
        /// Id of the deleted sound.
        pub sound_id: Id<marker::SoundboardSound>,
        /// Guild it was in.
        pub guild_id: Id<marker::Guild>,
    }
}

object! {
    /// Several sounds of a guild were changed.
    ///
    /// Docs: [Gateway Events, Guild Soundboard Sounds Update](https://docs.discord.com/developers/events/gateway-events#guild-soundboard-sounds-update).
    pub struct GuildSoundboardSoundsUpdate {
        /// All current sounds of the guild.
        pub soundboard_sounds: Box<[SoundboardSound]>,
        /// Guild.
        pub guild_id: Id<marker::Guild>,
    }
}

object! {
    /// Answer to [`RequestSoundboardSounds`](crate::gateway::command::RequestSoundboardSounds), one for each guild.
    ///
    /// Docs: [Gateway Events, Soundboard Sounds](https://docs.discord.com/developers/events/gateway-events#soundboard-sounds).
    pub struct SoundboardSounds {
        /// All sounds of the guild.
        pub soundboard_sounds: Box<[SoundboardSound]>,
        /// Guild.
        pub guild_id: Id<marker::Guild>,
    }
}
