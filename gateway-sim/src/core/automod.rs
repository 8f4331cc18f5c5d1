//! Auto moderation: which rules a message triggers, and their actions.
//!
//! Docs: [Auto Moderation Resource](https://docs.discord.com/developers/resources/auto-moderation).

use std::time::Instant;

use gateway_model::id::marker;
use gateway_model::{Id, Permissions};
use serde_json::{Value, json};

use super::dispatch::Route;
use super::state::Core;
use crate::clock::timestamp;
use crate::world::{Match, new_message, triggers};

/// Docs: [Action Types](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object-action-types).
const BLOCK_MESSAGE: u64 = 1;
const SEND_ALERT_MESSAGE: u64 = 2;
const TIMEOUT: u64 = 3;

/// The type of the message that alerts moderators.
///
/// Docs: [Message, Message Types](https://docs.discord.com/developers/resources/message#message-object-message-types).
const AUTO_MODERATION_ACTION: u64 = 24;

/// A message that a member sends or edits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'a> {
    pub(crate) guild: Id<marker::Guild>,
    pub(crate) channel: u64,
    pub(crate) user: u64,
    pub(crate) content: &'a str,
}

/// The rules that a message triggers, each with its match.
#[derive(Clone, Debug, Default)]
pub(crate) struct Triggered(Vec<(Value, Match)>);

impl Triggered {
    fn actions(&self) -> impl Iterator<Item = (&Value, &Match, &Value)> {
        self.0.iter().flat_map(|(rule, found)| {
            let actions = rule["actions"].as_array().into_iter().flatten();
            actions.map(move |action| (rule, found, action))
        })
    }

    /// Returns whether the message must not be posted.
    fn blocks(&self) -> bool {
        self.actions().any(|(.., action)| action["type"] == BLOCK_MESSAGE)
    }
}

impl Core {
    /// Returns the rules that a message triggers. They do not apply to members who may manage the guild.
    pub(crate) fn triggered(&self, written: Written<'_>) -> Triggered {
        // This is called for every message: a guild that was never changed has no rules.
        let held = self.world.changed_guild(written.guild).filter(|held| !held.rules.is_empty());
        let Some(held) = held else { return Triggered::default() };
        if held.permissions(written.user).contains(Permissions::MANAGE_GUILD) {
            return Triggered::default();
        }
        let lists =
            |list: &Value, id: &Value| list.as_array().is_some_and(|list| list.contains(id));
        let member = held.members.get(written.user).unwrap_or_default();
        let channel = json!(written.channel.to_string());
        let parent =
            held.channels.get(&written.channel).map(|channel| channel["parent_id"].clone());
        let exempt = |rule: &Value| {
            let mut roles = member["roles"].as_array().into_iter().flatten();
            let channels = &rule["exempt_channels"];
            lists(channels, &channel)
                || parent.as_ref().is_some_and(|parent| lists(channels, parent))
                || roles.any(|role| lists(&rule["exempt_roles"], role))
        };
        let rules = held.rules.values().filter(|rule| rule["enabled"] == true && !exempt(rule));
        Triggered(
            rules
                .filter_map(|rule| Some((rule.clone(), triggers(rule, written.content)?)))
                .collect(),
        )
    }

    /// Checks a text that is about to be posted. Returns what it triggers, or `None` if a rule blocks it; then the actions of
    /// the rules are carried out.
    pub(crate) fn unless_blocked(
        &mut self,
        written: Written<'_>,
        now: Instant,
    ) -> Option<Triggered> {
        let triggered = self.triggered(written);
        if triggered.blocks() {
            self.moderate(written, &triggered, None, now);
            return None;
        }
        Some(triggered)
    }

    /// Carries out the actions of the rules that a message triggered. `message` is its id, if it was posted.
    pub(crate) fn moderate(
        &mut self,
        written: Written<'_>,
        triggered: &Triggered,
        message: Option<u64>,
        now: Instant,
    ) {
        self.advance(now);
        for (rule, found, action) in triggered.actions() {
            let mut data = json!({
                "guild_id": written.guild.to_string(),
                "action": action,
                "rule_id": rule["id"],
                "rule_trigger_type": rule["trigger_type"],
                "user_id": written.user.to_string(),
                "channel_id": written.channel.to_string(),
                "content": written.content,
                "matched_keyword": found.keyword,
                "matched_content": found.content,
            });
            if let Some(message) = message {
                data["message_id"] = json!(message.to_string());
            }
            let entry = match action["type"].as_u64() {
                Some(BLOCK_MESSAGE) => 143,
                Some(SEND_ALERT_MESSAGE) => {
                    data["alert_system_message_id"] = self.alert(written, rule, found, action);
                    144
                }
                Some(TIMEOUT) => {
                    self.time_out(written, action);
                    145
                }
                _ => continue,
            };
            // "only sent to bot users which have the MANAGE_GUILD permission"
            if self.bot_may(written.guild, Permissions::MANAGE_GUILD) {
                let route = Route::Guild(written.guild);
                self.inject("AUTO_MODERATION_ACTION_EXECUTION", route, &data, now);
            }
            let options = json!({
                "auto_moderation_rule_name": rule["name"],
                "auto_moderation_rule_trigger_type": rule["trigger_type"].to_string(),
                "channel_id": written.channel.to_string(),
            });
            self.log_moderation(written.guild, entry, written.user, &options);
        }
    }

    /// Reports a message to moderators in the channel of the action; returns the id of the report.
    fn alert(
        &mut self,
        written: Written<'_>,
        rule: &Value,
        found: &Match,
        action: &Value,
    ) -> Value {
        let now = self.now;
        let channel = action["metadata"]["channel_id"].as_str().and_then(|id| id.parse().ok());
        let Some(channel) = channel.filter(|channel| self.world.channel(*channel).is_some()) else {
            return Value::Null;
        };
        let unix_ms = self.unix_ms();
        let id = self.world.next_id(unix_ms);
        let author = self.world.user(written.user).unwrap_or_default();
        let mut message = new_message(id, channel, author, unix_ms);
        message["type"] = json!(AUTO_MODERATION_ACTION);
        let field = |name: &str, value: &Value| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            json!({ "name": name, "value": text, "inline": false })
        };
        let about = json!(written.channel.to_string());
        let fields = [
            field("rule_name", &rule["name"]),
            field("channel_id", &about),
            field("keyword", &json!(found.keyword)),
            field("keyword_matched_content", &json!(found.content)),
        ];
        message["embeds"] = json!([{
            "type": "auto_moderation_message",
            "description": written.content,
            "fields": fields,
        }]);
        self.world.write(channel, id, message.clone());
        message["guild_id"] = json!(written.guild.to_string());
        self.tell_in((channel, Some(written.guild)), "MESSAGE_CREATE", &message, now);
        json!(id.to_string())
    }

    fn time_out(&mut self, written: Written<'_>, action: &Value) {
        let now = self.now;
        let seconds = action["metadata"]["duration_seconds"].as_u64().unwrap_or(0);
        let until = timestamp(self.unix_ms() + seconds * 1_000);
        let Some(held) = self.world.guild_mut(written.guild) else { return };
        let Some(mut member) = held.members.get(written.user) else { return };
        member["communication_disabled_until"] = json!(until);
        held.members.set(written.user, member.clone());
        member["guild_id"] = json!(written.guild.to_string());
        self.inject("GUILD_MEMBER_UPDATE", Route::Guild(written.guild), &member, now);
    }
}
