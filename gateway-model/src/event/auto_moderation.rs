//! Events of auto moderation; only sent to bots that can manage the guild.

use super::payload::payload_event;
use crate::auto_moderation::{AutoModerationAction, AutoModerationRule, AutoModerationTriggerKind};
use crate::id::{Id, marker};
use crate::macros::object::object;

payload_event! {
    /// A rule was created.
    ///
    /// Docs: [Gateway Events, Auto Moderation Rule Create](https://docs.discord.com/developers/events/gateway-events#auto-moderation-rule-create).
    pub struct AutoModerationRuleCreate(AutoModerationRule);
}

payload_event! {
    /// A rule was changed.
    ///
    /// Docs: [Gateway Events, Auto Moderation Rule Update](https://docs.discord.com/developers/events/gateway-events#auto-moderation-rule-update).
    pub struct AutoModerationRuleUpdate(AutoModerationRule);
}

payload_event! {
    /// A rule was deleted; the data is its last state.
    ///
    /// Docs: [Gateway Events, Auto Moderation Rule Delete](https://docs.discord.com/developers/events/gateway-events#auto-moderation-rule-delete).
    pub struct AutoModerationRuleDelete(AutoModerationRule);
}

object! {
    /// A rule was triggered and acted.
    ///
    /// Docs: [Gateway Events, Auto Moderation Action Execution](https://docs.discord.com/developers/events/gateway-events#auto-moderation-action-execution).
    #[derive(Eq)]
    pub struct AutoModerationActionExecution {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// The action.
        pub action: AutoModerationAction,
        /// Rule the action belongs to.
        pub rule_id: Id<marker::AutoModerationRule>,
        /// Trigger of the rule.
        pub rule_trigger_type: AutoModerationTriggerKind,
        /// User who triggered the rule.
        pub user_id: Id<marker::User>,
        /// Channel of the content.
        pub channel_id?: Id<marker::Channel>,
        /// Message of the content; missing if the message was blocked, or if there was none.
        pub message_id?: Id<marker::Message>,
        /// Alert message that was posted; only for alerts.
        pub alert_system_message_id?: Id<marker::Message>,
        /// Content that triggered the rule; empty without the message content intent.
        pub content {default}: Box<str>,
        /// Word or phrase of the rule.
        pub matched_keyword: Option<Box<str>>,
        /// Part of the content that matched; empty without the message content intent.
        pub matched_content: Option<Box<str>>,
    }
}
