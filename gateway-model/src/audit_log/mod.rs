//! Audit logs.
//!
//! Docs: [Audit Log Resource](https://docs.discord.com/developers/resources/audit-log).

mod action;
mod change;
pub mod key;

pub use action::AuditLogAction;
pub use change::{AuditLogChange, AuditLogKey, AuditLogRole, Changed};

use crate::auto_moderation::AutoModerationRule;
use crate::channel::Channel;
use crate::command::Command;
use crate::guild::{PartialIntegration, ScheduledEvent};
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::user::User;
use crate::webhook::Webhook;

object! {
    /// Entries of a guild's audit log, and the objects that they reference.
    ///
    /// Docs: [Audit Log, Audit Log Object](https://docs.discord.com/developers/resources/audit-log#audit-log-object).
    pub struct AuditLog {
        /// Commands.
        pub application_commands {default}: Box<[Command]>,
        /// The entries, newest first.
        pub audit_log_entries {default}: Box<[AuditLogEntry]>,
        /// Auto moderation rules.
        pub auto_moderation_rules {default}: Box<[AutoModerationRule]>,
        /// Scheduled events.
        pub guild_scheduled_events {default}: Box<[ScheduledEvent]>,
        /// Integrations, with only some of their fields.
        pub integrations {default}: Box<[PartialIntegration]>,
        /// Threads.
        pub threads {default}: Box<[Channel]>,
        /// Users.
        pub users {default}: Box<[User]>,
        /// Webhooks.
        pub webhooks {default}: Box<[Webhook]>,
    }
}

object! {
    /// An entry of an audit log: an action and the user who performed it.
    ///
    /// Docs: [Audit Log, Audit Log Entry Object](https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object).
    #[derive(Eq, Hash)]
    pub struct AuditLogEntry {
        /// Id of the target.
        pub target_id: Option<Box<str>>,
        /// Changes.
        pub changes[]: AuditLogChange,
        /// The user who did it.
        pub user_id: Option<Id<marker::User>>,
        /// Id of the entry.
        pub id: Id<marker::AuditLogEntry>,
        /// The action.
        pub action_type: AuditLogAction,
        /// Additional information.
        pub options?: Box<AuditLogOptions>,
        /// Reason, 1 to 512 characters.
        pub reason?: Box<str>,
    }
}

object! {
    /// Additional information about an entry; which fields are set depends on the action.
    ///
    /// Numbers are strings here, as Discord sends them.
    ///
    /// Docs: [Audit Log, Optional Audit Entry Info](https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-optional-audit-entry-info).
    #[derive(Default, Eq, Hash)]
    pub struct AuditLogOptions {
        /// Application whose permissions were changed.
        pub application_id?: Id<marker::Application>,
        /// Name of the auto moderation rule.
        pub auto_moderation_rule_name?: Box<str>,
        /// Trigger of the rule.
        pub auto_moderation_rule_trigger_type?: Box<str>,
        /// Channel.
        pub channel_id?: Id<marker::Channel>,
        /// Number of targets.
        pub count?: Box<str>,
        /// Number of days of inactivity after which members were pruned.
        pub delete_member_days?: Box<str>,
        /// Role or user of the overwrite.
        pub id?: Id<marker::Generic>,
        /// How many members were pruned.
        pub members_removed?: Box<str>,
        /// Target message.
        pub message_id?: Id<marker::Message>,
        /// Name of the role of the overwrite.
        pub role_name?: Box<str>,
        /// Kind of overwrite: `0` for a role, `1` for a member.
        pub kind as "type"?: Box<str>,
        /// Kind of integration that performed the action.
        pub integration_type?: Box<str>,
        /// New status of the voice channel.
        pub status?: Box<str>,
    }
}
