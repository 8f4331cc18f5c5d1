//! Threads that users start, and their posts in forums.

use serde_json::{Value, json};

use crate::world::{World, id};

fn fails(world: &World, action: &Value, why: &str) {
    let error = world.act(action.clone()).unwrap_err().to_string();
    assert!(error.contains(why), "{action}: {error}");
}

#[tokio::test]
async fn a_user_starts_a_thread_from_a_message_and_without_one() {
    let mut world = World::start().await;
    let user = world.member(2);
    let said = world.act(json!({ "do": "message", "content": "plans" })).unwrap();
    let message = world.event("MESSAGE_CREATE").await;
    let start =
        json!({ "do": "start_thread", "name": "plans", "message": message["id"], "user": user });
    let done = world.act(start.clone()).unwrap();
    let created = world.event("THREAD_CREATE").await;
    assert_eq!((&created["newly_created"], &created["id"]), (&json!(true), &said["message"]["id"]));
    assert_eq!((&created["owner_id"], &created["type"]), (&json!(user), &json!(11)));
    assert_eq!((&done["sessions"], &done["thread"]["name"]), (&json!(1), &json!("plans")));
    let members = world.event("THREAD_MEMBERS_UPDATE").await;
    assert_eq!(members["added_members"][0]["user_id"], user.as_str());
    let update = world.event("MESSAGE_UPDATE").await;
    assert_eq!((&update["flags"], &update["thread"]["id"]), (&json!(32), &message["id"]));
    let starter = world.event("MESSAGE_CREATE").await;
    assert_eq!((&starter["type"], &starter["author"]["id"]), (&json!(21), &json!(user)));
    assert_eq!(starter["channel_id"], message["id"]);
    fails(&world, &start, "has a thread already");

    let start = json!({ "do": "start_thread", "name": "talk", "user": user });
    let thread = world.act(start).unwrap()["thread"].clone();
    assert_eq!(world.event("THREAD_CREATE").await["type"], 11);
    world.event("THREAD_MEMBERS_UPDATE").await;
    // The bot writes in it, as users do.
    let messages = format!("/channels/{}/messages", id(&thread));
    world.ok("POST", &messages, json!({ "content": "hello" })).await;
    world.event("MESSAGE_CREATE").await;
    let says = json!({ "do": "message", "channel": thread["id"], "author": user, "content": "x" });
    world.act(says).unwrap();
    assert_eq!(world.event("MESSAGE_CREATE").await["channel_id"], thread["id"]);
    let listed = world.ok("GET", "~/threads/active", Value::Null).await;
    assert_eq!(listed["threads"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_users_private_thread_is_told_to_a_bot_that_moderates() {
    const VIEW_AND_MANAGE_THREADS: u128 = 1 << 10 | 1 << 34;
    let mut world = World::start().await;
    let everyone = format!("~/roles/{}", world.guild);
    let may = (1_u64 << 10 | 1 << 36).to_string();
    world.ok("PATCH", &everyone, json!({ "permissions": may })).await;
    world.event("GUILD_ROLE_UPDATE").await;
    let start =
        json!({ "do": "start_thread", "name": "s", "private": true, "user": world.member(2) });
    world.may(VIEW_AND_MANAGE_THREADS);
    let done = world.act(start.clone()).unwrap();
    assert_eq!((&done["sessions"], &done["thread"]["type"]), (&json!(1), &json!(12)));
    assert_eq!(world.event("THREAD_CREATE").await["thread_metadata"]["invitable"], true);
    world.may(1 << 10);
    let done = world.act(start).unwrap();
    assert_eq!(done["sessions"], 0, "a private thread of others");
    let messages = format!("/channels/{}/messages", id(&done["thread"]));
    assert_eq!(world.refused("GET", &messages, Value::Null).await, (403, 50_001));
}

#[tokio::test]
async fn a_user_without_permission_starts_no_thread() {
    let mut world = World::start().await;
    let (user, channel) = (world.member(2), (world.guild + 1).to_string());
    let start = json!({ "do": "start_thread", "name": "t", "channel": channel, "user": user });
    let with = |field: &str, value: Value| {
        let mut start = start.clone();
        start[field] = value;
        start
    };
    fails(&world, &with("name", json!("")), "the thread's name must have 1 to 100 characters");
    fails(&world, &with("name", json!("é".repeat(101))), "1 to 100 characters");
    fails(&world, &with("message", json!("5")), "there is no message 5");
    fails(&world, &with("channel", json!((world.guild + 3).to_string())), "no such thread");
    let said = world.act(json!({ "do": "message", "content": "x" })).unwrap();
    let mut hidden = with("message", said["message"]["id"].clone());
    hidden["private"] = json!(true);
    fails(&world, &hidden, "no such thread");
    let dm = world.act(json!({ "do": "open_dm", "user": user })).unwrap()["channel"]["id"].clone();
    fails(&world, &with("channel", dm), "no such thread");
    world.event("MESSAGE_CREATE").await;

    let overwrite = format!("/channels/{channel}/permissions/{}", world.guild);
    for (denied, action, missing) in [
        (1_u64 << 35, start.clone(), "lacks CREATE_PUBLIC_THREADS in"),
        (1 << 36, with("private", json!(true)), "lacks CREATE_PRIVATE_THREADS in"),
        (1 << 16, with("message", said["message"]["id"].clone()), "lacks READ_MESSAGE_HISTORY in"),
        (1 << 10, start.clone(), "VIEW_CHANNEL"),
    ] {
        world.ok("PUT", &overwrite, json!({ "type": 0, "deny": denied.to_string() })).await;
        world.event("CHANNEL_UPDATE").await;
        fails(&world, &action, missing);
    }
    // The owner is above all permissions.
    world.act(with("user", json!(world.member(1)))).unwrap();
    world.event("THREAD_CREATE").await;
}

/// Tags of which one is for moderators, and each post has one.
async fn forum(world: &mut World) -> Value {
    let tags = json!([{ "name": "bug" }, { "name": "done", "moderated": true }]);
    let body = json!({
        "name": "help", "type": 15, "flags": 16, "available_tags": tags,
        "default_auto_archive_duration": 60, "default_thread_rate_limit_per_user": 5,
    });
    let forum = world.ok("POST", "~/channels", body).await;
    world.event("CHANNEL_CREATE").await;
    forum
}

#[tokio::test]
async fn a_user_posts_in_a_forum_with_tags() {
    let mut world = World::start().await;
    let forum = forum(&mut world).await;
    let user = world.member(2);
    let post = json!({ "do": "post", "channel": forum["id"], "name": "It breaks", "content": "See: …",
                       "tags": ["bug"], "user": user, "fields": { "embeds": [{ "title": "t" }] } });
    let done = world.act(post.clone()).unwrap();
    let created = world.event("THREAD_CREATE").await;
    let tag = &forum["available_tags"][0]["id"];
    assert_eq!((&created["applied_tags"], &created["owner_id"]), (&json!([tag]), &json!(user)));
    assert_eq!((&created["rate_limit_per_user"], &created["parent_id"]), (&json!(5), &forum["id"]));
    assert_eq!(created["thread_metadata"]["auto_archive_duration"], 60);
    world.event("THREAD_MEMBERS_UPDATE").await;
    let message = world.client.injected().await["d"].clone();
    assert_eq!((&message["id"], &message["channel_id"]), (&created["id"], &created["id"]));
    assert_eq!(
        (&message["content"], &message["embeds"][0]["title"]),
        (&json!("See: …"), &json!("t"))
    );
    assert_eq!((&done["sessions"], &done["thread"]["message"]["id"]), (&json!(1), &created["id"]));

    let with = |field: &str, value: Value| {
        let mut post = post.clone();
        post[field] = value;
        post
    };
    fails(&world, &with("tags", json!([])), "has 1 to 5 tags");
    fails(&world, &with("tags", json!(vec!["bug"; 6])), "has 1 to 5 tags");
    fails(&world, &with("tags", json!(["done"])), "tag \"done\"");
    fails(&world, &with("tags", json!(["5"])), "tag \"5\"");
    fails(&world, &with("channel", json!((world.guild + 1).to_string())), "neither a forum");
    let mut empty = with("content", json!(""));
    empty["fields"] = Value::Null;
    fails(&world, &empty, "the post is empty");
    let mut moderator = with("tags", json!(["done"]));
    moderator["user"] = json!(world.member(1));
    world.act(moderator).unwrap();
    world.event("THREAD_CREATE").await;
}

#[tokio::test]
async fn moderated_tags_and_forums_have_the_same_rules_for_users_and_the_bot() {
    let mut world = World::start().await;
    let forum = forum(&mut world).await;
    let post = json!({ "do": "post", "channel": forum["id"], "name": "n", "content": "c", "tags": ["bug"],
                       "user": world.member(2) });
    let rule = json!({
        "name": "r", "event_type": 1, "trigger_type": 1, "enabled": true,
        "trigger_metadata": { "keyword_filter": ["buy"] }, "actions": [{ "type": 1 }],
    });
    world.ok("POST", "~/auto-moderation/rules", rule).await;
    for field in ["name", "content"] {
        let mut blocked = post.clone();
        blocked[field] = json!("buy");
        fails(&world, &blocked, "auto moderation blocks");
    }
    let overwrite = format!("/channels/{}/permissions/{}", id(&forum), world.guild);
    let everyone = format!("~/roles/{}", world.guild);
    world.ok("PATCH", &everyone, json!({ "permissions": "3072" })).await;
    // VIEW_CHANNEL and SEND_MESSAGES, but not MANAGE_THREADS.
    world.may(3_072);
    let path = format!("/channels/{}/threads", id(&forum));
    let of_bot = |tag: usize| {
        json!({ "name": "n", "applied_tags": [forum["available_tags"][tag]["id"]],
                "message": { "content": "c" } })
    };
    assert_eq!(world.refused("POST", &path, of_bot(1)).await, (403, 50_013));
    world.ok("POST", &path, of_bot(0)).await;
    world.may(8);
    world.ok("PUT", &overwrite, json!({ "type": 0, "deny": "2048" })).await;
    fails(&world, &post, "lacks SEND_MESSAGES in");
}

#[tokio::test]
async fn moderated_tags_are_for_moderators_when_a_post_is_edited_too() {
    const VIEW_AND_SEND: u128 = 1 << 10 | 1 << 11;
    let mut world = World::start().await;
    let forum = forum(&mut world).await;
    let everyone = VIEW_AND_SEND.to_string();
    world.everyone_may(&everyone).await;
    world.may(VIEW_AND_SEND);
    let [bug, done] = [0, 1].map(|tag: usize| forum["available_tags"][tag]["id"].clone());
    let body = json!({ "name": "n", "applied_tags": [bug], "message": { "content": "c" } });
    let post = world.ok("POST", &format!("/channels/{}/threads", id(&forum)), body).await;
    let path = format!("/channels/{}", id(&post));
    let tags = |tags: &[&Value]| json!({ "applied_tags": tags });
    assert_eq!(world.refused("PATCH", &path, tags(&[&bug, &done])).await, (403, 50_013));
    assert_eq!(world.refused("PATCH", &path, tags(&[&bug, &json!("5")])).await, (400, 50_035));
    assert_eq!(world.refused("PATCH", &path, tags(&[&json!("bug")])).await, (400, 50_035));
    assert_eq!(world.refused("PATCH", &path, tags(&[])).await, (400, 40_067), "the last tag");
    assert_eq!(world.ok("GET", &path, Value::Null).await["applied_tags"], json!([bug]));
    world.may(8);
    world.ok("PATCH", &path, tags(&[&bug, &done])).await;
    world.may(VIEW_AND_SEND);
    // A moderated tag that stays needs no moderator.
    let kept = world.ok("PATCH", &path, tags(&[&done])).await;
    assert_eq!(kept["applied_tags"], json!([done]));
    assert_eq!(world.refused("PATCH", &path, tags(&[&bug])).await, (403, 50_013));
    world.ok("PATCH", &path, json!({ "name": "m" })).await;
}
