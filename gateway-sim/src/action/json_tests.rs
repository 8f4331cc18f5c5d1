//! The JSON of each action, as in the control endpoint, scripts and the docs.

use serde_json::{Value, json};

use super::Action;

fn on_connections() -> Value {
    json!([
        { "do": "drop" },
        { "do": "close", "code": 4000, "reason": "r" },
        { "do": "reconnect" },
        { "do": "invalidate_session", "resumable": true },
        { "do": "forget_sessions" },
        { "do": "mute_acks", "muted": true },
        { "do": "request_heartbeat" },
        { "do": "hello_again" },
        { "do": "repeat_last" },
        { "do": "payload", "text": "{}" },
        { "do": "bytes", "hex": "81 7e" },
        { "do": "socket", "reads": { "rate": 2000 }, "writes": "swallowed" },
        { "do": "shape", "shape": { "split": 7 } },
        { "do": "ignore_close" },
        { "do": "bomb", "bytes": 8 },
        { "do": "replay", "events": 3, "templates": [{ "event": "E", "data": { "a": 1 } }] },
    ])
}

fn others() -> Value {
    json!([
        { "do": "inject", "event": "E", "guild": "1", "data": { "a": [1, null] } },
        { "do": "message", "content": "c", "guild": "1", "channel": "2", "author": "3",
          "fields": { "embeds": [] } },
        { "do": "react", "channel": "2", "message": "4", "emoji": "sim:5", "user": "3" },
        { "do": "unreact", "channel": "2", "message": "4", "emoji": "sim:5", "user": "3" },
        { "do": "edit", "channel": "2", "message": "4", "content": "c", "user": "3",
          "fields": { "embeds": [] } },
        { "do": "delete", "channel": "2", "message": "4" },
        { "do": "type", "guild": "1", "channel": "2", "user": "3" },
        { "do": "vote", "channel": "2", "message": "4", "answer": 1, "user": "3", "back": true },
        { "do": "start_thread", "name": "n", "message": "4", "private": true, "guild": "1",
          "channel": "2", "user": "3" },
        { "do": "post", "channel": "2", "name": "n", "content": "c", "tags": ["t"], "user": "3",
          "fields": { "embeds": [] } },
        { "do": "interested", "guild": "1", "event": "5", "user": "3", "exception": "6",
          "back": true },
        { "do": "authorize", "user": "3", "scopes": ["identify"] },
        { "do": "activity", "guild": "1", "channel": "2", "user": "3", "instance": "i-1-gc-1-2",
          "back": true },
        { "do": "subscribe", "user": "3", "sku": "7", "back": true },
        { "do": "request_to_join", "guild": "1", "name": "n" },
        { "do": "guild_fields", "guild": "1", "fields": { "premium_tier": 2 } },
        { "do": "new_member_welcome", "guild": "1", "settings": { "enabled": true } },
        { "do": "command_permissions", "guild": "1", "command": "ping",
          "permissions": [{ "id": "1", "type": 1, "permission": false }] },
        { "do": "open_dm", "user": "3" },
        { "do": "join", "guild": "1", "name": "n" },
        { "do": "leave", "guild": "1", "user": "3" },
        { "do": "voice", "guild": "1", "user": "3", "channel": "2" },
        { "do": "bot_permissions", "guild": "1", "permissions": "2048" },
        { "do": "use_command", "name": "config set", "options": { "a": 1 }, "target": "3",
          "guild": "1", "channel": "2", "user": "3" },
        { "do": "autocomplete", "name": "n", "options": { "a": "b" }, "focused": "a", "guild": "1",
          "channel": "2", "user": "3" },
        { "do": "press_button", "message": "4", "custom_id": "c", "user": "3" },
        { "do": "select", "message": "4", "custom_id": "c", "values": ["v"], "user": "3" },
        { "do": "submit_modal", "interaction": "6", "values": { "a": true } },
        { "do": "outage", "endpoint": "rest", "mode": "accept_and_close", "for_ms": 5 },
        { "do": "down", "for_ms": 100 },
        { "do": "own_guild", "guild": "1", "back": true },
        { "do": "handshake", "hello_after_ms": 5, "before_hello": "x", "ready_without": ["user"],
          "resumes": { "close": 4000 } },
        { "do": "chaos", "seed": 5, "faults_per_minute": 1.5, "kinds": ["drop", "not_json"] },
        { "do": "guild_outage", "guild": "1", "down": true },
        { "do": "voice_server", "guild": "1", "gone": true },
        { "do": "mute_event", "event": "E", "muted": true },
        { "do": "lose_events", "event": "E", "after": 1, "count": 2 },
        { "do": "rest_delay", "ms": 5 },
        { "do": "rest_limits", "enabled": false },
        { "do": "rest_limit", "route": "GET /x", "limit": 5, "per_ms": 100, "window": "sliding",
          "scope": "shared", "hidden": true },
        { "do": "rest_fail", "route": "GET /x", "status": 502, "body": "b", "times": 2 },
        { "do": "invalid_request_limit", "limit": 9 },
    ])
}

