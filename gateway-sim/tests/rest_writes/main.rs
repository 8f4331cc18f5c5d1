//! REST requests change the world, and the resulting events are sent according to the intents.

#![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]

mod application;
mod audit;
mod automod;
mod bodies;
mod events;
mod exceptions;
mod expressions;
mod follow;
mod foreign_webhooks;
mod guild_extra;
mod guild_more;
mod lobbies;
mod pins;
mod routes;
mod search;
mod social;
#[path = "../support/mod.rs"]
mod support;
mod threads;
mod unseen;
mod user_threads;
mod users;
mod world;

use gateway_sim::control::UserAction;
use serde_json::{Value, json};
use world::{World, id};

#[tokio::test]
async fn channels_are_made_changed_and_deleted() {
    let mut world = World::start().await;
    let category = world.ok("POST", "~/channels", json!({ "name": "Talk", "type": 4 })).await;
    assert_eq!(world.event("CHANNEL_CREATE").await, category);
    let body = json!({ "name": "plans", "parent_id": id(&category), "topic": "x" });
    let (status, channel) = world.ask("POST", "~/channels", body).await;
    assert_eq!((status, &channel["type"], &channel["topic"]), (201, &json!(0), &json!("x")));
    assert_eq!(world.event("CHANNEL_CREATE").await["guild_id"], world.guild.to_string().as_str());

    let path = format!("/channels/{}", id(&channel));
    let changed = world.ok("PATCH", &path, json!({ "name": "done", "nsfw": true })).await;
    assert_eq!((&changed["name"], &changed["topic"]), (&json!("done"), &json!("x")));
    assert_eq!(world.event("CHANNEL_UPDATE").await, changed);
    let overwrite = format!("{path}/permissions/{}", world.guild);
    world.ok("PUT", &overwrite, json!({ "type": 0, "deny": "2048" })).await;
    let event = world.event("CHANNEL_UPDATE").await;
    assert_eq!(event["permission_overwrites"][0]["deny"], "2048");
    world.ok("DELETE", &overwrite, Value::Null).await;
    assert_eq!(world.event("CHANNEL_UPDATE").await["permission_overwrites"], json!([]));
    assert_eq!(world.refused("DELETE", &overwrite, Value::Null).await, (404, 10_009));
    let moves = json!([{ "id": id(&channel), "position": 9 }]);
    world.ok("PATCH", "~/channels", moves).await;
    assert_eq!(world.event("CHANNEL_UPDATE").await["position"], 9);

    // The children of a category are not deleted with it.
    world.ok("DELETE", &format!("/channels/{}", id(&category)), Value::Null).await;
    assert_eq!(id(&world.event("CHANNEL_DELETE").await), id(&category));
    let orphan = world.event("CHANNEL_UPDATE").await;
    assert_eq!((id(&orphan), &orphan["parent_id"]), (id(&channel), &Value::Null));
    let messages = format!("{path}/messages");
    world.ok("POST", &messages, json!({ "content": "a channel like any other" })).await;
    world.event("MESSAGE_CREATE").await;
    world.ok("DELETE", &path, Value::Null).await;
    world.event("CHANNEL_DELETE").await;
    assert_eq!(world.refused("GET", &messages, Value::Null).await, (404, 10_003));
    assert_eq!(world.refused("DELETE", &path, Value::Null).await, (404, 10_003));
}

