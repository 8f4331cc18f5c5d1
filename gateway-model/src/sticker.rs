//! Stickers.
//!
//! Docs: [Sticker Resource](https://docs.discord.com/developers/resources/sticker).

use crate::id::{Id, marker};
use crate::limits::{LimitError, text};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::user::User;

object! {
    /// A sticker.
    ///
    /// Docs: [Sticker, Sticker Object](https://docs.discord.com/developers/resources/sticker#sticker-object).
    #[derive(Eq, Hash)]
    pub struct Sticker {
        /// Id of the sticker.
        pub id: Id<marker::Sticker>,
        /// Pack of a standard sticker.
        pub pack_id?: Id<marker::StickerPack>,
        /// Name.
        pub name {default}: Box<str>,
        /// Description.
        pub description: Option<Box<str>>,
        /// Tags for autocomplete, at most 200 characters; usually separated by commas.
        pub tags {default}: Box<str>,
        /// Where it comes from.
        pub kind as "type" {unknown}: StickerKind,
        /// Format of the image.
        pub format_type {unknown}: StickerFormat,
        /// Whether it can be used; false if the boosts that it needs were lost.
        pub available?: bool,
        /// Guild that owns it.
        pub guild_id?: Id<marker::Guild>,
        /// Who uploaded it.
        pub user?: Box<User>,
        /// Position in its pack.
        pub sort_value?: i32,
    }
}

/// The fields that are set in a request that creates or changes a guild's sticker.
#[derive(Clone, Copy, Debug, Default)]
pub struct StickerParts<'a> {
    /// Name, 2 to 30 characters.
    pub name: Option<&'a str>,
    /// Description, empty or 2 to 100 characters.
    pub description: Option<&'a str>,
    /// Tags for autocomplete, at most 200 characters.
    pub tags: Option<&'a str>,
}

impl StickerParts<'_> {
    /// Checks whether Discord would accept these texts.
    ///
    /// Docs: [Sticker, Create Guild Sticker](https://docs.discord.com/developers/resources/sticker#create-guild-sticker).
    ///
    /// # Errors
    ///
    /// Returns the first limit that is exceeded.
    pub fn check(&self) -> Result<(), LimitError> {
        text("name", self.name, 2..=30)?;
        text("description", self.description.filter(|text| !text.is_empty()), 2..=100)?;
        text("tags", self.tags, 0..=200)
    }
}

object! {
    /// The part of a sticker that a message contains.
    ///
    /// Docs: [Sticker, Sticker Item Object](https://docs.discord.com/developers/resources/sticker#sticker-item-object).
    #[derive(Eq, Hash)]
    pub struct StickerItem {
        /// Id of the sticker.
        pub id: Id<marker::Sticker>,
        /// Name.
        pub name {default}: Box<str>,
        /// Format of the image.
        pub format_type {unknown}: StickerFormat,
    }
}

object! {
    /// A pack of standard stickers.
    ///
    /// Docs: [Sticker, Sticker Pack Object](https://docs.discord.com/developers/resources/sticker#sticker-pack-object).
    #[derive(Eq, Hash)]
    pub struct StickerPack {
        /// Id of the pack.
        pub id: Id<marker::StickerPack>,
        /// Stickers of the pack.
        pub stickers {default}: Box<[Sticker]>,
        /// Name.
        pub name {default}: Box<str>,
        /// SKU of the pack.
        pub sku_id: Id<marker::Sku>,
        /// Sticker shown as the pack's icon.
        pub cover_sticker_id?: Id<marker::Sticker>,
        /// Description.
        pub description: Option<Box<str>>,
        /// Banner of the pack.
        pub banner_asset_id?: Id<marker::Generic>,
    }
}

object! {
    /// All packs of standard stickers.
    ///
    /// Docs: [Sticker, List Sticker Packs](https://docs.discord.com/developers/resources/sticker#list-sticker-packs).
    #[derive(Eq, Hash)]
    pub struct StickerPacks {
        /// The packs.
        pub sticker_packs: Box<[StickerPack]>,
    }
}

open_enum! {
    /// Where a sticker comes from.
    ///
    /// Docs: [Sticker, Sticker Types](https://docs.discord.com/developers/resources/sticker#sticker-object-sticker-types).
    pub enum StickerKind: i32 {
        /// From one of Discord's packs.
        Standard = 1,
        /// From a guild.
        Guild = 2,
    }
}

open_enum! {
    /// Format of a sticker's image.
    ///
    /// Docs: [Sticker, Sticker Format Types](https://docs.discord.com/developers/resources/sticker#sticker-object-sticker-format-types).
    pub enum StickerFormat: i32 {
        /// PNG.
        Png = 1,
        /// Animated PNG.
        Apng = 2,
        /// Lottie, a JSON animation.
        Lottie = 3,
        /// GIF.
        Gif = 4,
    }
}
