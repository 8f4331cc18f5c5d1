//! Threads: creating, writing, archiving, their members, and the lists of threads.

use serde_json::{Value, json};

use crate::world::{World, id};

async fn public_thread(world: &mut World, name: &str) -> Value {
    let body = json!({ "name": name, "type": 11 });
    let thread = world.ok("POST", &format!("{}/threads", world.general()), body).await;
    let mut created = world.event("THREAD_CREATE").await;
    assert_eq!(created.as_object_mut().unwrap().remove("newly_created"), Some(json!(true)));
    assert_eq!(created, thread);
    let members = world.event("THREAD_MEMBERS_UPDATE").await;
    assert_eq!((&members["id"], &members["member_count"]), (&thread["id"], &json!(1)));
    thread
}

#[tokio::test]
async fn a_thread_is_started_from_a_message_and_has_its_id() {
    let mut world = World::start().await;
    let messages = format!("{}/messages", world.general());
    let message = world.ok("POST", &messages, json!({ "content": "plans" })).await;
    world.event("MESSAGE_CREATE").await;
    let start = format!("{messages}/{}/threads", id(&message));
    let body = json!({ "name": "plans", "auto_archive_duration": 60 });
    let (status, thread) = world.ask("POST", &start, body.clone()).await;
    assert_eq!((status, &thread["id"], &thread["type"]), (201, &message["id"], &json!(11)));
    assert_eq!(thread["thread_metadata"]["auto_archive_duration"], 60);
    assert_eq!(world.event("THREAD_CREATE").await["newly_created"], true);
    let members = world.event("THREAD_MEMBERS_UPDATE").await;
    assert_eq!(members["added_members"][0]["member"]["user"]["bot"], true);
    let update = world.event("MESSAGE_UPDATE").await;
    assert_eq!((&update["flags"], &update["thread"]["id"]), (&json!(32), &message["id"]));
    let starter = world.event("MESSAGE_CREATE").await;
    assert_eq!((&starter["type"], &starter["channel_id"]), (&json!(21), &message["id"]));
    assert_eq!(starter["referenced_message"]["content"], "plans");
    assert_eq!(world.refused("POST", &start, body).await, (400, 160_004));
    let none = format!("{messages}/5/threads");
    assert_eq!(world.refused("POST", &none, json!({ "name": "x" })).await, (404, 10_008));
    assert_eq!(world.refused("POST", &start, json!({ "name": "" })).await, (400, 50_035));
}

#[tokio::test]
async fn messages_in_a_thread_are_counted_and_wake_it_unless_it_is_locked() {
    let mut world = World::start().await;
    let thread = public_thread(&mut world, "talk").await;
    let path = format!("/channels/{}", id(&thread));
    let messages = format!("{path}/messages");
    let mut last = Value::Null;
    for _ in 0..2 {
        last = world.ok("POST", &messages, json!({ "content": "x" })).await;
        world.event("MESSAGE_CREATE").await;
    }
    let one = format!("{messages}/{}", id(&last));
    world.ok("DELETE", &one, Value::Null).await;
    world.event("MESSAGE_DELETE").await;
    let shown = world.ok("GET", &path, Value::Null).await;
    assert_eq!((&shown["message_count"], &shown["total_message_sent"]), (&json!(1), &json!(2)));
    assert_eq!(shown["last_message_id"], last["id"]);

    let archived = world.ok("PATCH", &path, json!({ "archived": true })).await;
    assert_eq!(archived["thread_metadata"]["archived"], true);
    assert_eq!(world.event("THREAD_UPDATE").await, archived);
    assert_eq!(world.refused("PATCH", &path, json!({ "name": "y" })).await, (400, 50_083));
    let join = format!("{path}/thread-members/@me");
    assert_eq!(world.refused("DELETE", &join, Value::Null).await, (400, 50_083));
    let woken = world.ok("POST", &messages, json!({ "content": "awake" })).await;
    assert_eq!(world.event("THREAD_UPDATE").await["thread_metadata"]["archived"], false);
    assert_eq!(world.event("THREAD_MEMBER_UPDATE").await["id"], thread["id"]);
    assert_eq!(world.event("MESSAGE_CREATE").await["id"], woken["id"]);

    world.ok("PATCH", &path, json!({ "archived": true, "locked": true })).await;
    world.event("THREAD_UPDATE").await;
    let woken = format!("{messages}/{}", id(&woken));
    assert_eq!(world.refused("PATCH", &woken, json!({ "content": "y" })).await, (400, 50_083));
    let react = format!("{woken}/reactions/%F0%9F%94%A5/@me");
    assert_eq!(world.refused("PUT", &react, Value::Null).await, (400, 50_083));
    // VIEW_CHANNEL, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS: not MANAGE_THREADS.
    let talk = 1 << 10 | 1 << 11 | 1 << 38;
    world.everyone_may("0").await;
    world.may(talk);
    assert_eq!(world.refused("POST", &messages, json!({ "content": "x" })).await, (403, 160_005));
    assert_eq!(world.refused("PATCH", &path, json!({ "archived": false })).await, (403, 50_013));
    world.may(talk | 1 << 34);
    world.ok("PATCH", &path, json!({ "archived": false, "locked": false })).await;
    assert_eq!(world.event("THREAD_UPDATE").await["thread_metadata"]["locked"], false);
    world.event("THREAD_MEMBER_UPDATE").await;
    // The owner may change the name, but only a moderator the slow mode.
    world.may(talk);
    world.ok("PATCH", &path, json!({ "name": "renamed" })).await;
    assert_eq!(world.event("THREAD_UPDATE").await["name"], "renamed");
    let slow = json!({ "rate_limit_per_user": 5 });
    assert_eq!(world.refused("PATCH", &path, slow).await, (403, 50_013));
}

