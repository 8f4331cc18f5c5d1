//! Soundboard sounds.
//!
//! Docs: [Soundboard Resource](https://docs.discord.com/developers/resources/soundboard).

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::user::User;

object! {
    /// A soundboard sound.
    ///
    /// Docs: [Soundboard, Soundboard Sound Object](https://docs.discord.com/developers/resources/soundboard#soundboard-sound-object).
    pub struct SoundboardSound {
        /// Name.
        pub name: Box<str>,
        /// Id of the sound.
        pub sound_id: Id<marker::SoundboardSound>,
        /// Volume, 0 to 1.
        pub volume: f64,
        /// Custom emoji of the sound.
        pub emoji_id: Option<Id<marker::Emoji>>,
        /// Standard emoji of the sound.
        pub emoji_name: Option<Box<str>>,
        /// Guild; missing for Discord's own sounds.
        pub guild_id?: Id<marker::Guild>,
        /// Whether it can be used; false if the boosts that it needs were lost.
        pub available: bool,
        /// Who uploaded it.
        pub user?: Box<User>,
    }
}

object! {
    /// The sounds of a guild.
    ///
    /// Docs: [Soundboard, List Guild Soundboard Sounds](https://docs.discord.com/developers/resources/soundboard#list-guild-soundboard-sounds).
    pub struct GuildSoundboardSounds {
        /// The sounds.
        pub items: Box<[SoundboardSound]>,
    }
}
