//! Auto moderation.
//!
//! Docs: [Auto Moderation Resource](https://docs.discord.com/developers/resources/auto-moderation).

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// A rule that acts on what members write.
    ///
    /// Docs: [Auto Moderation, Auto Moderation Rule Object](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object).
    #[derive(Eq, Hash)]
    pub struct AutoModerationRule {
        /// Id of the rule.
        pub id: Id<marker::AutoModerationRule>,
        /// Guild it is for.
        pub guild_id: Id<marker::Guild>,
        /// Name.
        pub name: String,
        /// Who created it.
        pub creator_id: Id<marker::User>,
        /// When it is checked.
        pub event_type: AutoModerationEventKind,
        /// What triggers it.
        pub trigger_type: AutoModerationTriggerKind,
        /// What it looks for.
        pub trigger_metadata: AutoModerationTriggerMetadata,
        /// What it does.
        pub actions {whole}: Vec<AutoModerationAction>,
        /// Whether it is on.
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
        /// Words of a list of one's own; at most 6 rules a guild.
        Keyword = 1,
        /// What looks like spam; one rule a guild.
        Spam = 3,
        /// Words of Discord's lists; one rule a guild.
        KeywordPreset = 4,
        /// More mentions than allowed; one rule a guild.
        MentionSpam = 5,
        /// Words in profiles; one rule a guild.
        MemberProfile = 6,
    }
}

object! {
    /// What a rule looks for; which fields count depends on what triggers it.
    ///
    /// Docs: [Auto Moderation, Trigger Metadata](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-metadata).
    #[derive(Default, Eq, Hash)]
    pub struct AutoModerationTriggerMetadata {
        /// Words, at most 1000 of 60 characters; `*` stands for any letters at either end.
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
        /// Most mentions of users and roles in a message, at most 50.
        pub mention_total_limit?: u32,
        /// Whether raids by mentions are looked for.
        pub mention_raid_protection_enabled?: bool,
    }
}

setters! {
    AutoModerationTriggerMetadata {
        /// The same with these words, at most 1000 of 60 characters; `*` stands for any letters at either end.
        some_list keyword_filter: String,
        /// The same with these regular expressions in the syntax of Rust, at most 10 of 260 characters.
        some_list regex_patterns: String,
        /// The same with these of Discord's lists.
        some_list presets: AutoModerationPreset,
        /// The same with words that do not trigger, at most 100 (1000 with Discord's lists) of 60 characters.
        some_list allow_list: String,
        /// The same with the most mentions of users and roles in a message, at most 50.
        value mention_total_limit: u32,
        /// The same, looking for raids by mentions or not.
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
        /// More about it, where the kind needs it.
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

    /// Tells of the message in a channel.
    #[must_use]
    pub fn send_alert(channel: Id<marker::Channel>) -> Self {
        let channel_id = Some(channel);
        Self {
            kind: AutoModerationActionKind::SendAlertMessage,
            metadata: Some(AutoModerationActionMetadata { channel_id, ..Default::default() }),
        }
    }

    /// Times the member out for so many seconds, at most 2,419,200, which is 4 weeks.
    #[must_use]
    pub fn timeout(seconds: u32) -> Self {
        let duration_seconds = Some(seconds);
        Self {
            kind: AutoModerationActionKind::Timeout,
            metadata: Some(AutoModerationActionMetadata { duration_seconds, ..Default::default() }),
        }
    }

    /// Keeps the member from writing and speaking.
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
        /// Tells of it in a channel.
        SendAlertMessage = 2,
        /// Times the member out.
        Timeout = 3,
        /// Keeps the member from writing and speaking.
        BlockMemberInteraction = 4,
    }
}

object! {
    /// More about an action; which field counts depends on its kind.
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
