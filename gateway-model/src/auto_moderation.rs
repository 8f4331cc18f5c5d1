//! Auto moderation.
//!
//! Docs: [Auto Moderation Resource](https://docs.discord.com/developers/resources/auto-moderation).

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// A rule that acts on messages or profiles of members.
    ///
    /// Docs: [Auto Moderation, Auto Moderation Rule Object](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object).
    #[derive(Eq, Hash)]
    pub struct AutoModerationRule {
        /// Id of the rule.
        pub id: Id<marker::AutoModerationRule>,
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// Name.
        pub name: String,
        /// Who created it.
        pub creator_id: Id<marker::User>,
        /// When the rule is checked.
        pub event_type: AutoModerationEventKind,
        /// Kind of trigger.
        pub trigger_type: AutoModerationTriggerKind,
        /// What the trigger looks for.
        pub trigger_metadata: AutoModerationTriggerMetadata,
        /// Actions.
        pub actions {whole}: Vec<AutoModerationAction>,
        /// Whether it is enabled.
        pub enabled: bool,
        /// Roles it does not apply to, at most 20.
        pub exempt_roles {whole}: Vec<Id<marker::Role>>,
        /// Channels it does not apply to, at most 50.
        pub exempt_channels {whole}: Vec<Id<marker::Channel>>,
    }
}

open_enum! {
    /// What triggers a rule.
    ///
    /// Docs: [Auto Moderation, Trigger Types](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-types).
    pub enum AutoModerationTriggerKind: i32 {
        /// Words of a custom list; at most 6 rules per guild.
        Keyword = 1,
        /// Messages that look like spam; one rule per guild.
        Spam = 3,
        /// Words of Discord's lists; one rule per guild.
        KeywordPreset = 4,
        /// More mentions than allowed; one rule per guild.
        MentionSpam = 5,
        /// Words in profiles; one rule per guild.
        MemberProfile = 6,
    }
}

object! {
    /// What a rule looks for; which fields are used depends on its kind of trigger.
    ///
    /// Docs: [Auto Moderation, Trigger Metadata](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-metadata).
    #[derive(Default, Eq, Hash)]
    pub struct AutoModerationTriggerMetadata {
        /// Words, at most 1000 of 60 characters; `*` at the start or end matches any letters.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub keyword_filter {default whole}: Option<Vec<String>>,
        /// Regular expressions in the syntax of Rust, at most 10 of 260 characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub regex_patterns {default whole}: Option<Vec<String>>,
        /// Discord's lists.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub presets {default whole}: Option<Vec<AutoModerationPreset>>,
        /// Words that do not trigger, at most 100 (1000 with Discord's lists) of 60 characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub allow_list {default whole}: Option<Vec<String>>,
        /// Maximum number of mentions of users and roles in a message, at most 50.
        pub mention_total_limit?: u32,
        /// Whether mention raids are detected.
        pub mention_raid_protection_enabled?: bool,
    }
}

setters! {
    AutoModerationTriggerMetadata {
        /// Sets the words, at most 1000 of 60 characters; `*` at the start or end matches any letters.
        some_list keyword_filter: String,
        /// Sets the regular expressions in Rust syntax, at most 10 of 260 characters.
        some_list regex_patterns: String,
        /// Sets which of Discord's lists are used.
        some_list presets: AutoModerationPreset,
        /// Sets the allowed words, at most 100 (1000 with Discord's lists) of 60 characters.
        some_list allow_list: String,
        /// Sets the maximum number of mentions of users and roles in a message, at most 50.
        value mention_total_limit: u32,
        /// Sets whether mention raids are detected.
        value mention_raid_protection_enabled: bool,
    }
    by_hand {}
    received {}
}

open_enum! {
    /// One of Discord's lists of words.
    ///
    /// Docs: [Auto Moderation, Keyword Preset Types](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-keyword-preset-types).
    pub enum AutoModerationPreset: i32 {
        /// Swearing.
        Profanity = 1,
        /// Sexual words.
        SexualContent = 2,
        /// Insults and hate speech.
        Slurs = 3,
    }
}

open_enum! {
    /// When a rule is checked.
    ///
    /// Docs: [Auto Moderation, Event Types](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-event-types).
    pub enum AutoModerationEventKind: i32 {
        /// When a member sends or edits a message.
        MessageSend = 1,
        /// When a member edits their profile.
        MemberUpdate = 2,
    }
}

object! {
    /// What a rule does.
    ///
    /// Docs: [Auto Moderation, Auto Moderation Action Object](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object).
    #[derive(Eq, Hash)]
    pub struct AutoModerationAction {
        /// Kind of action.
        pub kind as "type": AutoModerationActionKind,
        /// Additional data, if the kind needs it.
        pub metadata?: AutoModerationActionMetadata,
    }
}

impl AutoModerationAction {
    /// Blocks the message; the explanation has at most 150 characters.
    #[must_use]
    pub fn block_message(custom_message: Option<String>) -> Self {
        Self {
            kind: AutoModerationActionKind::BlockMessage,
            metadata: Some(AutoModerationActionMetadata { custom_message, ..Default::default() }),
        }
    }

    /// Reports the message in a channel.
    #[must_use]
    pub fn send_alert(channel: Id<marker::Channel>) -> Self {
        let channel_id = Some(channel);
        Self {
            kind: AutoModerationActionKind::SendAlertMessage,
            metadata: Some(AutoModerationActionMetadata { channel_id, ..Default::default() }),
        }
    }

    /// Times the member out for this many seconds, at most 2,419,200, which is 4 weeks.
    #[must_use]
    pub fn timeout(seconds: u32) -> Self {
        let duration_seconds = Some(seconds);
        Self {
            kind: AutoModerationActionKind::Timeout,
            metadata: Some(AutoModerationActionMetadata { duration_seconds, ..Default::default() }),
        }
    }

    /// Prevents the member from using text and voice.
    #[must_use]
    pub const fn block_member_interaction() -> Self {
        Self { kind: AutoModerationActionKind::BlockMemberInteraction, metadata: None }
    }
}

open_enum! {
    /// Kind of action.
    ///
    /// Docs: [Auto Moderation, Action Types](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object-action-types).
    pub enum AutoModerationActionKind: i32 {
        /// Blocks the message.
        BlockMessage = 1,
        /// Reports it in a channel.
        SendAlertMessage = 2,
        /// Times the member out.
        Timeout = 3,
        /// Prevents the member from using text and voice.
        BlockMemberInteraction = 4,
    }
}

object! {
    /// Additional data of an action; which field is used depends on its kind.
    ///
    /// Docs: [Auto Moderation, Action Metadata](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object-action-metadata).
    #[derive(Default, Eq, Hash)]
    pub struct AutoModerationActionMetadata {
        /// Channel for alerts.
        pub channel_id?: Id<marker::Channel>,
        /// Seconds of a timeout.
        pub duration_seconds?: u32,
        /// Explanation shown to the member whose message is blocked, at most 150 characters.
        pub custom_message?: String,
    }
}
