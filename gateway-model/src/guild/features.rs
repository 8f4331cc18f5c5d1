//! Features of guilds.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// A feature that a guild has or has enabled.
    ///
    /// Guilds have many more features, which are kept unchanged. The undocumented features here are those that
    /// discord-api-types lists.
    ///
    /// Docs: [Guild, Guild Features](https://docs.discord.com/developers/resources/guild#guild-object-guild-features).
    pub enum GuildFeature: str {
        /// May have an animated banner.
        AnimatedBanner = "ANIMATED_BANNER",
        /// May have an animated icon.
        AnimatedIcon = "ANIMATED_ICON",
        /// Uses the old permissions of application commands.
        ApplicationCommandPermissionsV2 = "APPLICATION_COMMAND_PERMISSIONS_V2",
        /// Has auto moderation rules.
        AutoModeration = "AUTO_MODERATION",
        /// May have a banner.
        Banner = "BANNER",
        /// Is a community.
        Community = "COMMUNITY",
        /// Has monetization enabled.
        CreatorMonetizableProvisional = "CREATOR_MONETIZABLE_PROVISIONAL",
        /// Has the promotion page of role subscriptions enabled.
        CreatorStorePage = "CREATOR_STORE_PAGE",
        /// Is a support server in the App Directory.
        DeveloperSupportServer = "DEVELOPER_SUPPORT_SERVER",
        /// Can be discovered.
        Discoverable = "DISCOVERABLE",
        /// Can be featured in the directory.
        Featurable = "FEATURABLE",
        /// Has paused invites.
        InvitesDisabled = "INVITES_DISABLED",
        /// May have an invite background.
        InviteSplash = "INVITE_SPLASH",
        /// Has membership screening enabled.
        MemberVerificationGateEnabled = "MEMBER_VERIFICATION_GATE_ENABLED",
        /// Has more sound slots.
        MoreSoundboard = "MORE_SOUNDBOARD",
        /// Has more sticker slots.
        MoreStickers = "MORE_STICKERS",
        /// May have announcement channels.
        News = "NEWS",
        /// Is partnered.
        Partnered = "PARTNERED",
        /// Can be previewed before joining.
        PreviewEnabled = "PREVIEW_ENABLED",
        /// Has alerts for raids disabled.
        RaidAlertsDisabled = "RAID_ALERTS_DISABLED",
        /// May give roles icons.
        RoleIcons = "ROLE_ICONS",
        /// Has role subscriptions to buy.
        RoleSubscriptionsAvailableForPurchase = "ROLE_SUBSCRIPTIONS_AVAILABLE_FOR_PURCHASE",
        /// Has role subscriptions enabled.
        RoleSubscriptionsEnabled = "ROLE_SUBSCRIPTIONS_ENABLED",
        /// Has soundboard sounds.
        Soundboard = "SOUNDBOARD",
        /// Has ticketed events enabled.
        TicketedEventsEnabled = "TICKETED_EVENTS_ENABLED",
        /// May have a vanity URL.
        VanityUrl = "VANITY_URL",
        /// Is verified.
        Verified = "VERIFIED",
        /// May have 384 kbit/s in voice.
        VipRegions = "VIP_REGIONS",
        /// Has the welcome screen enabled.
        WelcomeScreenEnabled = "WELCOME_SCREEN_ENABLED",
        /// May have guest invites.
        GuestsEnabled = "GUESTS_ENABLED",
        /// May have guild tags.
        GuildTags = "GUILD_TAGS",
        /// May give roles gradients.
        EnhancedRoleColors = "ENHANCED_ROLE_COLORS",
        /// Lets only administrators and the owner prune members.
        PruneRequiresAdmin = "PRUNE_REQUIRES_ADMIN",
        /// Is the official guild of a game.
        OfficialGameGuild = "OFFICIAL_GAME_GUILD",
        /// Undocumented: is listed in a directory channel.
        HasDirectoryEntry = "HAS_DIRECTORY_ENTRY",
        /// Undocumented: is a Student Hub.
        Hub = "HUB",
        /// Undocumented: is in a Student Hub.
        LinkedToHub = "LINKED_TO_HUB",
        /// Undocumented: has monetization enabled; the old name.
        MonetizationEnabled = "MONETIZATION_ENABLED",
        /// Undocumented: uses the separate permission for pinning messages.
        PinPermissionMigrationComplete = "PIN_PERMISSION_MIGRATION_COMPLETE",
        /// Undocumented: may have private threads, as any guild now.
        PrivateThreads = "PRIVATE_THREADS",
        /// Undocumented: its connections use relays.
        RelayEnabled = "RELAY_ENABLED",
    }
}
