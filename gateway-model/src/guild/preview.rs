//! The preview of a guild.

use super::GuildFeature;
use crate::emoji::Emoji;
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::object;
use crate::sticker::Sticker;

object! {
    /// The preview of a guild for users who are not members.
    ///
    /// Docs: [Guild, Guild Preview Object](https://docs.discord.com/developers/resources/guild#guild-preview-object).
    #[derive(Eq, Hash)]
    pub struct GuildPreview {
        /// Id of the guild.
        pub id: Id<marker::Guild>,
        /// Name.
        pub name: Box<str>,
        /// Icon.
        pub icon: Option<ImageHash>,
        /// Background of invites.
        pub splash: Option<ImageHash>,
        /// Background in discovery.
        pub discovery_splash: Option<ImageHash>,
        /// Custom emojis.
        pub emojis {default}: Box<[Emoji]>,
        /// Features of the guild.
        pub features {default}: Box<[GuildFeature]>,
        /// Approximate number of members.
        pub approximate_member_count {default}: i64,
        /// Approximate number of online members.
        pub approximate_presence_count {default}: i64,
        /// Description.
        pub description: Option<Box<str>>,
        /// Custom stickers.
        pub stickers {default}: Box<[Sticker]>,
    }
}
