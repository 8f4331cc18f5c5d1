//! The audit log: it contains what requests change, with the given reason, and its entries are sent as
//! events.

use gateway_sim::control::UserAction;
use serde_json::{Value, json};

use crate::world::{World, id};

/// Action type, target and changed keys of an entry.
fn gist(entry: &Value) -> (u64, Value, Vec<&str>) {
    let keys = entry["changes"].as_array().into_iter().flatten();
    let keys = keys.map(|change| change["key"].as_str().unwrap()).collect();
    (entry["action_type"].as_u64().unwrap(), entry["target_id"].clone(), keys)
}

#[tokio::test]
async fn an_object_is_made_changed_and_deleted_with_the_reason_given() {
    let mut world = World::start().await;
    let bot = id(&world.ok("GET", "/users/@me", Value::Null).await);
    let body = json!({ "name": "plans", "topic": "x" });
    let (_, channel) = world.because("caf%C3%A9 %26 more", "POST", "~/channels", body).await;
    let made = world.audited().await;
    assert_eq!((&made["action_type"], &made["target_id"]), (&json!(10), &channel["id"]));
    assert_eq!((&made["user_id"], &made["reason"]), (&json!(bot), &json!("café & more")));
    assert_eq!(made["guild_id"], world.guild.to_string().as_str());
    let changes = made["changes"].as_array().unwrap();
    assert!(changes.contains(&json!({ "key": "topic", "new_value": "x" })), "{made}");

    let path = format!("/channels/{}", id(&channel));
    world.ok("PATCH", &path, json!({ "name": "done", "topic": null })).await;
    let changed = world.audited().await;
    let expected = json!([
        { "key": "name", "old_value": "plans", "new_value": "done" },
        { "key": "topic", "old_value": "x" },
    ]);
    assert_eq!((&changed["action_type"], &changed["changes"]), (&json!(11), &expected));
    assert!(changed.get("reason").is_none());
    // Requests that change nothing are not recorded.
    world.ok("PATCH", &path, json!({ "name": "done" })).await;
    let overwrite = format!("{path}/permissions/{}", world.guild);
    world.ok("PUT", &overwrite, json!({ "type": 0, "deny": "2048" })).await;
    let made = world.audited().await;
    assert_eq!(gist(&made), (13, channel["id"].clone(), vec!["allow", "deny", "type"]));
    let of = json!({ "id": world.guild.to_string(), "type": "0", "role_name": "@everyone" });
    assert_eq!(made["options"], of);
    world.ok("PUT", &overwrite, json!({ "type": 0, "deny": "1024" })).await;
    assert_eq!(gist(&world.audited().await), (14, channel["id"].clone(), vec!["deny"]));
    world.ok("DELETE", &overwrite, Value::Null).await;
    assert_eq!(world.audited().await["action_type"], 15);
    world.ok("DELETE", &path, Value::Null).await;
    let deleted = world.audited().await;
    let name = json!({ "key": "name", "old_value": "done" });
    assert_eq!(deleted["action_type"], 12);
    assert!(deleted["changes"].as_array().unwrap().contains(&name), "{deleted}");
}

