//! The changed fields in an entry of the audit log.
//!
//! Docs: [Audit Log, Audit Log Change Object](https://docs.discord.com/developers/resources/audit-log#audit-log-change-object).

use serde_json::{Map, Value, json};

/// Fields that are not settings: ids, counts, secrets, and fields with entries of their own.
const LEFT_OUT: &[&str] = &[
    "id",
    "sound_id",
    "guild",
    "guild_id",
    "user",
    "creator",
    "creator_id",
    "event_id",
    "event_exception_id",
    "guild_scheduled_event_exceptions",
    "user_count",
    "member",
    "member_count",
    "message_count",
    "total_message_sent",
    "last_message_id",
    "last_pin_timestamp",
    "archive_timestamp",
    "create_timestamp",
    "created_at",
    "expires_at",
    "source_channel",
    "source_guild",
    "tags",
    "token",
];

/// Returns the fields of an object by the keys of the audit log.
///
/// Docs: [Audit Log, Audit Log Change Exceptions](https://docs.discord.com/developers/resources/audit-log#audit-log-change-object-audit-log-change-exceptions).
fn keyed(object: &Value) -> Map<String, Value> {
    let is_webhook = object["token"].is_string() || object["source_channel"].is_object();
    let mut keyed = Map::new();
    for (name, value) in object.as_object().into_iter().flatten() {
        match name.as_str() {
            "thread_metadata" => keyed.extend(value.as_object().cloned().unwrap_or_default()),
            "channel" => _ = keyed.insert("channel_id".to_owned(), value["id"].clone()),
            "inviter" => _ = keyed.insert("inviter_id".to_owned(), value["id"].clone()),
            "avatar" if is_webhook => _ = keyed.insert("avatar_hash".to_owned(), value.clone()),
            _ => _ = keyed.insert(name.clone(), value.clone()),
        }
    }
    keyed.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
    keyed
}

/// Returns the changes from one state of an object to another; null for an object that does not exist.
pub(super) fn changed_fields(before: &Value, after: &Value) -> Vec<Value> {
    let (old, mut new) = (keyed(before), keyed(after));
    let mut changes = Vec::new();
    for (key, old) in old {
        let new = new.remove(&key).unwrap_or_default();
        if old != new {
            changes.push(field_change(&key, old, new));
        }
    }
    changes.extend(new.into_iter().map(|(key, new)| field_change(&key, Value::Null, new)));
    changes.retain(|change| change.as_object().is_some_and(|fields| fields.len() > 1));
    changes
}

/// Returns one change. A value that is null is omitted.
pub(super) fn field_change(key: &str, old: Value, new: Value) -> Value {
    let mut change = json!({ "key": key });
    for (name, value) in [("old_value", old), ("new_value", new)] {
        if !value.is_null() {
            change[name] = value;
        }
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_that_differs_is_a_change_and_null_is_left_out() {
        let before = json!({ "id": "1", "name": "a", "topic": null, "nsfw": false, "rtc": "x" });
        let after = json!({ "id": "1", "name": "b", "topic": "t", "nsfw": false, "rtc": null });
        let changes = changed_fields(&before, &after);
        let expected = json!([
            { "key": "name", "old_value": "a", "new_value": "b" },
            { "key": "rtc", "old_value": "x" },
            { "key": "topic", "new_value": "t" },
        ]);
        assert_eq!(json!(changes), expected);
        let created = changed_fields(&Value::Null, &before);
        assert_eq!(created.len(), 3, "what is null is not said: {created:?}");
    }
}
