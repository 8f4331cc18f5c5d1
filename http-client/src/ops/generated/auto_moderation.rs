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
    /// [`Client::auto_moderation_rules`](crate::Client::auto_moderation_rules).
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
    /// [`Client::create_auto_moderation_rule`](crate::Client::create_auto_moderation_rule).
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
    /// [`Client::delete_auto_moderation_rule`](crate::Client::delete_auto_moderation_rule).
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
    /// [`Client::auto_moderation_rule`](crate::Client::auto_moderation_rule).
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
    /// [`Client::modify_auto_moderation_rule`](crate::Client::modify_auto_moderation_rule).
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
