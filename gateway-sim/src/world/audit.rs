//! Creates entries of the audit log from the changes of a request. Only this file writes entries.
//!
//! Docs: [Audit Log, Audit Log Events](https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-audit-log-events).

use std::collections::{BTreeMap, BTreeSet};

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::audit_fields::{changed_fields, field_change};
use super::change::{Change, Kind};
use super::state::World;
use super::thread_kind::is_thread;

/// An entry without its id, its author and its reason.
struct Draft {
    action: u64,
    target: Value,
    changes: Vec<Value>,
    options: Value,
}

impl Draft {
    fn new(action: u64, target: impl Into<Value>) -> Self {
        Self { action, target: target.into(), changes: Vec::new(), options: Value::Null }
    }
}

/// The other changes of the request. They are needed because a change that follows from another one gets no entry.
struct Context<'a> {
    world: &'a World,
    by: Option<&'a str>,
    /// Users who were banned.
    banned: BTreeSet<&'a str>,
    /// Whether members were pruned.
    pruned: bool,
    /// Users who are no longer members, and deleted channels.
    gone: BTreeSet<&'a str>,
}

impl World {
    /// Writes the changes of a request to the audit logs. Returns the new entries, each with its guild.
    pub(crate) fn log(
        &mut self,
        changes: &[Change],
        by: Option<&str>,
        reason: Option<&str>,
        unix_ms: u64,
    ) -> Vec<(Id<marker::Guild>, Value)> {
        let context = Context::of(self, by, changes);
        let drafts: Vec<_> = changes
            .iter()
            .flat_map(|change| {
                context.drafts(change).into_iter().map(|draft| (change.guild, draft))
            })
            .collect();
        let entries = drafts
            .into_iter()
            .map(|(guild, draft)| (guild, self.write_entry(guild, draft, by, reason, unix_ms)));
        entries.collect()
    }

    /// Writes an action of auto moderation against a user. Returns the new entry.
    pub(crate) fn log_moderation(
        &mut self,
        guild: Id<marker::Guild>,
        action: u64,
        user: &str,
        options: &Value,
        unix_ms: u64,
    ) -> Value {
        let draft = Draft { options: options.clone(), ..Draft::new(action, user) };
        self.write_entry(guild, draft, Some(user), None, unix_ms)
    }

    fn write_entry(
        &mut self,
        guild: Id<marker::Guild>,
        draft: Draft,
        by: Option<&str>,
        reason: Option<&str>,
        unix_ms: u64,
    ) -> Value {
        let id = self.next_id(unix_ms);
        let mut entry = json!({
            "id": id.to_string(),
            "action_type": draft.action,
            "user_id": by,
            "target_id": draft.target,
        });
        if !draft.changes.is_empty() {
            entry["changes"] = Value::Array(draft.changes);
        }
        if !draft.options.is_null() {
            entry["options"] = draft.options;
        }
        if let Some(reason) = reason {
            entry["reason"] = json!(reason);
        }
        if let Some(held) = self.guild_mut(guild) {
            held.audit_log.add(id, entry.clone());
        }
        entry
    }
}