#[tokio::test]
async fn members_come_and_go() {
    let mut world = World::start().await;
    let thread = public_thread(&mut world, "talk").await;
    let path = format!("/channels/{}/thread-members", id(&thread));
    let user = world.member(1);
    let (own, one) = (format!("{path}/@me"), format!("{path}/{user}"));
    assert_eq!(world.refused("GET", &one, Value::Null).await, (404, 10_007));
    assert_eq!(world.ask("PUT", &one, Value::Null).await.0, 204);
    let update = world.event("THREAD_MEMBERS_UPDATE").await;
    assert_eq!(
        (&update["member_count"], &update["added_members"][0]["user_id"]),
        (&json!(2), &json!(user))
    );
    assert_eq!(world.ask("PUT", &one, Value::Null).await.0, 204, "there already");
    let member = world.ok("GET", &format!("{one}?with_member=true"), Value::Null).await;
    assert_eq!(member["member"]["user"]["id"], user.as_str());
    assert_eq!(world.ok("GET", &path, Value::Null).await.as_array().unwrap().len(), 2);
    let page = world.ok("GET", &format!("{path}?with_member=true&limit=1"), Value::Null).await;
    assert_eq!(page.as_array().unwrap().len(), 1);
    assert_eq!(world.ask("DELETE", &own, Value::Null).await.0, 204);
    assert_eq!(
        world.event("THREAD_MEMBERS_UPDATE").await["removed_member_ids"].as_array().unwrap().len(),
        1
    );
    assert!(
        world
            .ok("GET", &format!("/channels/{}", id(&thread)), Value::Null)
            .await
            .get("member")
            .is_none()
    );
    assert_eq!(world.ask("PUT", &own, Value::Null).await.0, 204);
    world.event("THREAD_MEMBERS_UPDATE").await;
    assert_eq!(world.event("THREAD_CREATE").await["id"], thread["id"]);
    assert_eq!(world.ask("DELETE", &one, Value::Null).await.0, 204);
    assert_eq!(world.event("THREAD_MEMBERS_UPDATE").await["removed_member_ids"], json!([user]));
    assert_eq!(world.refused("PUT", &format!("{path}/5"), Value::Null).await, (404, 10_007));
    let no_thread = format!("{}/thread-members/@me", world.general());
    assert_eq!(world.refused("PUT", &no_thread, Value::Null).await, (400, 50_024));
    world.may(1 << 10);
    assert_eq!(world.refused("DELETE", &one, Value::Null).await, (403, 50_013));
}

