//! Presences: status and activities of users.
//!
//! Docs: [Gateway Events, Presence](https://docs.discord.com/developers/events/gateway-events#presence).

mod activity;

pub use activity::{
    Activity, ActivityAssets, ActivityButton, ActivityEmoji, ActivityFlags, ActivityKind,
    ActivityParty, ActivitySecrets, ActivityTimestamps, StatusDisplayKind,
};

use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::user::{AvatarDecoration, Collectibles, PrimaryGuild, UserFlags};

object! {
    /// Status and activities of a user in a guild.
    ///
    /// Docs: [Gateway Events, Presence Update](https://docs.discord.com/developers/events/gateway-events#presence-update).
    #[derive(Eq, Hash)]
    pub struct Presence {
        /// The user.
        pub user: PresenceUser,
        /// Guild; missing in the presences of a Guild Create.
        pub guild_id?: Id<marker::Guild>,
        /// Status.
        pub status {unknown}: Status,
        /// Activities.
        pub activities {default}: Box<[Activity]>,
        /// Status on each platform.
        pub client_status {default}: ClientStatus,
    }
}

object! {
    /// The user of a presence: only its id is certain.
    ///
    /// Docs: [Gateway Events, Presence Update](https://docs.discord.com/developers/events/gateway-events#presence-update):
    /// no other field is required, and the types of the others are not validated. A value of a wrong type
    /// is read as if it were missing.
    #[derive(Eq, Hash)]
    pub struct PresenceUser {
        /// Id of the user.
        pub id: Id<marker::User>,
        /// Name of the account, if it changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub username {loose}: Option<Box<str>>,
        /// Name shown instead of the username, if it changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub global_name {loose}: Option<Box<str>>,
        /// Discord tag, if it changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub discriminator {loose}: Option<Box<str>>,
        /// Hash of the avatar, if it changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub avatar {loose}: Option<Box<str>>,
        /// Whether it is a bot.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub bot {loose}: Option<bool>,
        /// Public flags.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub public_flags {loose}: Option<UserFlags>,
        /// Hash of the banner.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub banner {loose}: Option<ImageHash>,
        /// Decoration of the avatar.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub avatar_decoration_data {loose}: Option<Box<AvatarDecoration>>,
        /// Collectibles, such as a nameplate.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub collectibles {loose}: Option<Box<Collectibles>>,
        /// Guild whose tag the user displays.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub primary_guild {loose}: Option<Box<PrimaryGuild>>,
    }
}

open_enum! {
    /// Status of a user.
    ///
    /// Docs: [Gateway Events, Status Types](https://docs.discord.com/developers/events/gateway-events#update-presence-status-types).
    pub enum Status: str {
        /// Online.
        Online = "online",
        /// Do not disturb.
        DoNotDisturb = "dnd",
        /// Away.
        Idle = "idle",
        /// Online, but shown as offline; can be sent, but is never received.
        Invisible = "invisible",
        /// Offline.
        Offline = "offline",
    }
}

object! {
    /// Status of a user on each platform; missing if the user is not on it.
    ///
    /// Docs: [Gateway Events, Client Status Object](https://docs.discord.com/developers/events/gateway-events#client-status-object).
    #[derive(Default, Eq, Hash)]
    pub struct ClientStatus {
        /// Desktop application.
        pub desktop?: Status,
        /// Mobile application.
        pub mobile?: Status,
        /// Browser, or bot.
        pub web?: Status,
        /// Virtual reality.
        pub vr?: Status,
    }
}