#[tokio::test]
async fn what_is_wrong_with_a_channel_is_named_field_by_field() {
    let world = World::start().await;
    let body = json!({ "type": 3, "topic": "x".repeat(1025), "rate_limit_per_user": 21_601 });
    let (status, error) = world.ask("POST", "~/channels", body).await;
    assert_eq!((status, &error["code"]), (400, &json!(50_035)));
    assert_eq!(error["errors"]["name"]["_errors"][0]["code"], "BASE_TYPE_REQUIRED");
    assert_eq!(error["errors"]["type"]["_errors"][0]["code"], "BASE_TYPE_CHOICES");
    let general = format!("/channels/{}", world.guild + 1);
    let (_, error) = world.ask("PATCH", &general, json!({ "topic": "x".repeat(1025) })).await;
    assert_eq!(error["errors"]["topic"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    let no_category = json!({ "name": "x", "parent_id": (world.guild + 1).to_string() });
    assert_eq!(world.refused("POST", "~/channels", no_category).await, (400, 50_035));
    let status = format!("{general}/voice-status");
    assert_eq!(world.refused("PUT", &status, json!({ "status": "x" })).await, (400, 50_024));
}

#[tokio::test]
async fn a_voice_channel_has_a_status() {
    let mut world = World::start().await;
    let path = format!("/channels/{}/voice-status", world.guild + 3);
    world.ok("PUT", &path, json!({ "status": "chess" })).await;
    assert_eq!(world.event("VOICE_CHANNEL_STATUS_UPDATE").await["status"], "chess");
    let ask = json!({ "guild_id": world.guild.to_string(), "fields": ["status"] });
    world.client.send(&json!({ "op": 43, "d": ask })).await;
    assert_eq!(world.event("CHANNEL_INFO").await["channels"][0]["status"], "chess");
}

#[tokio::test]
async fn roles_are_made_changed_given_and_deleted() {
    let mut world = World::start().await;
    let role = world.ok("POST", "~/roles", json!({ "name": "helper", "color": 0xff })).await;
    assert_eq!((&role["position"], &role["color"]), (&json!(1), &json!(255)));
    assert_eq!(world.event("GUILD_ROLE_CREATE").await["role"], role);
    let path = format!("~/roles/{}", id(&role));
    assert_eq!(world.ok("PATCH", &path, json!({ "hoist": true })).await["hoist"], true);
    assert_eq!(world.event("GUILD_ROLE_UPDATE").await["role"]["hoist"], true);
    assert_eq!(world.ok("GET", &path, Value::Null).await["name"], "helper");

    let member = format!("~/members/{}", world.member(3));
    let given = format!("{member}/roles/{}", id(&role));
    world.ok("PUT", &given, Value::Null).await;
    assert_eq!(world.event("GUILD_MEMBER_UPDATE").await["roles"], json!([id(&role)]));
    // Adding the role again changes nothing, so the next event belongs to the next request.
    world.ok("PUT", &given, Value::Null).await;
    world.ok("DELETE", &path, Value::Null).await;
    assert_eq!(world.event("GUILD_ROLE_DELETE").await["role_id"], id(&role).as_str());
    assert_eq!(world.ok("GET", &member, Value::Null).await["roles"], json!([]));
    assert_eq!(world.refused("PUT", &given, Value::Null).await, (404, 10_011));

    let everyone = format!("~/roles/{}", world.guild);
    assert_eq!(world.refused("DELETE", &everyone, Value::Null).await, (400, 50_028));
    let own = format!("~/roles/{}", world.guild + 0x100);
    assert_eq!(world.refused("PATCH", &own, json!({ "name": "x" })).await, (403, 50_013));
}

#[tokio::test]
async fn members_come_change_and_go() {
    let mut world = World::start().await;
    let done =
        world.sim.act(UserAction::Join { guild: None, name: "newcomer".to_owned() }).unwrap();
    let user = id(&done["member"]["user"]);
    assert_eq!(id(&world.event("GUILD_MEMBER_ADD").await["user"]), user);
    let path = format!("~/members/{user}");
    assert_eq!(world.ok("GET", &path, Value::Null).await["user"]["username"], "newcomer");
    let found = world.ok("GET", "~/members/search?query=NEWC&limit=5", Value::Null).await;
    assert_eq!(found.as_array().unwrap().len(), 1);
    let all = world.ok("GET", "~/members?limit=1000", Value::Null).await;
    assert_eq!(all.as_array().unwrap().len(), 11);

    world.ok("PATCH", &path, json!({ "nick": "new" })).await;
    assert_eq!(world.event("GUILD_MEMBER_UPDATE").await["nick"], "new");
    assert_eq!(world.refused("PATCH", &path, json!({ "mute": true })).await, (400, 40_032));
    let voice = Some((world.guild + 3).to_string());
    world.sim.act(UserAction::Voice { guild: None, user: user.clone(), channel: voice }).unwrap();
    assert_eq!(world.event("VOICE_STATE_UPDATE").await["mute"], false);
    world.event("VOICE_CHANNEL_START_TIME_UPDATE").await;
    world.ok("PATCH", &path, json!({ "mute": true })).await;
    assert_eq!(world.event("VOICE_STATE_UPDATE").await["mute"], true);
    assert_eq!(world.event("GUILD_MEMBER_UPDATE").await["mute"], true);

    // A kicked member leaves voice first.
    world.ok("DELETE", &path, Value::Null).await;
    assert!(world.event("VOICE_STATE_UPDATE").await["channel_id"].is_null());
    world.event("VOICE_CHANNEL_START_TIME_UPDATE").await;
    assert_eq!(id(&world.event("GUILD_MEMBER_REMOVE").await["user"]), user);
    assert_eq!(world.refused("GET", &path, Value::Null).await, (404, 10_007));
    assert_eq!(world.refused("GET", "~/members/5", Value::Null).await, (404, 10_013));
    let (status, _) = world.ask("PUT", &path, json!({ "access_token": "t" })).await;
    assert_eq!(status, 201);
    world.event("GUILD_MEMBER_ADD").await;
    assert_eq!(world.ask("PUT", &path, json!({ "access_token": "t" })).await.0, 204);
    let owner = format!("~/members/{}", world.member(1));
    assert_eq!(world.refused("DELETE", &owner, Value::Null).await, (403, 50_013));
    assert_eq!(world.ok("PATCH", "~/members/@me", json!({ "nick": "me" })).await["nick"], "me");
    assert_eq!(world.event("GUILD_MEMBER_UPDATE").await["nick"], "me");
}

#[tokio::test]
async fn bans_remove_refuse_and_are_lifted() {
    let mut world = World::start().await;
    let user = world.member(4);
    let message = UserAction::Message {
        content: "spam".to_owned(),
        guild: None,
        channel: None,
        author: Some(user.clone()),
        fields: json!({}),
    };
    world.sim.act(message).unwrap();
    let message = id(&world.event("MESSAGE_CREATE").await);
    let path = format!("~/bans/{user}");
    world.ok("PUT", &path, json!({ "delete_message_seconds": 60 })).await;
    world.event("GUILD_MEMBER_REMOVE").await;
    assert_eq!(id(&world.event("GUILD_BAN_ADD").await["user"]), user);
    assert_eq!(world.event("MESSAGE_DELETE_BULK").await["ids"], json!([message]));
    assert_eq!(id(&world.ok("GET", &path, Value::Null).await["user"]), user);
    assert_eq!(world.ok("GET", "~/bans", Value::Null).await.as_array().unwrap().len(), 1);
    let back = format!("~/members/{user}");
    assert_eq!(world.refused("PUT", &back, json!({ "access_token": "t" })).await, (403, 40_007));
    world.ok("DELETE", &path, Value::Null).await;
    assert_eq!(id(&world.event("GUILD_BAN_REMOVE").await["user"]), user);
    assert_eq!(world.refused("DELETE", &path, Value::Null).await, (404, 10_026));

    let users = json!({ "user_ids": [world.member(5), "77"] });
    let bulk = world.ok("POST", "~/bulk-ban", users).await;
    assert_eq!(bulk, json!({ "banned_users": [world.member(5)], "failed_users": ["77"] }));
    let nobody = json!({ "user_ids": ["77"] });
    assert_eq!(world.refused("POST", "~/bulk-ban", nobody).await, (400, 500_000));
}

#[tokio::test]
async fn emojis_and_the_guild_itself_change() {
    let mut world = World::start().await;
    let image = "data:image/png;base64,iVBORw0KGgo=";
    let emoji = world.ok("POST", "~/emojis", json!({ "name": "party", "image": image })).await;
    let event = world.event("GUILD_EMOJIS_UPDATE").await;
    assert_eq!(event["emojis"].as_array().unwrap().len(), 2);
    let path = format!("~/emojis/{}", id(&emoji));
    assert_eq!(world.ok("PATCH", &path, json!({ "name": "feast" })).await["name"], "feast");
    world.event("GUILD_EMOJIS_UPDATE").await;
    world.ok("DELETE", &path, Value::Null).await;
    assert_eq!(world.event("GUILD_EMOJIS_UPDATE").await["emojis"].as_array().unwrap().len(), 1);
    assert_eq!(world.refused("GET", &path, Value::Null).await, (404, 10_014));
    assert_eq!(world.refused("POST", "~/emojis", json!({ "name": "x" })).await, (400, 50_035));

    let guild = world.ok("PATCH", "~", json!({ "name": "Renamed", "afk_timeout": 60 })).await;
    assert_eq!(world.event("GUILD_UPDATE").await, guild);
    assert_eq!(world.refused("PATCH", "~", json!({ "afk_timeout": 61 })).await, (400, 50_035));
}

#[tokio::test]
async fn without_permission_nothing_changes() {
    const VIEW: u128 = 1 << 10;
    let world = World::start().await;
    let everyone = format!("~/roles/{}", world.guild);
    world.ok("PATCH", &everyone, json!({ "permissions": "0" })).await;
    world.may(VIEW);
    let general = format!("/channels/{}", world.guild + 1);
    let messages = format!("{general}/messages");
    let member = format!("~/members/{}", world.member(2));
    for (method, path, body) in [
        ("POST", "~/channels", json!({ "name": "x" })),
        ("PATCH", &general, json!({ "name": "x" })),
        ("DELETE", &general, Value::Null),
        ("POST", "~/roles", json!({ "name": "x" })),
        ("DELETE", &member, Value::Null),
        ("PATCH", &member, json!({ "nick": "x" })),
        ("PUT", &format!("~/bans/{}", world.member(2)), json!({})),
        ("POST", "~/emojis", json!({})),
        ("PATCH", "~", json!({ "name": "xx" })),
        ("POST", &messages, json!({ "content": "x" })),
    ] {
        assert_eq!(world.refused(method, path, body).await, (403, 50_013), "{method} {path}");
    }
    // The bot cannot even view the channel.
    world.may(0);
    assert_eq!(world.refused("POST", &messages, json!({ "content": "x" })).await, (403, 50_001));
    assert_eq!(world.refused("GET", &messages, Value::Null).await, (403, 50_001));
    assert_eq!(world.sim.rest_stats().edge.invalid_requests, 12);
    world.may(8);
    world.ok("POST", &messages, json!({ "content": "x" })).await;
}

#[tokio::test]
async fn intents_decide_which_changes_are_told() {
    // Guild messages only: no guilds, no members, no moderation.
    let mut world = World::with_intents(1 << 9).await;
    world.ok("POST", "~/channels", json!({ "name": "x" })).await;
    world.ok("POST", "~/roles", json!({ "name": "x" })).await;
    world.ok("PUT", &format!("~/bans/{}", world.member(2)), json!({})).await;
    let path = format!("/channels/{}/messages", world.guild + 1);
    world.ok("POST", &path, json!({ "content": "seen" })).await;
    assert_eq!(world.event("MESSAGE_CREATE").await["content"], "seen");
}

#[tokio::test]
async fn webhooks_are_made_executed_and_deleted() {
    let mut world = World::start().await;
    let general = format!("/channels/{}/webhooks", world.guild + 1);
    let hook = world.ok("POST", &general, json!({ "name": "news" })).await;
    let event = world.event("WEBHOOKS_UPDATE").await;
    assert_eq!(event["channel_id"], (world.guild + 1).to_string().as_str());
    assert_eq!(world.ok("GET", &general, Value::Null).await, json!([hook]));
    for name in ["", "Clyde", "my discord"] {
        assert_eq!(world.refused("POST", &general, json!({ "name": name })).await, (400, 50_035));
    }
    let path = format!("/webhooks/{}", id(&hook));
    let with_token = format!("{path}/{}", hook["token"].as_str().unwrap());
    assert!(world.ok("GET", &with_token, Value::Null).await.get("user").is_none());
    let wrong = format!("{path}/wrong");
    assert_eq!(world.refused("POST", &wrong, json!({ "content": "x" })).await, (401, 50_027));

    assert_eq!(world.ask("POST", &with_token, json!({ "content": "quiet" })).await.0, 204);
    let event = world.event("MESSAGE_CREATE").await;
    assert_eq!((&event["content"], &event["webhook_id"]), (&json!("quiet"), &hook["id"]));
    assert!(event.get("member").is_none());
    let said = json!({ "content": "loud", "username": "Herald" });
    let message = world.ok("POST", &format!("{with_token}?wait=true"), said).await;
    assert_eq!(message["author"]["username"], "Herald");
    world.event("MESSAGE_CREATE").await;
    let own = format!("{with_token}/messages/{}", id(&message));
    assert_eq!(world.ok("PATCH", &own, json!({ "content": "!" })).await["content"], "!");
    assert_eq!(world.event("MESSAGE_UPDATE").await["content"], "!");
    world.ok("DELETE", &own, Value::Null).await;
    world.event("MESSAGE_DELETE").await;
    assert_eq!(world.refused("GET", &own, Value::Null).await, (404, 10_008));

    let moved = json!({ "channel_id": (world.guild + 2).to_string(), "name": "moved" });
    assert_eq!(world.ok("PATCH", &path, moved).await["name"], "moved");
    world.event("WEBHOOKS_UPDATE").await;
    world.ok("DELETE", &with_token, Value::Null).await;
    world.event("WEBHOOKS_UPDATE").await;
    assert_eq!(world.refused("GET", &path, Value::Null).await, (404, 10_015));
}

#[tokio::test]
async fn invites_are_made_looked_up_and_deleted() {
    let mut world = World::start().await;
    let path = format!("/channels/{}/invites", world.guild + 1);
    let invite = world.ok("POST", &path, json!({ "max_age": 60 })).await;
    let event = world.event("INVITE_CREATE").await;
    assert_eq!((&event["code"], &event["max_age"]), (&invite["code"], &json!(60)));
    let one = format!("/invites/{}", invite["code"].as_str().unwrap());
    assert_eq!(world.ok("GET", &one, Value::Null).await, invite);
    assert_eq!(world.ok("GET", "~/invites", Value::Null).await, json!([invite]));
    world.ok("DELETE", &one, Value::Null).await;
    assert_eq!(world.event("INVITE_DELETE").await["code"], invite["code"]);
    assert_eq!(world.refused("GET", &one, Value::Null).await, (404, 10_006));
    assert_eq!(world.refused("POST", &path, json!({ "max_age": -1 })).await, (400, 50_035));
}

#[tokio::test]
async fn invites_have_targets_roles_counts_and_an_event() {
    let mut world = World::start().await;
    let role = world.ok("POST", "~/roles", json!({ "name": "guest" })).await;
    let path = format!("/channels/{}/invites", world.guild + 3);
    let user = world.member(2);
    let stream = json!({ "target_type": 1, "target_user_id": user, "role_ids": [id(&role)] });
    assert_eq!(world.refused("POST", &path, stream.clone()).await, (400, 40_032));
    let channel = Some((world.guild + 3).to_string());
    world.sim.act(UserAction::Voice { guild: None, user: user.clone(), channel }).unwrap();
    let invite = world.ok("POST", &path, stream).await;
    assert_eq!(id(&invite["target_user"]), user);
    assert_eq!(invite["roles"][0]["name"], "guest");
    while world.client.payload().await["t"] != "VOICE_CHANNEL_START_TIME_UPDATE" {}
    assert_eq!(id(&world.event("INVITE_CREATE").await["target_user"]), user);
    let counted = format!("/invites/{}?with_counts=true", invite["code"].as_str().unwrap());
    assert_eq!(world.ok("GET", &counted, Value::Null).await["approximate_member_count"], 10);
    let bot = id(&world.ok("GET", "/users/@me", Value::Null).await);
    let activity = json!({ "target_type": 2, "target_application_id": bot });
    let invite = world.ok("POST", &path, activity).await;
    assert_eq!(invite["target_application"]["id"], bot);
    for (body, error) in [
        (json!({ "target_type": 1 }), (400, 50_035)),
        (json!({ "target_type": 2 }), (400, 50_035)),
        (json!({ "target_type": 2, "target_application_id": "5" }), (404, 10_002)),
        (json!({ "role_ids": ["5"] }), (404, 10_011)),
        (json!({ "role_ids": [(world.guild + 0x100).to_string()] }), (403, 50_013)),
    ] {
        assert_eq!(world.refused("POST", &path, body.clone()).await, error, "{body}");
    }
}
