//! Channels that follow announcement channels, and their copies of published messages.

use serde_json::{Value, json};

use crate::world::{World, id};

#[tokio::test]
async fn a_published_message_is_copied_to_followers_and_the_copy_follows_it() {
    let mut world = World::start().await;
    let news = world.ok("POST", "~/channels", json!({ "name": "news", "type": 5 })).await;
    world.audited().await;
    let target = (world.guild + 1).to_string();
    let follow = format!("/channels/{}/followers", id(&news));
    let body = json!({ "webhook_channel_id": target });
    let followed = world.ok("POST", &follow, body.clone()).await;
    assert_eq!(followed["channel_id"], news["id"]);
    assert_eq!(world.event("WEBHOOKS_UPDATE").await["channel_id"], target.as_str());
    let told = world.event("MESSAGE_CREATE").await;
    assert_eq!(
        (&told["type"], &told["message_reference"]["channel_id"]),
        (&json!(12), &news["id"])
    );
    assert_eq!(world.audited().await["action_type"], 50);
    let hook = format!("/webhooks/{}", followed["webhook_id"].as_str().unwrap());
    let hook = world.ok("GET", &hook, Value::Null).await;
    assert_eq!((&hook["type"], &hook["source_channel"]["id"]), (&json!(2), &news["id"]));
    assert!(hook.get("token").is_none());

    let messages = format!("/channels/{}/messages", id(&news));
    let message = world.ok("POST", &messages, json!({ "content": "x" })).await;
    world.event("MESSAGE_CREATE").await;
    let own = format!("{messages}/{}", id(&message));
    world.ok("POST", &format!("{own}/crosspost"), Value::Null).await;
    world.event("MESSAGE_UPDATE").await;
    let copy = world.event("MESSAGE_CREATE").await;
    assert_eq!(
        [&copy["channel_id"], &copy["content"], &copy["webhook_id"], &copy["flags"]],
        [&json!(target), &json!("x"), &hook["id"], &json!(2)]
    );
    let reference = json!({ "type": 0, "channel_id": news["id"], "guild_id": world.guild.to_string(), "message_id": message["id"] });
    assert_eq!(copy["message_reference"], reference);
    world.ok("PATCH", &own, json!({ "content": "y" })).await;
    world.event("MESSAGE_UPDATE").await;
    let changed = world.event("MESSAGE_UPDATE").await;
    assert_eq!((&changed["id"], &changed["content"]), (&copy["id"], &json!("y")));
    world.ok("DELETE", &own, Value::Null).await;
    world.event("MESSAGE_DELETE").await;
    let orphan = world.event("MESSAGE_UPDATE").await;
    assert_eq!((&orphan["id"], &orphan["flags"]), (&copy["id"], &json!(2 | 8)));
    let general = world.general();
    let there = world.ok("GET", &format!("{general}/messages/{}", id(&copy)), Value::Null).await;
    assert_eq!((&there["content"], &there["flags"]), (&json!("y"), &json!(10)));

    assert_eq!(
        world.refused("POST", &follow, json!({ "webhook_channel_id": "5" })).await,
        (404, 10_003)
    );
    let elsewhere = format!("{general}/followers");
    assert_eq!(world.refused("POST", &elsewhere, body.clone()).await, (400, 50_024));
    for _ in 1..15 {
        world.ok("POST", &follow, body.clone()).await;
    }
    assert_eq!(world.refused("POST", &follow, body.clone()).await, (400, 30_007));
    world.everyone_may("0").await;
    world.may(1 << 10);
    assert_eq!(world.refused("POST", &follow, body).await, (403, 50_013));
}

#[tokio::test]
async fn a_channel_update_names_the_last_message_and_a_moved_bot_gets_a_voice_server() {
    let mut world = World::start().await;
    let said =
        world.ok("POST", &format!("{}/messages", world.general()), json!({ "content": "x" })).await;
    world.event("MESSAGE_CREATE").await;
    let changed = world.ok("PATCH", &world.general(), json!({ "topic": "t" })).await;
    assert_eq!(changed["last_message_id"], said["id"]);
    assert_eq!(world.event("CHANNEL_UPDATE").await["last_message_id"], said["id"]);
    let moves = json!([{ "id": (world.guild + 1).to_string(), "position": 9 }]);
    world.ok("PATCH", "~/channels", moves).await;
    assert_eq!(world.event("CHANNEL_UPDATE").await["last_message_id"], said["id"]);

    let other = world.ok("POST", "~/channels", json!({ "name": "v", "type": 2 })).await;
    let third = world.ok("POST", "~/channels", json!({ "name": "w", "type": 2 })).await;
    for _ in 0..2 {
        world.event("CHANNEL_CREATE").await;
    }
    let mut tokens = Vec::new();
    for channel in [json!((world.guild + 3).to_string()), other["id"].clone()] {
        let join = json!({ "guild_id": world.guild.to_string(), "channel_id": channel,
            "self_mute": false, "self_deaf": false });
        world.client.send(&json!({ "op": 4, "d": join })).await;
        tokens.push(voice_server(&mut world).await);
    }
    let bot = id(&world.ok("GET", "/users/@me", Value::Null).await);
    let moves = |user: &str, channel: &Value| {
        let voice = json!({ "do": "voice", "user": user, "channel": channel });
        world.act(voice).unwrap();
    };
    // A moderator moves the bot.
    moves(&bot, &third["id"]);
    moves(&bot, &third["id"]);
    let user = world.member(2);
    moves(&user, &other["id"]);
    tokens.push(voice_server(&mut world).await);
    tokens.dedup();
    assert_eq!(tokens.len(), 3, "each is another one");
    loop {
        let payload = world.client.payload().await;
        assert_ne!(payload["t"], "VOICE_SERVER_UPDATE", "the bot stays where it is");
        if payload["t"] == "VOICE_STATE_UPDATE" && payload["d"]["user_id"] == user.as_str() {
            break;
        }
    }
}

/// Returns the token of the next Voice Server Update.
async fn voice_server(world: &mut World) -> Value {
    loop {
        let payload = world.client.payload().await;
        if payload["t"] == "VOICE_SERVER_UPDATE" {
            return payload["d"]["token"].clone();
        }
    }
}
