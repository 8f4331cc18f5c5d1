//! Auto moderation: rules, and their effect on messages of users and of the bot.

use serde_json::{Value, json};

use crate::world::{World, id};

/// GUILDS, GUILD_MEMBERS, GUILD_MESSAGES and MESSAGE_CONTENT, both intents of auto moderation, and moderation.
const INTENTS: u64 = 1 | 1 << 1 | 1 << 2 | 1 << 9 | 1 << 15 | 1 << 20 | 1 << 21;

const RULES: &str = "~/auto-moderation/rules";

fn rule(actions: Value) -> Value {
    json!({ "name": "no cats", "event_type": 1, "trigger_type": 1, "enabled": true,
        "trigger_metadata": { "keyword_filter": ["cat"] }, "actions": actions })
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

fn say(world: &World, content: &str) -> Value {
    let action = json!({ "do": "message", "content": content, "author": world.member(3) });
    world.act(action).unwrap()
}

#[tokio::test]
async fn rules_are_made_changed_and_deleted() {
    let mut world = World::with_intents(INTENTS).await;
    let made =
        world.ok("POST", RULES, with(rule(json!([{ "type": 1 }])), "enabled", Value::Null)).await;
    assert_eq!((&made["enabled"], &made["actions"][0]["metadata"]), (&json!(false), &json!({})));
    assert_eq!(made["trigger_metadata"]["regex_patterns"], json!([]));
    assert_eq!(world.event("AUTO_MODERATION_RULE_CREATE").await, made);
    assert_eq!(world.audited().await["action_type"], 140);
    let path = format!("{RULES}/{}", id(&made));
    let changed = world.ok("PATCH", &path, json!({ "enabled": true, "name": "cats" })).await;
    assert_eq!(world.event("AUTO_MODERATION_RULE_UPDATE").await, changed);
    assert_eq!(world.audited().await["action_type"], 141);
    assert_eq!(world.ok("GET", &path, Value::Null).await, changed);
    assert_eq!(world.ok("GET", RULES, Value::Null).await, json!([changed]));
    let log = world.ok("GET", "~/audit-logs", Value::Null).await;
    assert_eq!(log["auto_moderation_rules"], json!([changed]));
    assert_eq!(world.ask("DELETE", &path, Value::Null).await.0, 204);
    world.event("AUTO_MODERATION_RULE_DELETE").await;
    assert_eq!(world.audited().await["action_type"], 142);
    assert_eq!(world.refused("GET", &path, Value::Null).await.0, 404);
    world.everyone_may("0").await;
    world.may(1 << 10);
    assert_eq!(world.refused("GET", RULES, Value::Null).await, (403, 50_013));
}

#[tokio::test]
async fn what_is_wrong_with_a_rule_is_refused_and_so_are_too_many() {
    let world = World::with_intents(INTENTS).await;
    let block = json!([{ "type": 1 }]);
    let good = rule(block.clone());
    let metadata =
        |metadata: Value| with(rule(json!([{ "type": 1 }])), "trigger_metadata", metadata);
    let timeout = json!([{ "type": 3, "metadata": { "duration_seconds": 60 } }]);
    let preset = json!({ "name": "p", "event_type": 1, "trigger_type": 4, "actions": timeout,
        "trigger_metadata": { "presets": [1] } });
    for body in [
        with(good.clone(), "name", json!("")),
        with(good.clone(), "event_type", json!(2)),
        with(good.clone(), "trigger_type", json!(2)),
        with(good.clone(), "actions", json!([])),
        with(good.clone(), "actions", json!([{ "type": 4 }])),
        with(good.clone(), "actions", json!([{ "type": 2 }])),
        with(
            good.clone(),
            "actions",
            json!([{ "type": 3, "metadata": { "duration_seconds": 2_419_201 } }]),
        ),
        with(
            good.clone(),
            "actions",
            json!([{ "type": 1, "metadata": { "custom_message": "x".repeat(151) } }]),
        ),
        with(good.clone(), "exempt_roles", json!(vec!["1"; 21])),
        metadata(json!({})),
        metadata(json!({ "keyword_filter": ["x".repeat(61)] })),
        metadata(json!({ "keyword_filter": vec!["x"; 1001] })),
        metadata(json!({ "regex_patterns": ["("] })),
        metadata(json!({ "regex_patterns": vec!["x"; 11] })),
        metadata(json!({ "keyword_filter": ["x"], "allow_list": vec!["x"; 101] })),
        preset.clone(),
        with(
            with(preset.clone(), "actions", block.clone()),
            "trigger_metadata",
            json!({ "presets": [4] }),
        ),
    ] {
        assert_eq!(world.refused("POST", RULES, body.clone()).await, (400, 50_035), "{body}");
    }
    let nowhere = json!([{ "type": 2, "metadata": { "channel_id": "5" } }]);
    assert_eq!(world.refused("POST", RULES, rule(nowhere)).await, (404, 10_003));
    world.ok("POST", RULES, with(preset.clone(), "actions", block.clone())).await;
    assert_eq!(world.refused("POST", RULES, with(preset, "actions", block)).await, (400, 50_035));
    for _ in 0..6 {
        world.ok("POST", RULES, good.clone()).await;
    }
    assert_eq!(world.refused("POST", RULES, good).await, (400, 50_035), "six of that type");
}

#[tokio::test]
async fn a_blocked_message_is_told_and_logged_and_never_posted() {
    let mut world = World::with_intents(INTENTS).await;
    let alerts = json!({ "channel_id": (world.guild + 2).to_string() });
    let actions = json!([
        { "type": 1, "metadata": { "custom_message": "no" } },
        { "type": 2, "metadata": alerts },
        { "type": 3, "metadata": { "duration_seconds": 60 } },
    ]);
    let made = world.ok("POST", RULES, rule(actions)).await;
    world.event("AUTO_MODERATION_RULE_CREATE").await;
    world.audited().await;
    let done = say(&world, "a Cat here");
    assert_eq!((&done["blocked"], &done["message"]), (&json!(true), &Value::Null));
    let block = world.event("AUTO_MODERATION_ACTION_EXECUTION").await;
    assert_eq!((&block["rule_id"], &block["action"]["type"]), (&made["id"], &json!(1)));
    assert_eq!(
        (&block["content"], &block["matched_content"]),
        (&json!("a Cat here"), &json!("Cat"))
    );
    assert_eq!((&block["matched_keyword"], block.get("message_id")), (&json!("cat"), None));
    let entry = world.audited().await;
    assert_eq!(
        (&entry["action_type"], &entry["target_id"]),
        (&json!(143), &json!(world.member(3)))
    );
    let named = json!({ "auto_moderation_rule_name": "no cats", "auto_moderation_rule_trigger_type": "1",
        "channel_id": (world.guild + 1).to_string() });
    assert_eq!(entry["options"], named);
    let alert = world.event("MESSAGE_CREATE").await;
    assert_eq!((&alert["type"], &alert["channel_id"]), (&json!(24), &alerts["channel_id"]));
    let told = world.event("AUTO_MODERATION_ACTION_EXECUTION").await;
    assert_eq!(told["alert_system_message_id"], alert["id"]);
    assert_eq!(world.audited().await["action_type"], 144);
    let member = world.event("GUILD_MEMBER_UPDATE").await;
    assert!(member["communication_disabled_until"].is_string());
    assert_eq!(world.event("AUTO_MODERATION_ACTION_EXECUTION").await["action"]["type"], 3);
    assert_eq!(world.audited().await["action_type"], 145);
    let messages = format!("{}/messages", world.general());
    assert_eq!(world.ok("GET", &messages, Value::Null).await, json!([]));
    // Messages that trigger nothing are posted normally.
    assert_eq!(say(&world, "concatenate")["blocked"], false);
    assert_eq!(world.event("MESSAGE_CREATE").await["content"], "concatenate");
}

#[tokio::test]
async fn a_rule_without_a_block_tells_which_message_it_was_and_edits_count() {
    let mut world = World::with_intents(INTENTS & !(1 << 15)).await;
    let alerts = json!({ "channel_id": (world.guild + 2).to_string() });
    world.ok("POST", RULES, rule(json!([{ "type": 2, "metadata": alerts }]))).await;
    world.event("AUTO_MODERATION_RULE_CREATE").await;
    let message = say(&world, "cat")["message"].clone();
    assert_eq!(world.event("MESSAGE_CREATE").await["id"], message["id"]);
    world.event("MESSAGE_CREATE").await;
    let told = world.event("AUTO_MODERATION_ACTION_EXECUTION").await;
    assert_eq!(told["message_id"], message["id"]);
    // The content is only for sessions that have its intent.
    assert_eq!((&told["content"], &told["matched_content"]), (&json!(""), &json!("")));
    let edit = json!({ "do": "edit", "channel": message["channel_id"], "message": message["id"],
        "content": "dog", "user": world.member(3) });
    world.act(edit.clone()).unwrap();
    let rules = world.ok("GET", RULES, Value::Null).await;
    let path = format!("{RULES}/{}", id(&rules[0]));
    world.ok("PATCH", &path, json!({ "actions": [{ "type": 1 }] })).await;
    assert!(world.act(with(edit, "content", json!("cat"))).is_err(), "it is blocked");
    world.event("MESSAGE_UPDATE").await;
    world.event("AUTO_MODERATION_RULE_UPDATE").await;
    world.event("AUTO_MODERATION_ACTION_EXECUTION").await;
}

#[tokio::test]
async fn the_bot_is_moderated_unless_it_manages_the_guild_or_is_exempt() {
    // VIEW_CHANNEL, SEND_MESSAGES, READ_MESSAGE_HISTORY, CREATE_PUBLIC_THREADS.
    const WRITE: u128 = 1 << 10 | 1 << 11 | 1 << 16 | 1 << 35;
    let mut world = World::with_intents(INTENTS).await;
    let made = world.ok("POST", RULES, rule(json!([{ "type": 1 }]))).await;
    let messages = format!("{}/messages", world.general());
    let cat = json!({ "content": "cat" });
    world.ok("POST", &messages, cat.clone()).await;
    let dog = world.ok("POST", &messages, json!({ "content": "dog" })).await;
    world.everyone_may("0").await;
    world.may(WRITE);
    assert_eq!(world.refused("POST", &messages, cat.clone()).await, (400, 200_000));
    let one = format!("{messages}/{}", id(&dog));
    assert_eq!(world.refused("PATCH", &one, cat.clone()).await, (400, 200_000));
    assert_eq!(world.ok("GET", &one, Value::Null).await["content"], "dog");
    let thread = json!({ "name": "cat", "type": 11 });
    let threads = format!("{}/threads", world.general());
    assert_eq!(world.refused("POST", &threads, thread).await, (400, 200_001));
    for (field, exempt) in [
        ("exempt_channels", world.guild + 1),
        ("exempt_channels", world.guild + 4),
        ("exempt_roles", world.guild + 0x100),
    ] {
        world.may(8);
        let path = format!("{RULES}/{}", id(&made));
        let mut lists = json!({ "exempt_channels": [], "exempt_roles": [] });
        lists[field] = json!([exempt.to_string()]);
        world.ok("PATCH", &path, lists).await;
        world.may(WRITE);
        world.ok("POST", &messages, cat.clone()).await;
    }
}