#[tokio::test]
async fn threads_are_listed_active_and_archived_public_and_private() {
    let mut world = World::start().await;
    let first = public_thread(&mut world, "first").await;
    let second = public_thread(&mut world, "second").await;
    let threads = format!("{}/threads", world.general());
    let private = world.ok("POST", &threads, json!({ "name": "private" })).await;
    assert_eq!(
        (&private["type"], &private["thread_metadata"]["invitable"]),
        (&json!(12), &json!(true))
    );
    let ids = |list: &Value| list["threads"].as_array().unwrap().iter().map(id).collect::<Vec<_>>();
    let active = world.ok("GET", "~/threads/active", Value::Null).await;
    assert_eq!(ids(&active), [id(&private), id(&second), id(&first)]);
    assert_eq!(active["members"].as_array().unwrap().len(), 3);
    for thread in [&first, &second, &private] {
        let path = format!("/channels/{}", id(thread));
        world.ok("PATCH", &path, json!({ "archived": true })).await;
    }
    assert_eq!(ids(&world.ok("GET", "~/threads/active", Value::Null).await), [""; 0]);
    let archived = format!("{threads}/archived/public");
    let public = world.ok("GET", &archived, Value::Null).await;
    let mut found = ids(&public);
    found.sort_unstable();
    assert_eq!(found, [id(&first), id(&second)]);
    let page = world.ok("GET", &format!("{archived}?limit=1"), Value::Null).await;
    assert_eq!((ids(&page).len(), &page["has_more"]), (1, &json!(true)));
    let long_ago = format!("{archived}?before=2020-01-01T00:00:00Z");
    assert_eq!(ids(&world.ok("GET", &long_ago, Value::Null).await), [""; 0]);
    let wrong = format!("{archived}?before=yesterday");
    assert_eq!(world.refused("GET", &wrong, Value::Null).await, (400, 50_035));
    let moderated = format!("{threads}/archived/private");
    assert_eq!(ids(&world.ok("GET", &moderated, Value::Null).await), [id(&private)]);
    let joined = format!("{}/users/@me/threads/archived/private", world.general());
    assert_eq!(ids(&world.ok("GET", &joined, Value::Null).await), [id(&private)]);
    let older = format!("{joined}?before={}", id(&private));
    assert_eq!(ids(&world.ok("GET", &older, Value::Null).await), [""; 0]);
    // VIEW_CHANNEL and READ_MESSAGE_HISTORY are not enough for private threads of others.
    world.everyone_may("0").await;
    world.may(1 << 10 | 1 << 16);
    assert_eq!(world.refused("GET", &moderated, Value::Null).await, (403, 50_013));
    assert_eq!(world.refused("POST", &threads, json!({ "name": "x" })).await, (403, 50_013));
}

#[tokio::test]
async fn a_private_thread_is_for_its_members_and_moderators() {
    let mut world = World::start().await;
    let threads = format!("{}/threads", world.general());
    let thread = world.ok("POST", &threads, json!({ "name": "secret", "type": 12 })).await;
    let path = format!("/channels/{}", id(&thread));
    world.ok("DELETE", &format!("{path}/thread-members/@me"), Value::Null).await;
    let messages = format!("{path}/messages");
    world.ok("GET", &messages, Value::Null).await;
    world.everyone_may("0").await;
    world.may(1 << 10 | 1 << 16 | 1 << 38);
    assert_eq!(world.refused("GET", &messages, Value::Null).await, (403, 50_001));
    let announcement = json!({ "name": "x", "type": 10 });
    assert_eq!(world.refused("POST", &threads, announcement).await, (400, 50_035));
}

