//! What users and the bot itself do besides writing messages.

use serde_json::{Value, json};

use crate::support::rest;
use crate::world::{World, id};

#[tokio::test]
async fn a_reply_in_direct_messages_names_no_guild() {
    let mut world = World::start().await;
    let open = json!({ "do": "open_dm", "user": world.member(2) });
    let dm = world.act(open).unwrap()["channel"]["id"].clone();
    let said = json!({ "do": "message", "channel": dm, "content": "hello" });
    let said = world.act(said).unwrap()["message"].clone();
    world.event("MESSAGE_CREATE").await;
    let reply = json!({ "content": "hi", "message_reference": { "message_id": said["id"] } });
    let path = format!("/channels/{}/messages", dm.as_str().unwrap());
    let reply = world.ok("POST", &path, reply).await;
    let reference = json!({ "type": 0, "message_id": said["id"], "channel_id": dm });
    assert_eq!(reply["message_reference"], reference);
}

#[tokio::test]
async fn announcements_are_published_once() {
    let mut world = World::start().await;
    let news = world.ok("POST", "~/channels", json!({ "name": "news", "type": 5 })).await;
    world.event("CHANNEL_CREATE").await;
    let messages = format!("/channels/{}/messages", id(&news));
    let message = world.ok("POST", &messages, json!({ "content": "x" })).await;
    world.event("MESSAGE_CREATE").await;
    let publish = format!("{messages}/{}/crosspost", id(&message));
    assert_eq!(world.ok("POST", &publish, Value::Null).await["flags"], 1);
    assert_eq!(world.event("MESSAGE_UPDATE").await["flags"], 1);
    assert_eq!(world.refused("POST", &publish, Value::Null).await, (400, 40_033));
    let elsewhere = format!("{}/messages/5/crosspost", world.general());
    assert_eq!(world.refused("POST", &elsewhere, Value::Null).await, (400, 50_024));
}

#[tokio::test]
async fn the_bot_changes_its_nick_counts_roles_and_leaves() {
    let mut world = World::start().await;
    let nick = world.ok("PATCH", "~/members/@me/nick", json!({ "nick": "helper" })).await;
    assert_eq!(nick, json!({ "nick": "helper" }));
    assert_eq!(world.event("GUILD_MEMBER_UPDATE").await["nick"], "helper");
    let counts = world.ok("GET", "~/roles/member-counts", Value::Null).await;
    assert_eq!(counts, json!({ (world.guild + 0x100).to_string(): 1 }));
    let regions = world.ok("GET", "/voice/regions", Value::Null).await;
    assert_eq!(regions, world.ok("GET", "~/regions", Value::Null).await);
    let leave = format!("/users/@me/guilds/{}", world.guild);
    assert_eq!(world.ask("DELETE", &leave, Value::Null).await.0, 204);
    let gone = world.event("GUILD_DELETE").await;
    assert_eq!(gone, json!({ "id": world.guild.to_string() }));
    assert_eq!(world.refused("GET", "~", Value::Null).await, (404, 10_004));
}

#[tokio::test]
async fn the_bots_guilds_come_in_pages_and_with_counts_if_wanted() {
    let sim = gateway_sim::Sim::builder().guilds(5).members(3).start().await.unwrap();
    let page = async |query: &str| {
        let (status, list) =
            rest(&sim, "GET", &format!("/users/@me/guilds{query}"), Value::Null).await;
        assert_eq!(status, 200, "{list}");
        list.as_array().unwrap().clone()
    };
    let ids = |list: &[Value]| list.iter().map(id).collect::<Vec<_>>();
    let all = page("").await;
    assert_eq!((all.len(), &all[0]["approximate_member_count"]), (5, &Value::Null));
    let counted = page("?with_counts=true").await;
    assert_eq!(counted[0]["approximate_member_count"], 3);
    assert!(counted[0]["approximate_presence_count"].is_u64());
    let all = ids(&all);
    let after = page(&format!("?limit=2&after={}", all[0])).await;
    assert_eq!(ids(&after), all[1..3]);
    let before = page(&format!("?limit=2&before={}", all[4])).await;
    assert_eq!(ids(&before), all[2..4], "the last ones before it");
}

