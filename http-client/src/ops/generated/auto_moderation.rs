//! Operations: auto moderation.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::auto_moderation::{
    AutoModerationAction, AutoModerationEventKind, AutoModerationRule, AutoModerationTriggerKind,
    AutoModerationTriggerMetadata,
};
use gateway_model::id::marker;

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Lists the auto moderation rules of a guild.
    ///
    /// Requests of [`Client::auto_moderation_rules`](crate::Client::auto_moderation_rules): `GET /guilds/{guild_id}/auto-moderation/rules`.
    ///
    /// Docs: [List Auto Moderation Rules for Guild](https://docs.discord.com/developers/resources/auto-moderation#list-auto-moderation-rules-for-guild).
    ///
    /// # Example
    ///
    /// `client.auto_moderation_rules(guild_id).await?`
    ListAutoModerationRules {
        name: "list_auto_moderation_rules",
        route: GET "/guilds/{guild_id}/auto-moderation/rules",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<AutoModerationRule>,
    }
}

operation! {
    /// Creates an auto moderation rule.
    ///
    /// Requests of [`Client::create_auto_moderation_rule`](crate::Client::create_auto_moderation_rule): `POST /guilds/{guild_id}/auto-moderation/rules`.
    ///
    /// Docs: [Create Auto Moderation Rule](https://docs.discord.com/developers/resources/auto-moderation#create-auto-moderation-rule).
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateAutoModerationRule>`](crate::Request#impl-Request%3CCreateAutoModerationRule%3E), beside those of every request.
    ///
    /// - `enabled`: whether it is on.
    /// - `exempt_channels`: channels that are left alone: at most 50 of them.
    /// - `exempt_roles`: roles that are left alone: at most 20 of them.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateAutoModerationRule {
        name: "create_auto_moderation_rule",
        route: POST "/guilds/{guild_id}/auto-moderation/rules",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<AutoModerationRule>,
    }
}

operation! {
    /// Deletes an auto moderation rule.
    ///
    /// Requests of [`Client::delete_auto_moderation_rule`](crate::Client::delete_auto_moderation_rule): `DELETE /guilds/{guild_id}/auto-moderation/rules/{rule_id}`.
    ///
    /// Docs: [Delete Auto Moderation Rule](https://docs.discord.com/developers/resources/auto-moderation#delete-auto-moderation-rule).
    ///
    /// # Example
    ///
    /// `client.delete_auto_moderation_rule(guild_id, rule_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteAutoModerationRule {
        name: "delete_auto_moderation_rule",
        route: DELETE "/guilds/{guild_id}/auto-moderation/rules/{rule_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets an auto moderation rule.
    ///
    /// Requests of [`Client::auto_moderation_rule`](crate::Client::auto_moderation_rule): `GET /guilds/{guild_id}/auto-moderation/rules/{rule_id}`.
    ///
    /// Docs: [Get Auto Moderation Rule](https://docs.discord.com/developers/resources/auto-moderation#get-auto-moderation-rule).
    ///
    /// # Example
    ///
    /// `client.auto_moderation_rule(guild_id, rule_id).await?`
    GetAutoModerationRule {
        name: "get_auto_moderation_rule",
        route: GET "/guilds/{guild_id}/auto-moderation/rules/{rule_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<AutoModerationRule>,
    }
}

operation! {
    /// Changes an auto moderation rule.
    ///
    /// Requests of [`Client::modify_auto_moderation_rule`](crate::Client::modify_auto_moderation_rule): `PATCH /guilds/{guild_id}/auto-moderation/rules/{rule_id}`.
    ///
    /// Docs: [Modify Auto Moderation Rule](https://docs.discord.com/developers/resources/auto-moderation#modify-auto-moderation-rule).
    ///
    /// # Example
    ///
    /// `client.modify_auto_moderation_rule(guild_id, rule_id).actions(actions).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateAutoModerationRule>`](crate::Request#impl-Request%3CUpdateAutoModerationRule%3E), beside those of every request.
    ///
    /// - `actions`: what is done when it is triggered: 1 to 5 of them.
    /// - `enabled`: whether it is on.
    /// - `event_type`: when it is looked at.
    /// - `exempt_channels`: channels that are left alone: at most 50 of them.
    /// - `exempt_roles`: roles that are left alone: at most 20 of them.
    /// - `name`: name: at most 100 characters.
    /// - `trigger_metadata`: what it looks for.
    /// - `trigger_type`: what triggers it.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateAutoModerationRule {
        name: "update_auto_moderation_rule",
        route: PATCH "/guilds/{guild_id}/auto-moderation/rules/{rule_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<AutoModerationRule>,
    }
}

impl Client {
    /// Lists the auto moderation rules of a guild.
    ///
    /// Docs: [List Auto Moderation Rules for Guild](https://docs.discord.com/developers/resources/auto-moderation#list-auto-moderation-rules-for-guild).
    pub fn auto_moderation_rules(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<ListAutoModerationRules> {
        Request::new(self, &[guild_id.into()])
    }

    /// Deletes an auto moderation rule.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Auto Moderation Rule](https://docs.discord.com/developers/resources/auto-moderation#delete-auto-moderation-rule).
    pub fn delete_auto_moderation_rule(
        &self,
        guild_id: Id<marker::Guild>,
        rule_id: Id<marker::AutoModerationRule>,
    ) -> Request<DeleteAutoModerationRule> {
        Request::new(self, &[guild_id.into(), rule_id.into()])
    }

    /// Gets an auto moderation rule.
    ///
    /// Docs: [Get Auto Moderation Rule](https://docs.discord.com/developers/resources/auto-moderation#get-auto-moderation-rule).
    pub fn auto_moderation_rule(
        &self,
        guild_id: Id<marker::Guild>,
        rule_id: Id<marker::AutoModerationRule>,
    ) -> Request<GetAutoModerationRule> {
        Request::new(self, &[guild_id.into(), rule_id.into()])
    }

    /// Changes an auto moderation rule.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Auto Moderation Rule](https://docs.discord.com/developers/resources/auto-moderation#modify-auto-moderation-rule).
    pub fn modify_auto_moderation_rule(
        &self,
        guild_id: Id<marker::Guild>,
        rule_id: Id<marker::AutoModerationRule>,
    ) -> Request<UpdateAutoModerationRule> {
        Request::new(self, &[guild_id.into(), rule_id.into()]).with_fields()
    }
}

impl Request<CreateAutoModerationRule> {
    /// Whether it is on.
    pub fn enabled(self, enabled: bool) -> Self {
        self.set("enabled", &enabled)
    }

    /// Channels that are left alone: at most 50 of them.
    pub fn exempt_channels(self, exempt_channels: &[Id<marker::Channel>]) -> Self {
        self.set("exempt_channels", exempt_channels)
    }

    /// Roles that are left alone: at most 20 of them.
    pub fn exempt_roles(self, exempt_roles: &[Id<marker::Role>]) -> Self {
        self.set("exempt_roles", exempt_roles)
    }
}

impl Request<UpdateAutoModerationRule> {
    /// What is done when it is triggered: 1 to 5 of them.
    pub fn actions(self, actions: &[AutoModerationAction]) -> Self {
        self.set("actions", actions)
    }

    /// Whether it is on.
    pub fn enabled(self, enabled: bool) -> Self {
        self.set("enabled", &enabled)
    }

    /// When it is looked at.
    pub fn event_type(self, event_type: AutoModerationEventKind) -> Self {
        self.set("event_type", &event_type)
    }

    /// Channels that are left alone: at most 50 of them.
    pub fn exempt_channels(self, exempt_channels: &[Id<marker::Channel>]) -> Self {
        self.set("exempt_channels", exempt_channels)
    }

    /// Roles that are left alone: at most 20 of them.
    pub fn exempt_roles(self, exempt_roles: &[Id<marker::Role>]) -> Self {
        self.set("exempt_roles", exempt_roles)
    }

    /// Name: at most 100 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }

    /// What it looks for.
    pub fn trigger_metadata(self, trigger_metadata: &AutoModerationTriggerMetadata) -> Self {
        self.set("trigger_metadata", trigger_metadata)
    }

    /// What triggers it.
    pub fn trigger_type(self, trigger_type: AutoModerationTriggerKind) -> Self {
        self.set("trigger_type", &trigger_type)
    }
}
