//! Searches for messages and threads.

use serde_json::{Value, json};

use crate::support::send;
use crate::world::{World, id};

/// Returns the contents of the messages that a search finds.
async fn found(world: &World, query: &str) -> Vec<String> {
    let answer = world.ok("GET", &format!("~/messages/search?{query}"), Value::Null).await;
    let messages = answer["messages"].as_array().unwrap();
    assert!(messages.iter().all(|around| around[0].get("reactions").is_none()));
    messages.iter().map(|around| around[0]["content"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn messages_are_found_by_what_they_say_and_have_and_by_whom() {
    let world = World::start().await;
    let general = format!("{}/messages", world.general());
    let (first, second) = (world.member(1), world.member(2));
    let said = |content: &str, author: &str, fields: Value| {
        let message =
            json!({ "do": "message", "content": content, "author": author, "fields": fields });
        world.act(message).unwrap()["message"].clone()
    };
    let quick = said("the quick brown fox", &first, json!({}));
    said("see https://example.org/x", &second, json!({}));
    let mentioned = world.ok("GET", &format!("/users/{first}"), Value::Null).await;
    said("a fox, quick", &second, json!({ "mentions": [mentioned] }));
    let answer = json!({ "content": "reply", "message_reference": { "message_id": quick["id"] } });
    let reply = world.ok("POST", &general, answer).await;
    world.ok("PUT", &format!("{general}/pins/{}", id(&quick)), Value::Null).await;

    assert_eq!(found(&world, "content=quick%20fox").await, ["the quick brown fox"]);
    assert_eq!(found(&world, "content=quick%20fox&slop=0").await, [""; 0]);
    assert_eq!(
        found(&world, "content=FOX&sort_order=asc").await,
        ["the quick brown fox", "a fox, quick"]
    );
    assert_eq!(
        found(&world, &format!("author_id={first}&author_id={second}&has=-link")).await,
        ["a fox, quick", "the quick brown fox"]
    );
    assert_eq!(found(&world, "has=link").await, ["see https://example.org/x"]);
    assert_eq!(found(&world, "link_hostname=example.org").await.len(), 1);
    assert_eq!(found(&world, &format!("mentions={first}")).await, ["a fox, quick"]);
    assert_eq!(found(&world, "author_type=bot").await.last().unwrap(), "reply");
    assert_eq!(found(&world, &format!("replied_to_message_id={}", id(&quick))).await, ["reply"]);
    assert_eq!(found(&world, &format!("replied_to_user_id={first}")).await, ["reply"]);
    assert_eq!(found(&world, "pinned=true").await, ["the quick brown fox"]);
    assert_eq!(found(&world, &format!("max_id={}&content=fox", id(&reply))).await.len(), 2);
    assert_eq!(found(&world, &format!("min_id={}&content=fox", id(&reply))).await.len(), 0);
    assert_eq!(found(&world, &format!("channel_id={}", world.guild + 2)).await, [""; 0]);
    let page =
        world.ok("GET", "~/messages/search?author_type=user&limit=1&offset=1", Value::Null).await;
    assert_eq!(
        (&page["total_results"], page["messages"][0][0]["content"].as_str()),
        (&json!(3), Some("see https://example.org/x"))
    );
    for query in
        ["has=car", "limit=26", "offset=9976", "channel_id=x", "sort_by=age", "author_type=cat"]
    {
        let path = format!("~/messages/search?{query}");
        assert_eq!(world.refused("GET", &path, Value::Null).await, (400, 50_035), "{query}");
    }
}

#[tokio::test]
async fn a_search_finds_only_what_the_bot_may_read() {
    let mut world = World::start().await;
    let nsfw = world.ok("POST", "~/channels", json!({ "name": "n", "nsfw": true })).await;
    let path = format!("/channels/{}/messages", id(&nsfw));
    world.ok("POST", &path, json!({ "content": "hidden" })).await;
    assert_eq!(found(&world, "content=hidden").await, [""; 0]);
    assert_eq!(found(&world, "content=hidden&include_nsfw=true").await, ["hidden"]);
    world.ok("POST", &format!("{}/messages", world.general()), json!({ "content": "open" })).await;
    let overwrite = format!("{}/permissions/{}", world.general(), world.guild);
    world.ok("PUT", &overwrite, json!({ "type": 0, "deny": "1024" })).await;
    world.everyone_may("0").await;
    world.may(1 << 10 | 1 << 16);
    assert_eq!(found(&world, "content=open").await, [""; 0]);
    world.may(1 << 10);
    let search = "~/messages/search";
    assert_eq!(world.refused("GET", search, Value::Null).await, (403, 50_013));
    let fails = json!({ "do": "rest_fail", "route": "GET /guilds/{guild}/messages/search",
        "status": 202, "body": "{\"code\":110000}" });
    world.act(fails).unwrap();
    let path = format!("/api/v10/guilds/{}/messages/search", world.guild);
    let (status, body) = send(&world.sim, "GET", &path, "", "").await;
    assert_eq!((status, &body["code"]), (202, &json!(110_000)), "an index that is not there yet");
}

#[tokio::test]
async fn threads_are_found_by_name_tags_and_state() {
    let world = World::start().await;
    let tags = json!([{ "name": "bug" }, { "name": "wish" }]);
    let body = json!({ "name": "forum", "type": 15, "available_tags": tags });
    let forum = world.ok("POST", "~/channels", body).await;
    let tag = |at: usize| forum["available_tags"][at]["id"].clone();
    let channel = format!("/channels/{}", id(&forum));
    let mut posts = Vec::new();
    for (name, tags) in [
        ("it breaks", json!([tag(0)])),
        ("more of it", json!([tag(0), tag(1)])),
        ("other", json!([])),
    ] {
        let body = json!({ "name": name, "applied_tags": tags, "message": { "content": name } });
        posts.push(world.ok("POST", &format!("{channel}/threads"), body).await);
    }
    let path = format!("{channel}/threads/search");
    let search = |query: String| {
        let (world, path) = (&world, format!("{path}?{query}"));
        async move {
            let found = world.ok("GET", &path, Value::Null).await;
            let names = found["threads"].as_array().unwrap().iter();
            names.map(|thread| thread["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        }
    };
    let all = world.ok("GET", &format!("{path}?limit=2"), Value::Null).await;
    assert_eq!((&all["total_results"], &all["has_more"]), (&json!(3), &json!(true)));
    assert_eq!(all["first_messages"][0]["content"], "other");
    assert_eq!(all["members"].as_array().unwrap().len(), 2, "the bot is in its own posts");
    assert_eq!(search("name=IT&sort_order=asc".to_owned()).await, ["it breaks", "more of it"]);
    let both = format!("tag={}&tag={}", tag(0).as_str().unwrap(), tag(1).as_str().unwrap());
    assert_eq!(search(both.clone()).await, ["more of it", "it breaks"]);
    assert_eq!(search(format!("{both}&tag_setting=match_all")).await, ["more of it"]);
    let first = format!("/channels/{}", id(&posts[0]));
    world.ok("PATCH", &first, json!({ "archived": true })).await;
    assert_eq!(search("archived=true".to_owned()).await, ["it breaks"]);
    assert_eq!(
        search("archived=false&sort_by=creation_time".to_owned()).await,
        ["other", "more of it"]
    );
    let voice = format!("/channels/{}/threads/search", world.guild + 3);
    assert_eq!(world.refused("GET", &voice, Value::Null).await, (400, 50_024));
    for query in ["sort_by=age", "limit=26", "tag_setting=x"] {
        let path = format!("{path}?{query}");
        assert_eq!(world.refused("GET", &path, Value::Null).await, (400, 50_035), "{query}");
    }
}