impl<'a> Context<'a> {
    fn of(world: &'a World, by: Option<&'a str>, changes: &'a [Change]) -> Self {
        let ids = |wanted: &'a dyn Fn(&Change) -> bool| {
            changes.iter().filter(move |change| wanted(change)).map(|change| change.id.as_str())
        };
        let banned = ids(&|change| change.kind == Kind::Ban && change.before.is_null()).collect();
        let gone = ids(&|change| {
            matches!(change.kind, Kind::Member | Kind::Channel) && change.after.is_null()
        });
        let pruned = changes.iter().any(|change| change.kind == Kind::Prune);
        Self { world, by, banned, pruned, gone: gone.collect() }
    }

    fn drafts(&self, change: &Change) -> Vec<Draft> {
        match change.kind {
            Kind::Channel if is_thread(&change.before) || is_thread(&change.after) => {
                // Threads are deleted with their channel.
                let parent = change.before["parent_id"].as_str().unwrap_or_default();
                let alone = !self.gone.contains(parent);
                of_object(110, change).filter(|_| alone).into_iter().collect()
            }
            Kind::Channel => self.of_channel(change),
            Kind::Member => self.of_member(change),
            Kind::Ban => {
                let action = if change.before.is_null() { 22 } else { 23 };
                vec![Draft::new(action, &*change.id)]
            }
            Kind::Voice => self.of_voice(change).into_iter().collect(),
            Kind::VoiceStatus => vec![of_voice_status(change)],
            Kind::Message => self.of_message(change).into_iter().collect(),
            // The messages of a banned user are deleted with the ban.
            Kind::Messages if self.banned.is_empty() => {
                let options = json!({ "count": change.before.to_string() });
                vec![Draft { options, ..Draft::new(73, &*change.id) }]
            }
            Kind::Messages | Kind::Seen => Vec::new(),
            Kind::Pin => vec![of_pin(change)],
            Kind::Prune => {
                vec![Draft { options: change.after.clone(), ..Draft::new(21, Value::Null) }]
            }
            Kind::Invite => {
                let draft = of_object(40, change);
                draft.map(|draft| Draft { target: Value::Null, ..draft }).into_iter().collect()
            }
            Kind::Onboarding => of_onboarding(change),
            Kind::Guild => of_object(0, change).into_iter().collect(),
            Kind::Role => of_object(30, change).into_iter().collect(),
            Kind::Webhook => of_object(50, change).into_iter().collect(),
            Kind::Emoji => of_object(60, change).into_iter().collect(),
            Kind::Event => of_object(100, change).into_iter().collect(),
            // A stage ends with its channel.
            Kind::Stage => {
                of_stage(change).filter(|_| !self.gone.contains(&*change.id)).into_iter().collect()
            }
            Kind::Rule => of_object(140, change).into_iter().collect(),
            Kind::Sticker => of_object(90, change).into_iter().collect(),
            Kind::Sound => of_object(130, change).into_iter().collect(),
            Kind::CommandPermissions => self.of_command_permissions(change).into_iter().collect(),
            Kind::EventException => of_exception(change).into_iter().collect(),
        }
    }

    /// Returns the drafts for a channel, and for each of its permission overwrites that was changed.
    fn of_channel(&self, change: &Change) -> Vec<Draft> {
        let (mut before, mut after) = (change.before.clone(), change.after.clone());
        if before.is_null() || after.is_null() {
            return of_object(10, change).into_iter().collect();
        }
        let (old, new) =
            (before["permission_overwrites"].take(), after["permission_overwrites"].take());
        if before["parent_id"].as_str().is_some_and(|parent| self.gone.contains(parent)) {
            // If a category is deleted, its channels are not changed by a user.
            before["parent_id"] = after["parent_id"].clone();
        }
        let own = Change { before, after, ..change.clone() };
        let mut drafts: Vec<Draft> = of_object(10, &own).into_iter().collect();
        let by_id = |list: &Value, id: &Value| {
            let list = list.as_array().into_iter().flatten();
            list.clone().find(|one| one["id"] == *id).cloned().unwrap_or_default()
        };
        let all = old.as_array().into_iter().chain(new.as_array()).flatten();
        let ids: BTreeSet<&str> = all.filter_map(|one| one["id"].as_str()).collect();
        for id in ids {
            let (before, after) = (by_id(&old, &json!(id)), by_id(&new, &json!(id)));
            if before != after {
                let overwrite = Change { before, after, ..change.clone() };
                drafts.extend(of_object(13, &overwrite).map(|draft| Draft {
                    options: self.overwrite_options(change.guild, id, &overwrite),
                    ..draft
                }));
            }
        }
        drafts
    }

    fn overwrite_options(&self, guild: Id<marker::Guild>, id: &str, change: &Change) -> Value {
        let named = if change.after.is_null() { &change.before } else { &change.after };
        let mut options = json!({ "id": id, "type": named["type"].to_string() });
        if named["type"] == 0 {
            options["role_name"] = self.role(guild, &json!(id))["name"].clone();
        }
        options
    }

    /// Returns a role in the form of an entry.
    fn role(&self, guild: Id<marker::Guild>, id: &Value) -> Value {
        let number = id.as_str().and_then(|id| id.parse().ok()).unwrap_or(0);
        let held = self.world.guild(guild);
        let name = held.and_then(|held| Some(held.roles.get(&number)?["name"].clone()));
        json!({ "id": id, "name": name })
    }

    /// Returns the drafts for a member who is kicked, who gets or loses roles, or who is changed otherwise.
    fn of_member(&self, change: &Change) -> Vec<Draft> {
        if change.before.is_null() || self.banned.contains(&*change.id) {
            return Vec::new();
        }
        if change.after.is_null() && self.pruned {
            return Vec::new();
        }
        if change.after.is_null() {
            return vec![Draft::new(20, &*change.id)];
        }
        let (mut before, mut after) = (change.before.clone(), change.after.clone());
        let (old, new) = (before["roles"].take(), after["roles"].take());
        let less = |list: &Value, other: &Value| -> Vec<Value> {
            let other = other.as_array().map_or(&[][..], Vec::as_slice);
            let only = list.as_array().into_iter().flatten().filter(|id| !other.contains(id));
            only.map(|id| self.role(change.guild, id)).collect()
        };
        let roles = [("$add", less(&new, &old)), ("$remove", less(&old, &new))];
        let roles = roles.into_iter().filter(|(_, list)| !list.is_empty());
        let roles: Vec<Value> =
            roles.map(|(key, list)| field_change(key, Value::Null, json!(list))).collect();
        let fields = changed_fields(&before, &after);
        let drafts = [(25, roles), (24, fields)].into_iter();
        let drafts = drafts.filter(|(_, changes)| !changes.is_empty());
        drafts
            .map(|(action, changes)| Draft { changes, ..Draft::new(action, &*change.id) })
            .collect()
    }

    /// Returns the draft for a member whom another user moves to another voice channel, or out of voice.
    fn of_voice(&self, change: &Change) -> Option<Draft> {
        let (from, to) = (&change.before["channel_id"], &change.after["channel_id"]);
        let follows = from.as_str().is_none_or(|channel| self.gone.contains(channel))
            || self.gone.contains(&*change.id);
        if follows || from == to || self.by == Some(&change.id) {
            return None;
        }
        let (action, options) = match to.is_null() {
            true => (27, json!({ "count": "1" })),
            false => (26, json!({ "count": "1", "channel_id": to })),
        };
        Some(Draft { options, ..Draft::new(action, Value::Null) })
    }

    /// Returns the draft for the permissions of a command: "The `changes` array contains objects with a `key` field
    /// representing the entity whose command was affected".
    fn of_command_permissions(&self, change: &Change) -> Option<Draft> {
        let of = |list: &Value| -> BTreeMap<String, Value> {
            let all = list.as_array().into_iter().flatten();
            all.filter_map(|one| Some((one["id"].as_str()?.to_owned(), one.clone()))).collect()
        };
        let (before, mut after) = (of(&change.before), of(&change.after));
        let mut changes = Vec::new();
        for (id, old) in before {
            let new = after.remove(&id).unwrap_or_default();
            if old != new {
                changes.push(field_change(&id, old, new));
            }
        }
        changes.extend(after.into_iter().map(|(id, new)| field_change(&id, Value::Null, new)));
        let options = json!({ "application_id": self.world.bot_id().to_string() });
        let draft = || Draft { changes, options, ..Draft::new(121, &*change.id) };
        (change.before != change.after).then(draft)
    }

    /// Returns the draft for a deleted message of somebody else.
    fn of_message(&self, change: &Change) -> Option<Draft> {
        let author = change.before["author"]["id"].as_str()?;
        if self.by.is_none_or(|by| by == author) {
            return None;
        }
        let options = json!({ "channel_id": change.before["channel_id"], "count": "1" });
        Some(Draft { options, ..Draft::new(72, author) })
    }
}