#[tokio::test]
async fn members_are_kicked_banned_changed_moved_and_given_roles() {
    let mut world = World::start().await;
    let role = world.ok("POST", "~/roles", json!({ "name": "helper" })).await;
    assert_eq!(world.audited().await["action_type"], 30);
    let user = world.member(3);
    let member = format!("~/members/{user}");
    let given = format!("{member}/roles/{}", id(&role));
    for (method, key) in [("PUT", "$add"), ("DELETE", "$remove")] {
        world.ok(method, &given, Value::Null).await;
        let entry = world.audited().await;
        assert_eq!(gist(&entry), (25, json!(user), vec![key]));
        let named = json!([{ "id": id(&role), "name": "helper" }]);
        assert_eq!(entry["changes"][0]["new_value"], named);
    }
    world.ok("PATCH", &member, json!({ "nick": "new" })).await;
    assert_eq!(gist(&world.audited().await), (24, json!(user), vec!["nick"]));

    let other = world.ok("POST", "~/channels", json!({ "name": "v", "type": 2 })).await;
    world.audited().await;
    let voice = Some((world.guild + 3).to_string());
    world.sim.act(UserAction::Voice { guild: None, user: user.clone(), channel: voice }).unwrap();
    world.ok("PATCH", &member, json!({ "channel_id": other["id"] })).await;
    let moved = world.audited().await;
    let options = json!({ "count": "1", "channel_id": other["id"] });
    assert_eq!((&moved["action_type"], &moved["options"]), (&json!(26), &options));
    world.ok("PATCH", &member, json!({ "channel_id": null })).await;
    assert_eq!(gist(&world.audited().await), (27, Value::Null, vec![]));

    world.ok("DELETE", &member, Value::Null).await;
    assert_eq!(gist(&world.audited().await), (20, json!(user), vec![]));
    let banned = world.member(4);
    let message = json!({ "do": "message", "content": "spam", "author": banned });
    world.act(message).unwrap();
    let ban = format!("~/bans/{banned}");
    // A ban is one entry, including all its consequences.
    world.because("spam", "PUT", &ban, json!({ "delete_message_seconds": 60 })).await;
    let entry = world.audited().await;
    assert_eq!((gist(&entry), &entry["reason"]), ((22, json!(banned), vec![]), &json!("spam")));
    assert_eq!(world.ok("GET", &ban, Value::Null).await["reason"], "spam");
    world.ok("DELETE", &ban, Value::Null).await;
    assert_eq!(gist(&world.audited().await), (23, json!(banned), vec![]));
}

#[tokio::test]
async fn messages_pins_threads_invites_webhooks_and_the_guild_are_in_it() {
    let mut world = World::start().await;
    let messages = format!("{}/messages", world.general());
    let own = world.ok("POST", &messages, json!({ "content": "mine" })).await;
    let said = world
        .sim
        .act(UserAction::Message {
            content: "x".to_owned(),
            guild: None,
            channel: None,
            author: None,
            fields: Value::Null,
        })
        .unwrap()["message"]
        .clone();
    let pin = format!("{messages}/pins/{}", id(&said));
    let (author, channel) = (said["author"]["id"].clone(), said["channel_id"].clone());
    for (method, action) in [("PUT", 74), ("DELETE", 75)] {
        world.ok(method, &pin, Value::Null).await;
        let entry = world.audited().await;
        assert_eq!(gist(&entry), (action, author.clone(), vec![]));
        assert_eq!(entry["options"], json!({ "channel_id": channel, "message_id": said["id"] }));
    }
    // Only the deletion of somebody else's message is an administrative action.
    world.ok("DELETE", &format!("{messages}/{}", id(&own)), Value::Null).await;
    world.ok("DELETE", &format!("{messages}/{}", id(&said)), Value::Null).await;
    let entry = world.audited().await;
    assert_eq!(gist(&entry), (72, author, vec![]));
    assert_eq!(entry["options"], json!({ "channel_id": channel, "count": "1" }));
    let mut two = Vec::new();
    for _ in 0..2 {
        two.push(id(&world.ok("POST", &messages, json!({ "content": "x" })).await));
    }
    world.ok("POST", &format!("{messages}/bulk-delete"), json!({ "messages": two })).await;
    let entry = world.audited().await;
    assert_eq!((gist(&entry), &entry["options"]["count"]), ((73, channel, vec![]), &json!("2")));

    let threads = format!("{}/threads", world.general());
    let thread = world.ok("POST", &threads, json!({ "name": "t", "type": 11 })).await;
    assert_eq!(gist(&world.audited().await).0, 110);
    let path = format!("/channels/{}", id(&thread));
    world.ok("PATCH", &path, json!({ "archived": true })).await;
    assert_eq!(gist(&world.audited().await), (111, thread["id"].clone(), vec!["archived"]));
    let invites = format!("{}/invites", world.general());
    let invite = world.ok("POST", &invites, json!({ "max_age": 60 })).await;
    let entry = world.audited().await;
    assert_eq!((&entry["action_type"], &entry["target_id"]), (&json!(40), &Value::Null));
    let code = json!({ "key": "code", "new_value": invite["code"] });
    assert!(entry["changes"].as_array().unwrap().contains(&code), "{entry}");
    let hook = format!("{}/webhooks", world.general());
    let hook = world.ok("POST", &hook, json!({ "name": "news" })).await;
    let entry = world.audited().await;
    assert_eq!((&entry["action_type"], &entry["target_id"]), (&json!(50), &hook["id"]));
    assert!(!entry.to_string().contains(hook["token"].as_str().unwrap()), "no secret is shown");
    world.ok("PATCH", "~", json!({ "name": "Renamed" })).await;
    let guild = json!(world.guild.to_string());
    assert_eq!(gist(&world.audited().await), (1, guild, vec!["name"]));
    let voice = format!("/channels/{}/voice-status", world.guild + 3);
    world.ok("PUT", &voice, json!({ "status": "chess" })).await;
    let entry = world.audited().await;
    assert_eq!(
        (&entry["action_type"], &entry["options"]["status"]),
        (&json!(192), &json!("chess"))
    );

    // The list contains the complete objects that its entries refer to.
    let log = world.ok("GET", "~/audit-logs", Value::Null).await;
    assert_eq!(log["threads"][0]["id"], thread["id"]);
    assert_eq!(log["webhooks"][0]["id"], hook["id"]);
    assert!(log["users"].as_array().unwrap().iter().any(|user| user["bot"] == true));
}