#[tokio::test]
async fn a_post_in_a_forum_is_a_thread_with_its_message_and_goes_with_the_forum() {
    let mut world = World::start().await;
    let tags = json!([{ "name": "bug", "emoji_name": "🐞" }]);
    let forum = json!({ "name": "help", "type": 15, "available_tags": tags, "flags": 16,
        "default_thread_rate_limit_per_user": 7 });
    let forum = world.ok("POST", "~/channels", forum).await;
    world.event("CHANNEL_CREATE").await;
    let path = format!("/channels/{}", id(&forum));
    let tag = &forum["available_tags"][0]["id"];
    let threads = format!("{path}/threads");
    let post = |tags: Value, message: Value| json!({ "name": "how", "applied_tags": tags, "message": message });
    let hello = json!({ "content": "hello" });
    assert_eq!(
        world.refused("POST", &threads, post(json!([]), hello.clone())).await,
        (400, 40_067)
    );
    assert_eq!(
        world.refused("POST", &threads, post(json!(["72"]), hello.clone())).await,
        (400, 50_035)
    );
    assert_eq!(world.refused("POST", &threads, post(json!([tag]), json!({}))).await, (400, 50_006));
    let (_, long) = world
        .ask("POST", &threads, post(json!([tag]), json!({ "content": "x".repeat(2001) })))
        .await;
    assert_eq!(long["errors"]["message"]["content"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    let made = world.ok("POST", &threads, post(json!([tag]), hello)).await;
    assert_eq!(
        (&made["message"]["id"], &made["message"]["channel_id"]),
        (&made["id"], &made["id"])
    );
    assert_eq!((&made["applied_tags"], &made["rate_limit_per_user"]), (&json!([tag]), &json!(7)));
    assert_eq!(world.event("THREAD_CREATE").await["parent_id"], forum["id"]);
    world.event("THREAD_MEMBERS_UPDATE").await;
    assert_eq!(world.event("MESSAGE_CREATE").await["channel_id"], made["id"]);
    let messages = format!("{path}/messages");
    assert_eq!(world.refused("POST", &messages, json!({ "content": "x" })).await, (400, 50_008));
    world.ok("DELETE", &path, Value::Null).await;
    assert_eq!(world.event("CHANNEL_DELETE").await["id"], forum["id"]);
    let thread = format!("/channels/{}", id(&made));
    assert_eq!(world.refused("GET", &thread, Value::Null).await, (404, 10_003));
}

#[tokio::test]
async fn guild_create_has_the_active_threads_and_the_bot_in_them() {
    let mut world = World::start().await;
    let active = public_thread(&mut world, "active").await;
    let archived = public_thread(&mut world, "archived").await;
    let path = format!("/channels/{}", id(&archived));
    world.ok("PATCH", &path, json!({ "archived": true })).await;
    world.event("THREAD_UPDATE").await;
    let back =
        |back| gateway_sim::control::WorldAction::OwnGuild { guild: world.guild.to_string(), back };
    world.sim.act(back(false)).unwrap();
    world.sim.act(back(true)).unwrap();
    world.event("GUILD_DELETE").await;
    let guild = world.event("GUILD_CREATE").await;
    assert_eq!(guild["threads"], json!([active]));
    assert!(guild["threads"][0]["member"].is_object());
    assert_eq!(world.ok("DELETE", &path, Value::Null).await["id"], archived["id"]);
    let gone = world.event("THREAD_DELETE").await;
    assert_eq!((&gone["id"], &gone["type"]), (&archived["id"], &json!(11)));
}

#[tokio::test]
async fn threads_are_synced_when_the_bot_comes_to_see_their_channel() {
    let mut world = World::start().await;
    let thread = public_thread(&mut world, "talk").await;
    world.everyone_may("0").await;
    world.may(0);
    world.may(8);
    let sync = world.event("THREAD_LIST_SYNC").await;
    let both = json!([(world.guild + 1).to_string(), (world.guild + 2).to_string()]);
    assert_eq!((&sync["channel_ids"], &sync["threads"]), (&both, &json!([thread])));
    assert_eq!(sync["members"], json!([thread["member"]]));
    // The channel also becomes visible through a role that is added to the bot.
    let role = json!({ "name": "seer", "permissions": "1024" });
    let role = world.ok("POST", "~/roles", role).await;
    world.event("GUILD_ROLE_CREATE").await;
    world.may(1 << 28);
    let bot = id(&world.ok("GET", "/users/@me", Value::Null).await);
    let given = format!("~/members/{bot}/roles/{}", id(&role));
    world.ok("PUT", &given, Value::Null).await;
    world.event("GUILD_MEMBER_UPDATE").await;
    assert_eq!(world.event("THREAD_LIST_SYNC").await, sync);
    // Channels that are already visible are not synced again.
    world.may(1 << 28 | 1 << 10);
    world.ok("POST", "~/roles", json!({ "name": "end" })).await;
    assert_eq!(world.client.payload().await["t"], "GUILD_ROLE_CREATE");
}