/// GUILDS, and messages, reactions, typing and polls of guilds.
const INTENTS: u64 = 1 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 15 | 1 << 24;

#[tokio::test]
async fn users_edit_delete_react_unreact_and_type() {
    let mut world = World::with_intents(INTENTS).await;
    let channel = (world.guild + 1).to_string();
    let messages = format!("{}/messages", world.general());
    let own = world.ok("POST", &messages, json!({ "content": "the bot's" })).await;
    world.event("MESSAGE_CREATE").await;
    let said = world.act(json!({ "do": "message", "content": "x" })).unwrap()["message"].clone();
    let on =
        |name: &str, message: &Value| json!({ "do": name, "channel": channel, "message": message });
    let mut changed = on("edit", &said["id"]);
    changed["content"] = json!("y");
    world.act(changed.clone()).unwrap();
    changed["message"] = own["id"].clone();
    assert!(world.act(changed).is_err(), "it is the bot's");
    let mut reaction = on("react", &said["id"]);
    reaction["emoji"] = json!("🔥");
    world.act(reaction.clone()).unwrap();
    reaction["do"] = json!("unreact");
    world.act(reaction).unwrap();
    world.act(json!({ "do": "type" })).unwrap();
    world.act(on("delete", &said["id"])).unwrap();
    assert!(world.act(on("delete", &said["id"])).is_err(), "it is gone");
    world.event("MESSAGE_CREATE").await;
    let update = world.event("MESSAGE_UPDATE").await;
    assert_eq!((&update["content"], update["edited_timestamp"].is_string()), (&json!("y"), true));
    world.event("MESSAGE_REACTION_ADD").await;
    world.event("MESSAGE_REACTION_REMOVE").await;
    world.event("TYPING_START").await;
    assert_eq!(world.event("MESSAGE_DELETE").await["id"], said["id"]);
}

#[tokio::test]
async fn users_vote_in_a_poll_until_it_is_ended() {
    let mut world = World::with_intents(INTENTS).await;
    let answers = ["a", "b"].map(|text| json!({ "poll_media": { "text": text } }));
    let poll = json!({ "poll": { "question": { "text": "q" }, "answers": answers } });
    let asked = world.ok("POST", &format!("{}/messages", world.general()), poll).await;
    world.event("MESSAGE_CREATE").await;
    let vote = |answer: u64, back: bool| {
        let mut vote =
            json!({ "do": "vote", "channel": asked["channel_id"], "message": asked["id"] });
        vote["answer"] = json!(answer);
        vote["back"] = json!(back);
        world.act(vote)
    };
    for (answer, back) in [(1, false), (2, false), (2, true), (2, false)] {
        vote(answer, back).unwrap();
    }
    assert!(vote(3, false).is_err(), "there is no such answer");
    // The poll allows one answer.
    for (event, answer) in [("ADD", 1), ("REMOVE", 1), ("ADD", 2), ("REMOVE", 2), ("ADD", 2)] {
        let event = world.event(&format!("MESSAGE_POLL_VOTE_{event}")).await;
        assert_eq!(event["answer_id"], answer);
    }
    let path = format!("{}/polls/{}", world.general(), id(&asked));
    let voters = world.ok("GET", &format!("{path}/answers/2"), Value::Null).await;
    assert_eq!(voters["users"][0]["id"], world.member(1));
    assert_eq!(
        world.ok("GET", &format!("{path}/answers/1"), Value::Null).await["users"],
        json!([])
    );
    let ended = world.ok("POST", &format!("{path}/expire"), Value::Null).await;
    let counts = json!([{ "id": 2, "count": 1, "me_voted": false }]);
    assert_eq!(ended["poll"]["results"], json!({ "is_finalized": true, "answer_counts": counts }));
    assert_eq!(world.event("MESSAGE_UPDATE").await["poll"], ended["poll"]);
    assert_eq!(world.refused("POST", &format!("{path}/expire"), Value::Null).await, (400, 520_001));
}