#[tokio::test]
async fn the_log_is_read_in_pages_and_by_who_did_what() {
    let mut world = World::start().await;
    let mut ids = Vec::new();
    for number in 0..3 {
        world.ok("POST", "~/roles", json!({ "name": number.to_string() })).await;
        ids.push(id(&world.audited().await));
    }
    world.ok("POST", "~/channels", json!({ "name": "c" })).await;
    ids.push(id(&world.audited().await));
    let list = |log: &Value| {
        log["audit_log_entries"].as_array().unwrap().iter().map(id).collect::<Vec<_>>()
    };
    let newest_first: Vec<String> = ids.iter().rev().cloned().collect();
    let bot = id(&world.ok("GET", "/users/@me", Value::Null).await);
    for (query, expected) in [
        (String::new(), &newest_first[..]),
        ("?limit=2".to_owned(), &newest_first[..2]),
        ("?after=0&limit=2".to_owned(), &ids[..2]),
        (format!("?before={}", ids[2]), &newest_first[2..]),
        (format!("?before={}&after={}", ids[2], ids[0]), &ids[1..2]),
        ("?action_type=10".to_owned(), &ids[3..]),
        (format!("?user_id={bot}&action_type=30"), &newest_first[1..]),
        ("?user_id=5".to_owned(), &[][..]),
    ] {
        let log = world.ok("GET", &format!("~/audit-logs{query}"), Value::Null).await;
        assert_eq!(list(&log), expected, "{query}");
    }
    for query in ["?limit=101", "?limit=0", "?user_id=x", "?action_type=x"] {
        let path = format!("~/audit-logs{query}");
        assert_eq!(world.refused("GET", &path, Value::Null).await, (400, 50_035), "{query}");
    }
    let long = "x".repeat(513);
    let (status, error) = world.because(&long, "POST", "~/roles", json!({})).await;
    assert_eq!((status, &error["code"]), (400, &json!(50_035)));
    assert_eq!(world.because(&"%C3%A9".repeat(512), "POST", "~/roles", json!({})).await.0, 200);
    world.audited().await;

    // Without VIEW_AUDIT_LOG the log cannot be read and no event is sent, but the entry exists.
    world.everyone_may("0").await;
    world.may(1 << 28);
    assert_eq!(world.refused("GET", "~/audit-logs", Value::Null).await, (403, 50_013));
    world.ok("POST", "~/roles", json!({ "name": "quiet" })).await;
    world.may(8);
    world.ok("POST", "~/roles", json!({ "name": "told" })).await;
    world.event("GUILD_AUDIT_LOG_ENTRY_CREATE").await;
    world.event("GUILD_ROLE_CREATE").await;
    world.event("GUILD_ROLE_CREATE").await;
    let told = world.event("GUILD_AUDIT_LOG_ENTRY_CREATE").await;
    let log = world.ok("GET", "~/audit-logs?limit=2", Value::Null).await;
    assert_eq!(list(&log)[0], id(&told));
    let quiet = &log["audit_log_entries"][1]["changes"];
    assert!(quiet.to_string().contains("quiet"), "{quiet}");
}
