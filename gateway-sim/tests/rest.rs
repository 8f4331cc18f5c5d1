//! REST over a real socket, and the events that follow from it.

#![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]

mod support;

use gateway_sim::Sim;
use serde_json::{Value, json};
use support::{Client, request, rest};

async fn start() -> (Sim, Client, String) {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let (client, ready) = Client::live(&sim, "v=10", 0x1ffff & !(1 << 17) & !(1 << 8)).await;
    let guild: u64 = ready["guilds"][0]["id"].as_str().unwrap().parse().unwrap();
    (sim, client, (guild + 1).to_string())
}

#[tokio::test]
async fn the_basics_answer_and_ask_for_the_token() {
    let (sim, _client, channel) = start().await;
    let (status, bot) = rest(&sim, "GET", "/gateway/bot", Value::Null).await;
    assert_eq!((status, &bot["url"]), (200, &json!(sim.gateway_url())));
    assert_eq!(bot["session_start_limit"]["remaining"], 999);
    let (_, me) = rest(&sim, "GET", "/users/@me", Value::Null).await;
    assert_eq!(me["bot"], true);
    let unauthorized = request(&sim, "GET", "/api/v10/users/@me", Value::Null, false).await;
    assert_eq!((unauthorized.0, &unauthorized.2["message"]), (401, &json!("401: Unauthorized")));
    assert_eq!(request(&sim, "GET", "/api/users/@me", Value::Null, true).await.2["code"], 50_041);
    assert_eq!(rest(&sim, "GET", "/nothing/here", Value::Null).await.0, 404);
    assert_eq!(rest(&sim, "DELETE", "/users/@me", Value::Null).await.0, 405);
    assert_eq!(
        rest(&sim, "GET", &format!("/channels/{channel}"), Value::Null).await.1["name"],
        "general"
    );
    assert_eq!(rest(&sim, "GET", "/channels/5", Value::Null).await.1["code"], 10_003);
}

#[tokio::test]
async fn messages_come_back_as_events() {
    let (sim, mut client, channel) = start().await;
    let path = format!("/channels/{channel}/messages");
    let (status, message) = rest(&sim, "POST", &path, json!({ "content": "pong" })).await;
    assert_eq!(status, 200);
    let event = client.payload().await;
    assert_eq!((&event["t"], &event["d"]["id"]), (&json!("MESSAGE_CREATE"), &message["id"]));
    assert_eq!(event["d"]["author"]["bot"], true);
    assert!(event["d"]["member"].get("user").is_none());

    let one = format!("{path}/{}", message["id"].as_str().unwrap());
    let (_, edited) = rest(&sim, "PATCH", &one, json!({ "content": "changed" })).await;
    assert!(edited["edited_timestamp"].is_string());
    assert_eq!(client.payload().await["d"]["content"], "changed");

    let fire = format!("{one}/reactions/%F0%9F%94%A5/@me");
    assert_eq!(rest(&sim, "PUT", &fire, Value::Null).await.0, 204);
    let event = client.payload().await;
    assert_eq!(
        (&event["t"], &event["d"]["emoji"]["name"]),
        (&json!("MESSAGE_REACTION_ADD"), &json!("🔥"))
    );
    assert_eq!(rest(&sim, "GET", &one, Value::Null).await.1["reactions"][0]["me"], true);
    assert_eq!(rest(&sim, "DELETE", &fire, Value::Null).await.0, 204);
    assert_eq!(client.payload().await["t"], "MESSAGE_REACTION_REMOVE");

    assert_eq!(rest(&sim, "DELETE", &one, Value::Null).await.0, 204);
    assert_eq!(client.payload().await["t"], "MESSAGE_DELETE");
    assert_eq!(rest(&sim, "GET", &one, Value::Null).await.1["code"], 10_008);
}

#[tokio::test]
async fn what_is_wrong_with_a_message_is_said() {
    let (sim, _client, channel) = start().await;
    let path = format!("/channels/{channel}/messages");
    let (status, error) = rest(&sim, "POST", &path, json!({})).await;
    assert_eq!((status, &error["code"]), (400, &json!(50_006)));
    let long = "x".repeat(2001);
    let (_, error) = rest(&sim, "POST", &path, json!({ "content": long })).await;
    assert_eq!(error["code"], 50_035);
    assert_eq!(error["errors"]["content"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    let reply = json!({ "content": "x", "message_reference": { "message_id": "77" } });
    assert_eq!(rest(&sim, "POST", &path, reply).await.1["code"], 50_035);
    assert_eq!(sim.rest_stats().by_status[&400], 3);
}
