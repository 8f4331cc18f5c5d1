//! Linked accounts of users.

use std::collections::BTreeMap;

use crate::guild::{IntegrationAccount, IntegrationKind};
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// An account at another service that the user has linked.
    ///
    /// Docs: [User, Connection Object](https://docs.discord.com/developers/resources/user#connection-object).
    #[derive(Eq, Hash)]
    pub struct Connection {
        /// Id of the account.
        pub id: Box<str>,
        /// Name of the account.
        pub name: Box<str>,
        /// Service.
        pub kind as "type": ConnectionService,
        /// Whether the connection is revoked.
        pub revoked?: bool,
        /// Guild integrations that use it.
        pub integrations[]: ConnectionIntegration,
        /// Whether it is verified.
        pub verified {default}: bool,
        /// Whether friends are synced.
        pub friend_sync {default}: bool,
        /// Whether presences show activities of this account.
        pub show_activity {default}: bool,
        /// Whether the service has a corresponding token for the user.
        pub two_way_link {default}: bool,
        /// Visibility of the connection.
        pub visibility {unknown}: ConnectionVisibility,
    }
}

object! {
    /// An integration of a guild that a connection is used for.
    ///
    /// The docs call it a partial integration. Discord's OpenAPI description lists its fields; its id is a string.
    ///
    /// Docs: [User, Connection Structure](https://docs.discord.com/developers/resources/user#connection-object-connection-structure).
    #[derive(Eq, Hash)]
    pub struct ConnectionIntegration {
        /// Id of the integration.
        pub id: Box<str>,
        /// Kind of service.
        pub kind as "type": IntegrationKind,
        /// Name.
        pub name?: Box<str>,
        /// Account at the service.
        pub account: IntegrationAccount,
        /// Guild, with only some of its fields.
        pub guild?: ConnectionGuild,
    }
}

object! {
    /// The part of a guild that a connection shows.
    #[derive(Eq, Hash)]
    pub struct ConnectionGuild {
        /// Id of the guild.
        pub id: Id<marker::Guild>,
        /// Name.
        pub name: Box<str>,
        /// Icon.
        pub icon: Option<ImageHash>,
    }
}

open_enum! {
    /// A service whose accounts can be linked.
    ///
    /// Docs: [User, Services](https://docs.discord.com/developers/resources/user#connection-object-services).
    pub enum ConnectionService: str {
        /// Amazon Music.
        AmazonMusic = "amazon-music",
        /// Battle.net.
        BattleNet = "battlenet",
        /// Bungie.net.
        Bungie = "bungie",
        /// Bluesky.
        Bluesky = "bluesky",
        /// Crunchyroll.
        Crunchyroll = "crunchyroll",
        /// A domain.
        Domain = "domain",
        /// eBay.
        Ebay = "ebay",
        /// Epic Games.
        EpicGames = "epicgames",
        /// Facebook.
        Facebook = "facebook",
        /// GitHub.
        GitHub = "github",
        /// Instagram; can no longer be added.
        Instagram = "instagram",
        /// League of Legends.
        LeagueOfLegends = "leagueoflegends",
        /// Mastodon.
        Mastodon = "mastodon",
        /// PayPal.
        PayPal = "paypal",
        /// PlayStation Network.
        PlayStation = "playstation",
        /// Reddit.
        Reddit = "reddit",
        /// Riot Games.
        RiotGames = "riotgames",
        /// Roblox.
        Roblox = "roblox",
        /// Spotify.
        Spotify = "spotify",
        /// Skype; can no longer be added.
        Skype = "skype",
        /// Steam.
        Steam = "steam",
        /// TikTok.
        TikTok = "tiktok",
        /// Twitch.
        Twitch = "twitch",
        /// X, formerly Twitter.
        Twitter = "twitter",
        /// Xbox.
        Xbox = "xbox",
        /// YouTube.
        YouTube = "youtube",
    }
}

open_enum! {
    /// Visibility of a connection.
    ///
    /// Docs: [User, Visibility Types](https://docs.discord.com/developers/resources/user#connection-object-visibility-types).
    pub enum ConnectionVisibility: i32 {
        /// Only the user.
        None = 0,
        /// Everybody.
        Everyone = 1,
    }
}

object! {
    /// The data about a user that an application provides for linked roles.
    ///
    /// Docs: [User, Application Role Connection Object](https://docs.discord.com/developers/resources/user#application-role-connection-object).
    #[derive(Eq, Hash)]
    pub struct ApplicationRoleConnection {
        /// Name of the platform, at most 50 characters.
        pub platform_name: Option<String>,
        /// Name of the user on the platform, at most 100 characters.
        pub platform_username: Option<String>,
        /// Values by the key of their metadata record, each at most 100 characters.
        pub metadata {default}: BTreeMap<String, String>,
    }
}
