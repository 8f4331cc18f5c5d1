//! Operations: audit log.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::audit_log::{AuditLog, AuditLogAction};
use gateway_model::id::marker;

use crate::answer::Json;
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Gets what was done in a guild and by whom, one page at a time.
    ///
    /// Requests of [`Client::guild_audit_log`](crate::Client::guild_audit_log): `GET /guilds/{guild_id}/audit-logs`.
    ///
    /// Docs: [Get Guild Audit Log](https://docs.discord.com/developers/resources/audit-log#get-guild-audit-log).
    ///
    /// # Example
    ///
    /// `client.guild_audit_log(guild_id).user_id(user_id).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListGuildAuditLogEntries>`](crate::Request#impl-Request%3CListGuildAuditLogEntries%3E), beside those of every request.
    ///
    /// - `user_id`: only those of this user.
    /// - `target_id`: only what was done to this.
    /// - `action_type`: only entries of this kind.
    /// - `before`: only those before this id.
    /// - `after`: only those after this id, oldest first.
    /// - `limit`: how many, at most: 1 to 100.
    ListGuildAuditLogEntries {
        name: "list_guild_audit_log_entries",
        route: GET "/guilds/{guild_id}/audit-logs",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<AuditLog>,
    }
}

impl Client {
    /// Gets what was done in a guild and by whom, one page at a time.
    ///
    /// Docs: [Get Guild Audit Log](https://docs.discord.com/developers/resources/audit-log#get-guild-audit-log).
    pub fn guild_audit_log(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<ListGuildAuditLogEntries> {
        Request::new(self, &[guild_id.into()])
    }
}

impl Request<ListGuildAuditLogEntries> {
    /// Only those of this user.
    pub fn user_id(self, user_id: Id<marker::User>) -> Self {
        self.param("user_id", &user_id)
    }

    /// Only what was done to this.
    pub fn target_id(self, target_id: Id<marker::Generic>) -> Self {
        self.param("target_id", &target_id)
    }

    /// Only entries of this kind.
    pub fn action_type(self, action_type: AuditLogAction) -> Self {
        self.param("action_type", &action_type)
    }

    /// Only those before this id.
    pub fn before(self, before: Id<marker::AuditLogEntry>) -> Self {
        self.param("before", &before)
    }

    /// Only those after this id, oldest first.
    pub fn after(self, after: Id<marker::AuditLogEntry>) -> Self {
        self.param("after", &after)
    }

    /// How many, at most: 1 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }
}