fn of_stage(change: &Change) -> Option<Draft> {
    let named = if change.after.is_null() { &change.before } else { &change.after };
    let options = json!({ "channel_id": change.id });
    let target = named["id"].clone();
    of_object(83, change).map(|draft| Draft { target, options, ..draft })
}

/// Returns the drafts for onboarding, and for each of its prompts that was changed.
fn of_onboarding(change: &Change) -> Vec<Draft> {
    let mut own = change.clone();
    let (old, new) = (take(&mut own.before, "prompts"), take(&mut own.after, "prompts"));
    let mut drafts: Vec<Draft> = of_object(166, &own).into_iter().collect();
    let by_id = |list: &Value, id: &Value| {
        let mut list = list.as_array().into_iter().flatten();
        list.find(|one| one["id"] == *id).cloned().unwrap_or_default()
    };
    let all = old.as_array().into_iter().chain(new.as_array()).flatten();
    for id in all.filter_map(|one| one["id"].as_str()).collect::<BTreeSet<_>>() {
        let (before, after) = (by_id(&old, &json!(id)), by_id(&new, &json!(id)));
        let prompt = Change { id: id.to_owned(), before, after, ..change.clone() };
        drafts.extend(of_object(163, &prompt));
    }
    drafts
}

/// Takes a field out of an object.
fn take(object: &mut Value, field: &str) -> Value {
    object.get_mut(field).map(Value::take).unwrap_or_default()
}

/// Returns the draft for an exception of a scheduled event. The docs do not list its action; Discord's OpenAPI
/// description does.
fn of_exception(change: &Change) -> Option<Draft> {
    let named = if change.after.is_null() { &change.before } else { &change.after };
    let target = named["event_id"].clone();
    let options = json!({ "event_exception_id": named["event_exception_id"] });
    of_object(200, change).map(|draft| Draft { target, options, ..draft })
}

fn of_pin(change: &Change) -> Draft {
    let (action, pin) = match change.after.is_null() {
        true => (75, &change.before),
        false => (74, &change.after),
    };
    let options = json!({ "channel_id": pin["channel_id"], "message_id": pin["message_id"] });
    Draft { options, ..Draft::new(action, pin["author_id"].clone()) }
}

fn of_voice_status(change: &Change) -> Draft {
    let mut options = json!({ "channel_id": change.id });
    let deleted = change.after.is_null();
    if !deleted {
        options["status"] = change.after.clone();
    }
    Draft { options, ..Draft::new(if deleted { 193 } else { 192 }, &*change.id) }
}

/// Returns the draft for an object that was created, changed or deleted: three actions with consecutive numbers.
fn of_object(made: u64, change: &Change) -> Option<Draft> {
    let action = match (change.before.is_null(), change.after.is_null()) {
        (true, _) => made,
        (false, false) => made + 1,
        (false, true) => made + 2,
    };
    let changes = changed_fields(&change.before, &change.after);
    (!changes.is_empty()).then(|| Draft { changes, ..Draft::new(action, &*change.id) })
}
