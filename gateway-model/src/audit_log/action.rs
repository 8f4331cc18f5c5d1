//! Actions recorded in audit logs.

use crate::macros::open_enum::open_enum;

open_enum! {
    /// The action.
    ///
    /// Docs: [Audit Log, Audit Log Events](https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-audit-log-events).
    pub enum AuditLogAction: i32 {
        /// The guild was changed.
        GuildUpdate = 1,
        /// A channel was created.
        ChannelCreate = 10,
        /// A channel was changed.
        ChannelUpdate = 11,
        /// A channel was deleted.
        ChannelDelete = 12,
        /// An overwrite was added to a channel.
        ChannelOverwriteCreate = 13,
        /// An overwrite of a channel was changed.
        ChannelOverwriteUpdate = 14,
        /// An overwrite was removed from a channel.
        ChannelOverwriteDelete = 15,
        /// A member was kicked.
        MemberKick = 20,
        /// Members were pruned.
        MemberPrune = 21,
        /// A member was banned.
        MemberBanAdd = 22,
        /// A ban was lifted.
        MemberBanRemove = 23,
        /// A member was changed.
        MemberUpdate = 24,
        /// A member's roles were changed.
        MemberRoleUpdate = 25,
        /// A member was moved to another voice channel.
        MemberMove = 26,
        /// A member was disconnected from a voice channel.
        MemberDisconnect = 27,
        /// A bot was added.
        BotAdd = 28,
        /// A role was created.
        RoleCreate = 30,
        /// A role was changed.
        RoleUpdate = 31,
        /// A role was deleted.
        RoleDelete = 32,
        /// An invite was created.
        InviteCreate = 40,
        /// An invite was changed.
        InviteUpdate = 41,
        /// An invite was deleted.
        InviteDelete = 42,
        /// A webhook was created.
        WebhookCreate = 50,
        /// A webhook was changed.
        WebhookUpdate = 51,
        /// A webhook was deleted.
        WebhookDelete = 52,
        /// An emoji was created.
        EmojiCreate = 60,
        /// An emoji was renamed.
        EmojiUpdate = 61,
        /// An emoji was deleted.
        EmojiDelete = 62,
        /// A message was deleted.
        MessageDelete = 72,
        /// Several messages were deleted.
        MessageBulkDelete = 73,
        /// A message was pinned.
        MessagePin = 74,
        /// A message was unpinned.
        MessageUnpin = 75,
        /// An app was added.
        IntegrationCreate = 80,
        /// An app was changed.
        IntegrationUpdate = 81,
        /// An app was removed.
        IntegrationDelete = 82,
        /// A stage went live.
        StageInstanceCreate = 83,
        /// A live stage was changed.
        StageInstanceUpdate = 84,
        /// A stage ended.
        StageInstanceDelete = 85,
        /// A sticker was created.
        StickerCreate = 90,
        /// A sticker was changed.
        StickerUpdate = 91,
        /// A sticker was deleted.
        StickerDelete = 92,
        /// A scheduled event was created.
        GuildScheduledEventCreate = 100,
        /// A scheduled event was changed.
        GuildScheduledEventUpdate = 101,
        /// A scheduled event was cancelled.
        GuildScheduledEventDelete = 102,
        /// A thread was opened.
        ThreadCreate = 110,
        /// A thread was changed.
        ThreadUpdate = 111,
        /// A thread was deleted.
        ThreadDelete = 112,
        /// Permissions of a command were changed.
        ApplicationCommandPermissionUpdate = 121,
        /// A sound was created.
        SoundboardSoundCreate = 130,
        /// A sound was changed.
        SoundboardSoundUpdate = 131,
        /// A sound was deleted.
        SoundboardSoundDelete = 132,
        /// An auto moderation rule was created.
        AutoModerationRuleCreate = 140,
        /// An auto moderation rule was changed.
        AutoModerationRuleUpdate = 141,
        /// An auto moderation rule was deleted.
        AutoModerationRuleDelete = 142,
        /// Auto moderation blocked a message.
        AutoModerationBlockMessage = 143,
        /// Auto moderation reported a message.
        AutoModerationFlagToChannel = 144,
        /// Auto moderation timed a member out.
        AutoModerationUserCommunicationDisabled = 145,
        /// Auto moderation put a member in quarantine.
        AutoModerationQuarantineUser = 146,
        /// Monetization was requested.
        CreatorMonetizationRequestCreated = 150,
        /// Terms of monetization were accepted.
        CreatorMonetizationTermsAccepted = 151,
        /// A question of onboarding was created.
        OnboardingPromptCreate = 163,
        /// A question of onboarding was changed.
        OnboardingPromptUpdate = 164,
        /// A question of onboarding was deleted.
        OnboardingPromptDelete = 165,
        /// Onboarding was created.
        OnboardingCreate = 166,
        /// Onboarding was changed.
        OnboardingUpdate = 167,
        /// Something was featured in the Server Guide; only in Discord's OpenAPI description.
        GuildHomeFeatureItem = 171,
        /// Something was removed from the Server Guide; only in Discord's OpenAPI description.
        GuildHomeRemoveItem = 172,
        /// A message with harmful links was blocked; only in Discord's OpenAPI description.
        HarmfulLinksBlockedMessage = 180,
        /// The Server Guide was created.
        HomeSettingsCreate = 190,
        /// The Server Guide was changed.
        HomeSettingsUpdate = 191,
        /// A voice channel's status was set.
        VoiceChannelStatusCreate = 192,
        /// A voice channel's status was removed.
        VoiceChannelStatusDelete = 193,
        /// An exception was created for one occurrence of a scheduled event.
        GuildScheduledEventExceptionCreate = 200,
        /// The exception for one occurrence of a scheduled event was changed.
        GuildScheduledEventExceptionUpdate = 201,
        /// The exception for one occurrence of a scheduled event was removed.
        GuildScheduledEventExceptionDelete = 202,
        /// The guild's profile was changed; only in Discord's OpenAPI description.
        GuildProfileUpdate = 211,
    }
}
