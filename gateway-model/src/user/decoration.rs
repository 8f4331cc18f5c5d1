//! Collectibles: avatar decorations, nameplates, guild tags.

use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// Decoration of an avatar.
    ///
    /// Docs: [User, Avatar Decoration Data Object](https://docs.discord.com/developers/resources/user#avatar-decoration-data-object).
    #[derive(Eq, Hash)]
    pub struct AvatarDecoration {
        /// Hash of the decoration.
        pub asset: ImageHash,
        /// SKU of the decoration.
        pub sku_id: Id<marker::Sku>,
    }
}

object! {
    /// Collectibles that a user displays.
    ///
    /// Docs: [User, Collectibles](https://docs.discord.com/developers/resources/user#collectibles).
    #[derive(Eq, Hash)]
    pub struct Collectibles {
        /// Nameplate.
        pub nameplate?: Nameplate,
    }
}

object! {
    /// A nameplate, shown behind the name in member lists.
    ///
    /// Docs: [User, Nameplate](https://docs.discord.com/developers/resources/user#nameplate).
    #[derive(Eq, Hash)]
    pub struct Nameplate {
        /// SKU of the nameplate.
        pub sku_id: Id<marker::Sku>,
        /// Path of the image.
        pub asset: Box<str>,
        /// Label; not used so far.
        pub label {default}: Box<str>,
        /// Colour of the background.
        pub palette {unknown}: NameplatePalette,
    }
}

open_enum! {
    /// Background colour of a nameplate.
    ///
    /// Docs: [User, Nameplate Structure](https://docs.discord.com/developers/resources/user#nameplate-nameplate-structure).
    pub enum NameplatePalette: str {
        /// Crimson.
        Crimson = "crimson",
        /// Berry.
        Berry = "berry",
        /// Sky.
        Sky = "sky",
        /// Teal.
        Teal = "teal",
        /// Forest.
        Forest = "forest",
        /// Bubble gum.
        BubbleGum = "bubble_gum",
        /// Violet.
        Violet = "violet",
        /// Cobalt.
        Cobalt = "cobalt",
        /// Clover.
        Clover = "clover",
        /// Lemon.
        Lemon = "lemon",
        /// White.
        White = "white",
        /// Black.
        Black = "black",
    }
}

object! {
    /// The guild whose tag a user displays.
    ///
    /// Docs: [User, User Primary Guild](https://docs.discord.com/developers/resources/user#user-object-user-primary-guild).
    #[derive(Eq, Hash)]
    pub struct PrimaryGuild {
        /// Id of the guild.
        pub identity_guild_id: Option<Id<marker::Guild>>,
        /// Whether the tag is shown; `None` if Discord removed it, `false` if the user did.
        pub identity_enabled: Option<bool>,
        /// Text of the tag, at most 4 characters.
        pub tag: Option<Box<str>>,
        /// Badge of the tag.
        pub badge: Option<ImageHash>,
    }
}
