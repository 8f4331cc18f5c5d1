//! What happens in channels and threads that the bot does not see.
//!
//! Docs: [Threads, Permissions](https://docs.discord.com/developers/topics/threads#permissions).

use gateway_sim::control::WorldAction;
use serde_json::{Value, json};

use crate::support::send;
use crate::world::{World, id};

const VIEW_CHANNEL: u128 = 1 << 10;
const BAN_MEMBERS: u128 = 1 << 2;
const MANAGE_THREADS: u128 = 1 << 34;

/// Requires that no event was sent since the last one: the next is that of a message written now.
async fn told_nothing(world: &mut World) {
    let general = (world.guild + 1).to_string();
    world.act(json!({ "do": "message", "channel": general, "content": "now" })).unwrap();
    let event = world.event("MESSAGE_CREATE").await;
    assert_eq!((&event["content"], &event["channel_id"]), (&json!("now"), &json!(general)));
}

/// Denies the bot's role to view a channel.
async fn hide(world: &mut World, channel: &str) {
    let own_role = format!("/channels/{channel}/permissions/{}", world.guild + 0x100);
    let deny = VIEW_CHANNEL.to_string();
    world.ok("PUT", &own_role, json!({ "type": 0, "deny": deny })).await;
    world.event("CHANNEL_UPDATE").await;
}

/// The threads in a new Guild Create.
async fn threads_of_guild_create(world: &mut World) -> Value {
    for back in [false, true] {
        let guild = world.guild.to_string();
        world.sim.act(WorldAction::OwnGuild { guild, back }).unwrap();
    }
    world.event("GUILD_DELETE").await;
    world.event("GUILD_CREATE").await["threads"].clone()
}

#[tokio::test]
async fn a_private_thread_of_others_is_for_a_bot_that_moderates() {
    let mut world = World::start().await;
    world.everyone_may("0").await;
    world.may(VIEW_CHANNEL);
    // The owner of the guild has all permissions.
    let user = world.member(1);
    let start = json!({ "do": "start_thread", "name": "s", "private": true, "user": user });
    let thread = world.act(start).unwrap()["thread"].clone();
    let say =
        json!({ "do": "message", "channel": thread["id"], "author": user, "content": "psst" });
    let said = world.act(say.clone()).unwrap();
    assert_eq!(said["sessions"], 0);
    let message = said["message"]["id"].clone();
    let react = json!({ "do": "react", "channel": thread["id"], "message": message,
                        "emoji": "🔥", "user": user });
    assert_eq!(world.act(react).unwrap()["sessions"], 0);
    let edit = json!({ "do": "edit", "channel": thread["id"], "message": message,
                       "content": "pst", "user": user });
    assert_eq!(world.act(edit).unwrap()["sessions"], 0);
    let typing = json!({ "do": "type", "channel": thread["id"], "user": user });
    assert_eq!(world.act(typing).unwrap()["sessions"], 0);
    told_nothing(&mut world).await;
    let messages = format!("/sim/channels/{}/messages?user={user}", id(&thread));
    let (_, kept) = send(&world.sim, "GET", &messages, "", "").await;
    assert_eq!((kept.as_array().unwrap().len(), &kept[0]["content"]), (1, &json!("pst")));
    assert_eq!(threads_of_guild_create(&mut world).await, json!([]));

    world.may(0);
    world.may(VIEW_CHANNEL | MANAGE_THREADS);
    let sync = world.event("THREAD_LIST_SYNC").await;
    let listed = sync["threads"].as_array().unwrap();
    assert_eq!(listed.iter().map(id).collect::<Vec<_>>(), [id(&thread)]);
    assert_eq!(sync["members"], json!([]), "the bot is not in it");
    assert_eq!(world.act(say).unwrap()["sessions"], 1);
    assert_eq!(world.event("MESSAGE_CREATE").await["channel_id"], thread["id"]);
    assert_eq!(threads_of_guild_create(&mut world).await[0]["id"], thread["id"]);
}

#[tokio::test]
async fn a_hidden_channel_and_its_threads_are_told_to_nobody() {
    let mut world = World::start().await;
    let forum = world.ok("POST", "~/channels", json!({ "name": "help", "type": 15 })).await;
    world.event("CHANNEL_CREATE").await;
    let text = (world.guild + 2).to_string();
    for channel in [id(&forum), text.clone()] {
        hide(&mut world, &channel).await;
    }
    world.everyone_may("0").await;
    world.may(VIEW_CHANNEL);
    let user = world.member(1);
    let post = json!({ "do": "post", "channel": forum["id"], "name": "n", "content": "c",
                       "tags": [], "user": user });
    let post = world.act(post).unwrap();
    assert_eq!((&post["sessions"], &post["thread"]["name"]), (&json!(0), &json!("n")));
    let say = json!({ "do": "message", "channel": text, "author": user, "content": "plans" });
    let said = world.act(say).unwrap();
    assert_eq!(said["sessions"], 0);
    let start = json!({ "do": "start_thread", "name": "plans", "channel": text,
                        "message": said["message"]["id"], "user": user });
    assert_eq!(world.act(start).unwrap()["sessions"], 0);
    told_nothing(&mut world).await;
    assert_eq!(threads_of_guild_create(&mut world).await, json!([]));
}

#[tokio::test]
async fn what_is_deleted_in_a_hidden_channel_is_told_to_nobody() {
    let mut world = World::start().await;
    let text = (world.guild + 2).to_string();
    let hook =
        world.ok("POST", &format!("/channels/{text}/webhooks"), json!({ "name": "n" })).await;
    world.event("WEBHOOKS_UPDATE").await;
    hide(&mut world, &text).await;
    world.everyone_may("0").await;
    world.may(VIEW_CHANNEL | BAN_MEMBERS);

    let path = format!("/webhooks/{}/{}", id(&hook), hook["token"].as_str().unwrap());
    let written = world.ok("POST", &format!("{path}?wait=true"), json!({ "content": "c" })).await;
    world.ok("DELETE", &format!("{path}/messages/{}", id(&written)), Value::Null).await;
    told_nothing(&mut world).await;

    let user = world.member(2);
    let general = (world.guild + 1).to_string();
    for channel in [&text, &general] {
        let say = json!({ "do": "message", "channel": channel, "author": user, "content": "c" });
        world.act(say).unwrap();
    }
    world.event("MESSAGE_CREATE").await;
    let ban = json!({ "delete_message_seconds": 60 });
    world.ok("PUT", &format!("~/bans/{user}"), ban).await;
    world.act(json!({ "do": "message", "channel": general, "content": "now" })).unwrap();
    let mut deleted = Vec::new();
    loop {
        let event = world.client.payload().await;
        match event["t"].as_str() {
            Some("MESSAGE_DELETE_BULK") => deleted.push(event["d"]["channel_id"].clone()),
            Some("MESSAGE_CREATE") => break,
            _ => {}
        }
    }
    assert_eq!(deleted, [json!(general)]);
}
