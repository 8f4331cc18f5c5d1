//! One function for each row in the docs' table of endpoints.
//!
//! Docs: [Reference, CDN Endpoints](https://docs.discord.com/developers/reference#image-formatting-cdn-endpoints).

use super::image::{Image, Supports};
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::sticker::StickerFormat;
use crate::user::Discriminator;

/// A custom emoji. Its id does not tell whether it is animated.
#[must_use]
pub fn custom_emoji(emoji: Id<marker::Emoji>, animated: bool) -> Image {
    Image::new(format!("emojis/{emoji}"), Supports::Animated, animated)
}

/// Icon of a guild.
#[must_use]
pub fn guild_icon(guild: Id<marker::Guild>, icon: &ImageHash) -> Image {
    hashed(format!("icons/{guild}/"), icon, Supports::Animated)
}

/// Background of a guild's invites.
#[must_use]
pub fn guild_splash(guild: Id<marker::Guild>, splash: &ImageHash) -> Image {
    hashed(format!("splashes/{guild}/"), splash, Supports::Still)
}

/// Background of a guild in discovery.
#[must_use]
pub fn guild_discovery_splash(guild: Id<marker::Guild>, splash: &ImageHash) -> Image {
    hashed(format!("discovery-splashes/{guild}/"), splash, Supports::Still)
}

/// Banner of a guild.
#[must_use]
pub fn guild_banner(guild: Id<marker::Guild>, banner: &ImageHash) -> Image {
    hashed(format!("banners/{guild}/"), banner, Supports::Animated)
}

/// Banner of a user's profile.
#[must_use]
pub fn user_banner(user: Id<marker::User>, banner: &ImageHash) -> Image {
    hashed(format!("banners/{user}/"), banner, Supports::Animated)
}

/// Avatar of a user who has none. `discriminator` is that of a user with an old username.
#[must_use]
pub fn default_user_avatar(user: Id<marker::User>, discriminator: Option<Discriminator>) -> Image {
    // The docs' second note below the table.
    let index = match discriminator {
        Some(old) if !old.is_migrated() => u64::from(old.get() % 5),
        _ => (user.get() >> 22) % 6,
    };
    Image::new(format!("embed/avatars/{index}"), Supports::FixedPng, false)
}

/// Avatar of a user.
#[must_use]
pub fn user_avatar(user: Id<marker::User>, avatar: &ImageHash) -> Image {
    hashed(format!("avatars/{user}/"), avatar, Supports::Animated)
}

/// Avatar of a member in one guild.
#[must_use]
pub fn guild_member_avatar(
    guild: Id<marker::Guild>,
    user: Id<marker::User>,
    avatar: &ImageHash,
) -> Image {
    hashed(format!("guilds/{guild}/users/{user}/avatars/"), avatar, Supports::Animated)
}

/// Decoration of an avatar; `asset` is the field of the decoration's data.
#[must_use]
pub fn avatar_decoration(asset: &ImageHash) -> Image {
    hashed("avatar-decoration-presets/".to_owned(), asset, Supports::Png)
}

/// Icon of an application.
#[must_use]
pub fn application_icon(application: Id<marker::Application>, icon: &ImageHash) -> Image {
    hashed(format!("app-icons/{application}/"), icon, Supports::Still)
}

/// Cover of an application.
#[must_use]
pub fn application_cover(application: Id<marker::Application>, cover: &ImageHash) -> Image {
    hashed(format!("app-icons/{application}/"), cover, Supports::Still)
}

/// Asset of an application, as named in an activity's assets. Assets with a prefix such as `mp:` are stored elsewhere.
#[must_use]
pub fn application_asset(application: Id<marker::Application>, asset: &str) -> Image {
    named(format!("app-assets/{application}/"), asset, Supports::Still, false)
}

/// Icon of an achievement.
#[must_use]
pub fn achievement_icon(
    application: Id<marker::Application>,
    achievement: Id<marker::Generic>,
    icon: &ImageHash,
) -> Image {
    let path = format!("app-assets/{application}/achievements/{achievement}/icons/");
    hashed(path, icon, Supports::Still)
}

/// Asset of the store page of an application.
#[must_use]
pub fn store_page_asset(application: Id<marker::Application>, asset: Id<marker::Generic>) -> Image {
    Image::new(format!("app-assets/{application}/store/{asset}"), Supports::Still, false)
}

/// Banner of a pack of standard stickers.
#[must_use]
pub fn sticker_pack_banner(asset: Id<marker::Generic>) -> Image {
    // All packs belong to this application.
    Image::new(format!("app-assets/710982414301790216/store/{asset}"), Supports::Still, false)
}

/// Icon of a team.
#[must_use]
pub fn team_icon(team: Id<marker::Team>, icon: &ImageHash) -> Image {
    hashed(format!("team-icons/{team}/"), icon, Supports::Still)
}

/// A sticker, in its only format: PNG, GIF or Lottie. `None` for a format that this version does not know.
#[must_use]
pub fn sticker(sticker: Id<marker::Sticker>, format: StickerFormat) -> Option<Image> {
    // The docs' fourth note below the table.
    let supports = match format {
        StickerFormat::Png | StickerFormat::Apng => Supports::FixedPng,
        StickerFormat::Gif => Supports::FixedGif,
        StickerFormat::Lottie => Supports::FixedLottie,
        StickerFormat::Unknown(_) => return None,
    };
    let animated = format != StickerFormat::Png;
    Some(Image::new(format!("stickers/{sticker}"), supports, animated))
}

/// Icon of a role.
#[must_use]
pub fn role_icon(role: Id<marker::Role>, icon: &ImageHash) -> Image {
    hashed(format!("role-icons/{role}/"), icon, Supports::Still)
}

/// Cover of a scheduled event.
#[must_use]
pub fn guild_scheduled_event_cover(event: Id<marker::ScheduledEvent>, cover: &ImageHash) -> Image {
    hashed(format!("guild-events/{event}/"), cover, Supports::Still)
}

/// Banner of a member in one guild.
#[must_use]
pub fn guild_member_banner(
    guild: Id<marker::Guild>,
    user: Id<marker::User>,
    banner: &ImageHash,
) -> Image {
    hashed(format!("guilds/{guild}/users/{user}/banners/"), banner, Supports::Animated)
}

/// Badge of a guild's tag.
#[must_use]
pub fn guild_tag_badge(guild: Id<marker::Guild>, badge: &ImageHash) -> Image {
    hashed(format!("guild-tag-badges/{guild}/"), badge, Supports::Still)
}

/// An image whose hash shows whether it is animated, see the first note below the docs' table.
fn hashed(path: String, hash: &ImageHash, supports: Supports) -> Image {
    named(path, &hash.to_string(), supports, hash.is_animated())
}

/// Adds an untrusted name to a path as a single segment.
fn named(mut path: String, name: &str, supports: Supports, animated: bool) -> Image {
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'~' => {
                path.push(char::from(byte));
            }
            // Dots are encoded too, because the segment `..` would change the path.
            _ => path.push_str(&format!("%{byte:02X}")),
        }
    }
    Image::new(path, supports, animated)
}