/// Each action with all of its fields.
pub(super) fn whole() -> Vec<Value> {
    let mut all = on_connections().as_array().unwrap().clone();
    for action in &mut all {
        action["target"] = json!({ "shard": 0 });
    }
    all.extend(others().as_array().unwrap().iter().cloned());
    all
}

/// The default of an omitted field; all other fields are required.
fn default_of(name: &str, field: &str) -> Option<Value> {
    Some(match (name, field) {
        ("do", _) => return None,
        (_, "target") if name != "use_command" => json!("all"),
        ("close", "reason") => json!(""),
        ("invalidate_session", "resumable") => json!(false),
        ("own_guild" | "vote" | "interested" | "subscribe" | "activity", "back") => json!(false),
        ("interested", "exception") | ("command_permissions", "command") => Value::Null,
        ("activity", "instance") | ("start_thread", "message") => Value::Null,
        ("start_thread", "private") => json!(false),
        ("post", "tags") => json!([]),
        ("voice_server", "gone") => json!(false),
        ("socket", "reads" | "writes") => Value::Null,
        ("replay", "templates") | ("handshake", "ready_without") => json!([]),
        ("own_guild" | "guild_outage", "guild") => return None,
        ("react" | "unreact" | "edit" | "delete" | "vote" | "post", "channel") => return None,
        ("leave" | "voice" | "interested" | "authorize" | "subscribe" | "open_dm", "user") => {
            return None;
        }
        (_, "guild" | "channel" | "user" | "author") => Value::Null,
        ("use_command", "target") | ("message" | "edit" | "post", "fields") => Value::Null,
        ("use_command" | "autocomplete", "options") => Value::Null,
        ("submit_modal", "values") => json!({}),
        ("outage", "mode" | "for_ms") => Value::Null,
        ("handshake", _) => Value::Null,
        ("chaos", "seed") => json!(1),
        ("chaos", "kinds") => json!(crate::chaos::Fault::ALL),
        ("lose_events", "after") => json!(0),
        ("rest_limit" | "rest_fail", "route") => Value::Null,
        ("rest_limit", "window") => json!("fixed"),
        ("rest_limit", "scope") => json!("user"),
        ("rest_limit", "hidden") => json!(false),
        ("rest_fail", "body") => json!(""),
        ("rest_fail", "times") => json!(1),
        _ => return None,
    })
}

fn read(json: &Value) -> Result<Action, String> {
    serde_json::from_value(json.clone()).map_err(|error| error.to_string())
}

fn without(json: &Value, field: &str) -> Value {
    let mut less = json.clone();
    less.as_object_mut().unwrap().remove(field);
    less
}

#[test]
fn each_action_is_read_and_written_with_all_fields_and_with_their_defaults() {
    for json in whole() {
        let name = json["do"].as_str().unwrap();
        assert_eq!(serde_json::to_value(read(&json).unwrap()).unwrap(), json);
        for field in json.as_object().unwrap().keys().filter(|field| *field != "do") {
            let less = read(&without(&json, field));
            let Some(default) = default_of(name, field) else {
                assert_eq!(less.unwrap_err(), format!("missing field `{field}`"), "{name}");
                continue;
            };
            let mut expected = json.clone();
            expected[field.as_str()] = default;
            assert_eq!(serde_json::to_value(less.unwrap()).unwrap(), expected, "{name} {field}");
        }
    }
}

#[test]
fn a_field_that_an_action_does_not_have_is_refused_by_its_name() {
    for json in whole() {
        let mut more = json.clone();
        more["tagret"] = json!("all");
        let error = read(&more).unwrap_err();
        assert!(error.starts_with("unknown field `tagret`, expected"), "{json}: {error}");
        for field in json.as_object().unwrap().keys().filter(|field| *field != "do") {
            let named = error.contains(&format!("`{field}`"));
            assert!(named, "the error names what would be right: {error}");
        }
    }
}

#[test]
fn the_list_above_has_every_action_and_no_other_is_read() {
    let error = read(&json!({ "do": "dorp" })).unwrap_err();
    let (start, names) = error.split_once(", expected one of ").unwrap();
    assert_eq!(start, "unknown variant `dorp`");
    let mut names: Vec<&str> = names.split(", ").map(|name| name.trim_matches('`')).collect();
    names.sort_unstable();
    let whole = whole();
    let mut listed: Vec<&str> = whole.iter().map(|json| json["do"].as_str().unwrap()).collect();
    listed.sort_unstable();
    assert_eq!(names, listed);
    assert_eq!(read(&json!({ "target": "all" })).unwrap_err(), "missing field `do`");
    for wrong in [json!({ "do": 5 }), json!({ "do": null }), json!("drop")] {
        assert!(read(&wrong).unwrap_err().starts_with("invalid type"), "{wrong}");
    }
    let target = read(&json!({ "do": "drop", "target": "al" })).unwrap_err();
    assert_eq!(target, "unknown variant `al`, expected one of `all`, `shard`, `connection`");
}
