//! Changing threads.
//!
//! Docs: [Channel, Modify Channel](https://docs.discord.com/developers/resources/channel#modify-channel), JSON Params
//! (Thread), and [Threads, Editing & Deleting Threads](https://docs.discord.com/developers/topics/threads#editing-deleting-threads).

use gateway_model::Permissions;
use serde_json::{Map, Value, json};

use super::call::{Call, Channel, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::forum_tags::{check_tags, ids_in};
use super::thread_rules::{need_active, shown, tell_of_update, thread_guild};
use crate::clock::timestamp;

const FIELDS: &[Field] = &[
    Field::new("name", Kind::Text(1, 100)),
    Field::new("archived", Kind::Flag),
    Field::new("auto_archive_duration", Kind::OneOf(&[60, 1440, 4320, 10_080])),
    Field::new("locked", Kind::Flag),
    Field::new("invitable", Kind::Flag),
    Field::or_null("rate_limit_per_user", Kind::Int(0, 21_600)),
    Field::new("flags", Kind::Int(0, i64::MAX)),
    Field::new("applied_tags", Kind::Snowflakes(5)),
];

/// The fields that are in the thread's metadata.
const METADATA: [&str; 4] = ["archived", "auto_archive_duration", "locked", "invitable"];

pub(super) fn edit(call: &mut Call<'_>, channel: &Channel) -> Result<Reply, ApiError> {
    let guild = thread_guild(channel)?;
    let fields = read(FIELDS, &call.json()?)?;
    let unarchives = fields.get("archived") == Some(&json!(false));
    if !unarchives {
        need_active(channel)?;
    }
    call.need_in(channel, needed(call, channel, &fields))?;
    if let Some(tags) = fields.get("applied_tags") {
        check_new_tags(call, channel, tags)?;
    }
    let now = timestamp(call.core.unix_ms());
    let Some(thread) = call.core.world_mut().channel_mut(channel.id) else {
        return Err(ApiError::unknown(10_003, "Channel"));
    };
    let before = thread.clone();
    for (name, value) in fields {
        if METADATA.contains(&name.as_str()) {
            thread["thread_metadata"][name] = value;
        } else {
            thread[name.as_str()] = if value.is_null() { json!(0) } else { value };
        }
    }
    let was = &before["thread_metadata"];
    let becomes = &thread["thread_metadata"];
    // "changed when creating, archiving, or unarchiving a thread, and when changing the
    // auto_archive_duration field"
    if ["archived", "auto_archive_duration"].into_iter().any(|field| was[field] != becomes[field]) {
        thread["thread_metadata"]["archive_timestamp"] = json!(now);
    }
    let became_active = was["archived"] == true && thread["thread_metadata"]["archived"] == false;
    if *thread != before {
        tell_of_update(call, guild, channel.id, became_active);
    }
    Reply::ok(shown(call, guild, channel.id)?)
}

/// Validates the tags that a post gets in place of its own.
///
/// Docs: [Channel, Forum Tag Object](https://docs.discord.com/developers/resources/channel#forum-tag-object), `moderated`.
fn check_new_tags(call: &Call<'_>, channel: &Channel, tags: &Value) -> Result<(), ApiError> {
    let parent = channel.object["parent_id"].as_str().and_then(|id| id.parse().ok());
    let parent = parent.ok_or_else(|| ApiError::unknown(10_003, "Channel"))?;
    let parent = call.channel_of_id(parent)?;
    check_tags(call, &parent, ids_in(Some(tags)), Some(ids_in(channel.object.get("applied_tags"))))
}

/// Returns the permissions for a change of these fields: only to write if an unlocked thread becomes active, little if
/// the bot owns the thread, otherwise to manage threads.
fn needed(call: &Call<'_>, channel: &Channel, fields: &Map<String, Value>) -> Permissions {
    let only = |names: &[&str]| fields.keys().all(|field| names.contains(&field.as_str()));
    let unlocked = channel.object["thread_metadata"]["locked"] != true;
    let unarchives = fields.get("archived") == Some(&json!(false));
    let owns = channel.object["owner_id"] == call.core.world().bot_id().to_string().as_str();
    if only(&["archived"]) && unarchives && unlocked {
        Permissions::SEND_MESSAGES
    } else if owns
        && (unlocked || !unarchives)
        && only(&["name", "archived", "auto_archive_duration", "applied_tags"])
    {
        Permissions::VIEW_CHANNEL
    } else {
        Permissions::MANAGE_THREADS
    }
}
