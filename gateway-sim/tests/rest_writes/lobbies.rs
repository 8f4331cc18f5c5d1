//! Lobbies, their members and their messages.

use serde_json::{Value, json};

use crate::support::{exchange, request_of, schema};
use crate::world::{World, id};

/// Sends a request with the access token of a member of the guild; returns status and body.
async fn as_user(world: &World, user: &str, method: &str, path: &str, body: Value) -> (u16, Value) {
    let authorize = json!({ "do": "authorize", "user": user, "scopes": ["sdk.social_layer"] });
    let made = world.act(authorize).unwrap();
    let bearer = format!("Bearer {}", made["access_token"].as_str().unwrap());
    let request = request_of(method, &format!("/api/v10{path}"), &bearer, &body);
    let (status, _, body) = exchange(&world.sim, request).await;
    let faults = schema::faults_of_answer(method, path, status, &body);
    assert!(faults.is_empty(), "{method} {path}: {faults:#?}");
    (status, body)
}

#[tokio::test]
async fn a_bot_makes_changes_and_deletes_lobbies_and_their_members() {
    let world = World::start().await;
    let (ada, bob) = (world.member(1), world.member(2));
    let body = json!({ "metadata": { "topic": "t" }, "members": [{ "id": ada, "flags": 1 }] });
    let (status, lobby) = world.ask("POST", "/lobbies", body).await;
    assert_eq!((status, &lobby["members"][0]["id"]), (201, &json!(ada)));
    let path = format!("/lobbies/{}", id(&lobby));
    let changed = world.ok("PATCH", &path, json!({ "metadata": { "topic": "u" } })).await;
    assert_eq!(changed["members"], lobby["members"], "what is left out stays");
    let member = format!("{path}/members/{bob}");
    let put = world.ok("PUT", &member, json!({ "additional_name": "b" })).await;
    assert_eq!((&put["additional_name"], &put["flags"]), (&json!("b"), &json!(0)));
    let put = world.ok("PUT", &member, json!({ "metadata": { "k": "v" } })).await;
    assert_eq!((&put["additional_name"], &put["metadata"]["k"]), (&json!("b"), &json!("v")));
    let list =
        json!([{ "id": ada, "remove_member": true }, { "id": bob, "additional_name": null }]);
    let left = world.ok("POST", &format!("{path}/members/bulk"), list).await;
    assert!(left.as_array().unwrap().len() == 1 && left[0].get("additional_name").is_none());
    assert_eq!(world.ask("DELETE", &member, Value::Null).await.0, 204);
    assert_eq!(world.ok("GET", &path, Value::Null).await["members"], json!([]));
    for (method, path, body, error) in [
        ("POST", "/lobbies".to_owned(), json!({ "idle_timeout_seconds": 4 }), (400, 50_035)),
        ("POST", "/lobbies".to_owned(), json!({ "metadata": { "a": 1 } }), (400, 50_035)),
        (
            "POST",
            "/lobbies".to_owned(),
            json!({ "metadata": { "a": "x".repeat(1000) } }),
            (400, 50_035),
        ),
        ("POST", "/lobbies".to_owned(), json!({ "members": [{ "id": "5" }] }), (404, 10_013)),
        ("PUT", format!("{path}/members/5"), json!({}), (404, 10_013)),
        ("POST", format!("{path}/members/bulk"), json!([]), (400, 50_035)),
        ("GET", "/lobbies/5".to_owned(), Value::Null, (404, 10_031)),
        ("PUT", "/lobbies".to_owned(), json!({ "secret": "s" }), (403, 20_001)),
    ] {
        assert_eq!(world.refused(method, &path, body.clone()).await, error, "{path} {body}");
    }
    for _ in 0..2 {
        assert_eq!(world.ask("DELETE", &path, Value::Null).await.0, 204, "also if it is gone");
    }
    assert_eq!(world.refused("GET", &path, Value::Null).await, (404, 10_031));
}

#[tokio::test]
async fn users_join_a_lobby_write_in_it_and_link_a_channel() {
    let mut world = World::start().await;
    let (ada, bob) = (world.member(1), world.member(2));
    let join = json!({ "secret": "s", "lobby_metadata": { "a": "b" } });
    let (status, lobby) = as_user(&world, &ada, "PUT", "/lobbies", join.clone()).await;
    assert_eq!((status, &lobby["metadata"]["a"]), (200, &json!("b")));
    let path = format!("/lobbies/{}", id(&lobby));
    let messages = format!("{path}/messages");
    assert_eq!(as_user(&world, &bob, "GET", &messages, Value::Null).await.0, 403);
    let (_, joined) = as_user(&world, &bob, "PUT", "/lobbies", json!({ "secret": "s" })).await;
    assert_eq!((&joined["id"], joined["members"].as_array().unwrap().len()), (&lobby["id"], 2));

    let link = format!("{path}/channel-linking");
    let channel = json!({ "channel_id": (world.guild + 1).to_string() });
    let (_, linked) = as_user(&world, &ada, "PATCH", &link, channel).await;
    assert_eq!(linked["linked_channel"]["name"], "general");
    let voice = json!({ "channel_id": (world.guild + 3).to_string() });
    assert_eq!(as_user(&world, &ada, "PATCH", &link, voice).await.1["code"], 50_024);
    let body = json!({ "content": "hello", "metadata": { "k": "v" } });
    let (status, sent) = as_user(&world, &bob, "POST", &messages, body).await;
    assert_eq!((status, &sent["lobby_id"]), (201, &lobby["id"]));
    let forwarded = world.event("MESSAGE_CREATE").await;
    assert_eq!((&forwarded["content"], id(&forwarded["author"])), (&json!("hello"), bob.clone()));
    let own = format!("{messages}/{}/moderation-metadata", id(&sent));
    assert_eq!(world.ask("PUT", &own, json!({ "verdict": "fine" })).await.0, 204);
    let many = json!({ "a": "", "b": "", "c": "", "d": "", "e": "", "f": "" });
    assert_eq!(world.refused("PUT", &own, many).await, (400, 50_035));
    let (_, list) = as_user(&world, &ada, "GET", &messages, Value::Null).await;
    assert_eq!(list[0]["moderation_metadata"]["verdict"], "fine");

    for (by_user, invites) in [(true, "@me"), (false, &*bob)] {
        let invites = format!("{path}/members/{invites}/invites");
        let made = match by_user {
            true => as_user(&world, &ada, "POST", &invites, json!({})).await.1,
            false => world.ok("POST", &invites, json!({})).await,
        };
        let invite = world.event("INVITE_CREATE").await;
        assert_eq!((&invite["code"], &invite["max_uses"]), (&made["code"], &json!(1)));
    }
    as_user(&world, &ada, "PATCH", &link, json!({})).await;
    let invites = format!("{path}/members/{bob}/invites");
    assert_eq!(world.refused("POST", &invites, json!({})).await, (400, 50_024), "it is unlinked");
    let me = format!("{path}/members/@me");
    assert_eq!(as_user(&world, &bob, "DELETE", &me, Value::Null).await.0, 204);
    assert_eq!(world.ok("GET", &path, Value::Null).await["members"].as_array().unwrap().len(), 1);
}
