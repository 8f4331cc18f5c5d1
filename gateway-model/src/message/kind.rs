//! Kinds and flags of messages.

use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

open_enum! {
    /// Kind of message.
    ///
    /// Docs: [Message, Message Types](https://docs.discord.com/developers/resources/message#message-object-message-types).
    pub enum MessageKind: i32 {
        /// An ordinary message.
        Default = 0,
        /// A user was added to a group or thread.
        RecipientAdd = 1,
        /// A user was removed from a group or thread.
        RecipientRemove = 2,
        /// A call.
        Call = 3,
        /// The channel has a new name.
        ChannelNameChange = 4,
        /// The channel has a new icon.
        ChannelIconChange = 5,
        /// A message was pinned.
        ChannelPinnedMessage = 6,
        /// A member joined.
        UserJoin = 7,
        /// A boost.
        GuildBoost = 8,
        /// A boost that brought the first level.
        GuildBoostTier1 = 9,
        /// A boost that brought the second level.
        GuildBoostTier2 = 10,
        /// A boost that brought the third level.
        GuildBoostTier3 = 11,
        /// An announcement channel is followed.
        ChannelFollowAdd = 12,
        /// The guild can no longer be discovered.
        GuildDiscoveryDisqualified = 14,
        /// The guild can be discovered again.
        GuildDiscoveryRequalified = 15,
        /// First warning before it can no longer be discovered.
        GuildDiscoveryGracePeriodInitialWarning = 16,
        /// Last warning before it can no longer be discovered.
        GuildDiscoveryGracePeriodFinalWarning = 17,
        /// A thread was opened.
        ThreadCreated = 18,
        /// A reply to another message.
        Reply = 19,
        /// A response to a slash command.
        ChatInputCommand = 20,
        /// First message of a thread opened from a message.
        ThreadStarterMessage = 21,
        /// A reminder to invite others.
        GuildInviteReminder = 22,
        /// A response to a context menu command.
        ContextMenuCommand = 23,
        /// Auto moderation acted; only members who can manage messages can delete it.
        AutoModerationAction = 24,
        /// A role subscription was bought.
        RoleSubscriptionPurchase = 25,
        /// An offer to subscribe, as a response to an interaction.
        InteractionPremiumUpsell = 26,
        /// A stage went live.
        StageStart = 27,
        /// A stage ended.
        StageEnd = 28,
        /// A stage has a new speaker.
        StageSpeaker = 29,
        /// Undocumented: a user in a stage has asked to speak.
        StageRaiseHand = 30,
        /// A stage has a new topic.
        StageTopic = 31,
        /// A subscription to an application.
        GuildApplicationPremiumSubscription = 32,
        /// The guild is locked down because of an incident.
        GuildIncidentAlertModeEnabled = 36,
        /// The guild is no longer locked down.
        GuildIncidentAlertModeDisabled = 37,
        /// A raid was reported.
        GuildIncidentReportRaid = 38,
        /// A report was a false alarm.
        GuildIncidentReportFalseAlarm = 39,
        /// Something was bought.
        PurchaseNotification = 44,
        /// A poll has ended.
        PollResult = 46,
        /// Streams got a higher resolution; only in Discord's OpenAPI description.
        HdStreamingUpgraded = 55,
    }
}

impl MessageKind {
    /// Returns whether such a message can be deleted; `true` for kinds that this version does not know.
    #[must_use]
    pub const fn is_deletable(self) -> bool {
        !matches!(
            self,
            Self::RecipientAdd
                | Self::RecipientRemove
                | Self::Call
                | Self::ChannelNameChange
                | Self::ChannelIconChange
                | Self::ThreadStarterMessage
        )
    }
}

flags! {
    /// Flags of a message.
    ///
    /// Docs: [Message, Message Flags](https://docs.discord.com/developers/resources/message#message-object-message-flags).
    pub struct MessageFlags {
        /// It was published to following channels.
        const CROSSPOSTED = 0;
        /// It comes from a followed channel.
        const IS_CROSSPOST = 1;
        /// No embeds are shown.
        const SUPPRESS_EMBEDS = 2;
        /// The message it comes from is deleted.
        const SOURCE_MESSAGE_DELETED = 3;
        /// It comes from Discord's urgent message system.
        const URGENT = 4;
        /// It has a thread, with the same id.
        const HAS_THREAD = 5;
        /// Only the user of the interaction can see it.
        const EPHEMERAL = 6;
        /// It is a deferred response in the "thinking" state.
        const LOADING = 7;
        /// Some roles could not be added to the thread.
        const FAILED_TO_MENTION_SOME_ROLES_IN_THREAD = 8;
        /// Undocumented: it has a link that imitates Discord.
        const SHOULD_SHOW_LINK_NOT_DISCORD_WARNING = 10;
        /// It notifies nobody.
        const SUPPRESS_NOTIFICATIONS = 12;
        /// It is a voice message.
        const IS_VOICE_MESSAGE = 13;
        /// It is a forward.
        const HAS_SNAPSHOT = 14;
        /// It consists only of components; cannot be removed.
        const IS_COMPONENTS_V2 = 15;
    }
}

object! {
    /// A Rich Presence activity to which a message invites.
    ///
    /// Docs: [Message, Message Activity Structure](https://docs.discord.com/developers/resources/message#message-object-message-activity-structure).
    #[derive(Eq, Hash)]
    pub struct MessageActivity {
        /// Kind of invitation.
        pub kind as "type": MessageActivityKind,
        /// Id of the party.
        pub party_id?: Box<str>,
    }
}

open_enum! {
    /// Kind of invitation.
    ///
    /// Docs: [Message, Message Activity Types](https://docs.discord.com/developers/resources/message#message-object-message-activity-types).
    pub enum MessageActivityKind: i32 {
        /// To join.
        Join = 1,
        /// To watch.
        Spectate = 2,
        /// To listen.
        Listen = 3,
        /// To ask to join.
        JoinRequest = 5,
        /// To ask to stream.
        StreamRequest = 6,
    }
}
