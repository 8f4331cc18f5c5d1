//! OAuth2 scopes.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// A scope that a user grants an application.
    ///
    /// Docs: [OAuth2, OAuth2 Scopes](https://docs.discord.com/developers/topics/oauth2#shared-resources-oauth2-scopes),
    /// and for the Social SDK
    /// [OAuth2 Scopes for the Social SDK](https://docs.discord.com/developers/discord-social-sdk/core-concepts/oauth2-scopes).
    pub enum OAuth2Scope: str {
        /// Send invites to an Activity; only in Discord's OpenAPI description.
        ActivitiesInvitesWrite = "activities.invites.write",
        /// Read what the user plays or has played.
        ActivitiesRead = "activities.read",
        /// Change the user's activity.
        ActivitiesWrite = "activities.write",
        /// Read builds of the user's applications.
        ApplicationsBuildsRead = "applications.builds.read",
        /// Upload builds of the user's applications.
        ApplicationsBuildsUpload = "applications.builds.upload",
        /// Add commands to a guild; part of [`Bot`](Self::Bot).
        ApplicationsCommands = "applications.commands",
        /// Change the permissions of the application's commands in the user's guilds.
        ApplicationsCommandsPermissionsUpdate = "applications.commands.permissions.update",
        /// Change the application's commands; with client credentials only.
        ApplicationsCommandsUpdate = "applications.commands.update",
        /// Read the entitlements of the user's applications.
        ApplicationsEntitlements = "applications.entitlements",
        /// Read and change store data of the user's applications.
        ApplicationsStoreUpdate = "applications.store.update",
        /// Add the application's bot to a guild.
        Bot = "bot",
        /// Read the user's linked accounts.
        Connections = "connections",
        /// See the user's direct messages and groups.
        DmChannelsRead = "dm_channels.read",
        /// Read the user's email address.
        Email = "email",
        /// Add the user to groups.
        GdmJoin = "gdm.join",
        /// List the user's guilds.
        Guilds = "guilds",
        /// Add the user to guilds.
        GuildsJoin = "guilds.join",
        /// Read the user's membership of guilds.
        GuildsMembersRead = "guilds.members.read",
        /// Read the user, without the email address.
        Identify = "identify",
        /// Read the user's kind of Nitro subscription.
        IdentifyPremium = "identify.premium",
        /// Read messages of all of the client's channels, over RPC.
        MessagesRead = "messages.read",
        /// Identify the user with OpenID Connect.
        OpenId = "openid",
        /// Read the user's friends, requests and blocked users.
        RelationshipsRead = "relationships.read",
        /// Change the user's connection and metadata for the application.
        RoleConnectionsWrite = "role_connections.write",
        /// Control the client, over RPC.
        Rpc = "rpc",
        /// Change the user's activity, over RPC.
        RpcActivitiesWrite = "rpc.activities.write",
        /// Receive the user's notifications, over RPC.
        RpcNotificationsRead = "rpc.notifications.read",
        /// Read screen sharing, over RPC; only in Discord's OpenAPI description.
        RpcScreenshareRead = "rpc.screenshare.read",
        /// Change screen sharing, over RPC; only in Discord's OpenAPI description.
        RpcScreenshareWrite = "rpc.screenshare.write",
        /// Read video settings, over RPC; only in Discord's OpenAPI description.
        RpcVideoRead = "rpc.video.read",
        /// Change video settings, over RPC; only in Discord's OpenAPI description.
        RpcVideoWrite = "rpc.video.write",
        /// Read voice settings and voice events, over RPC.
        RpcVoiceRead = "rpc.voice.read",
        /// Change voice settings, over RPC.
        RpcVoiceWrite = "rpc.voice.write",
        /// Use all of the Social SDK.
        SdkSocialLayer = "sdk.social_layer",
        /// Use presence and relationships of the Social SDK.
        SdkSocialLayerPresence = "sdk.social_layer_presence",
        /// Connect to voice for the user.
        Voice = "voice",
        /// Create a webhook, which is returned with the access token.
        WebhookIncoming = "webhook.incoming",
    }
}
