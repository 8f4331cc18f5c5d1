//! REST over a real socket, and the events that it causes.

use crate::support::{Client, request, rest};
use gateway_sim::Sim;
use serde_json::{Value, json};

async fn start() -> (Sim, Client, String) {
    start_with(true).await
}

async fn start_with(limits: bool) -> (Sim, Client, String) {
    let sim = Sim::builder().guilds(1).rest_limits(limits).start().await.unwrap();
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
    assert_eq!(
        request(&sim, "GET", "/api/v5/users/@me", Value::Null, true).await.2["code"],
        50_041
    );
    assert_eq!(request(&sim, "GET", "/api/users/@me", Value::Null, true).await.0, 200);
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
    let (sim, mut client, channel) = start_with(false).await;
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

#[tokio::test]
async fn snowflakes_of_bodies_are_strings_or_numbers() {
    let (sim, _client, channel) = start_with(false).await;
    let path = format!("/channels/{channel}/messages");
    let (_, first) = rest(&sim, "POST", &path, json!({ "content": "x" })).await;
    let id: u64 = first["id"].as_str().unwrap().parse().unwrap();
    for reference in [json!(id), json!(id.to_string())] {
        let reply = json!({ "content": "y", "message_reference": { "message_id": reference } });
        let (_, reply) = rest(&sim, "POST", &path, reply).await;
        assert_eq!(reply["message_reference"]["message_id"], first["id"]);
        assert_eq!(reply["referenced_message"]["content"], "x");
    }
    let reply = json!({ "content": "y", "message_reference": { "message_id": true } });
    assert_eq!(rest(&sim, "POST", &path, reply).await.1["code"], 50_035);
    let user = channel.parse::<u64>().unwrap() - 1 + 0x10_0001;
    let (status, dm) =
        rest(&sim, "POST", "/users/@me/channels", json!({ "recipient_id": user })).await;
    assert_eq!((status, &dm["recipients"][0]["id"]), (200, &json!(user.to_string())));
}

#[tokio::test]
async fn limits_are_told_and_kept() {
    let (sim, _client, channel) = start().await;
    let path = format!("/api/v10/channels/{channel}/messages");
    for left in (0..5).rev() {
        let (status, headers, _) =
            request(&sim, "POST", &path, json!({ "content": "x" }), true).await;
        assert_eq!(
            (status, headers["x-ratelimit-remaining"].to_str().unwrap()),
            (200, &*left.to_string())
        );
    }
    let (status, headers, body) =
        request(&sim, "POST", &path, json!({ "content": "x" }), true).await;
    assert_eq!(
        (status, &headers["x-ratelimit-scope"], &body["global"]),
        (429, &"user".parse().unwrap(), &json!(false))
    );
    assert!(body["retry_after"].as_f64().unwrap() > 0.0);
    assert_eq!(headers["via"], "1.1 google");
    let stats = sim.rest_stats();
    assert_eq!((stats.limited["user"], stats.edge.invalid_requests), (1, 1));
}

#[tokio::test]
async fn shared_limits_are_not_invalid_requests_and_bans_are_html() {
    use gateway_sim::control::RestAction;
    use gateway_sim::rest::{Scope, Window};
    let (sim, _client, _) = start().await;
    let limit = |scope| RestAction::Limit {
        route: Some("GET /users/@me".to_owned()),
        limit: 1,
        per_ms: 60_000,
        window: Window::Fixed,
        scope,
        hidden: false,
    };
    sim.act(limit(Scope::Shared)).unwrap();
    assert_eq!(rest(&sim, "GET", "/users/@me", Value::Null).await.0, 200);
    assert_eq!(rest(&sim, "GET", "/users/@me", Value::Null).await.0, 429);
    assert_eq!(sim.rest_stats().edge.invalid_requests, 0);
    sim.act(limit(Scope::User)).unwrap();
    sim.act(RestAction::InvalidRequestLimit { limit: 2 }).unwrap();
    for status in [200, 429, 429, 429] {
        assert_eq!(rest(&sim, "GET", "/users/@me", Value::Null).await.0, status);
    }
    let (status, headers, body) =
        request(&sim, "GET", "/api/v10/gateway", Value::Null, false).await;
    assert_eq!(
        (status, &headers["content-type"]),
        (429, &"text/html; charset=UTF-8".parse().unwrap())
    );
    assert!(body.is_null() && !headers.contains_key("via"));
    let edge = sim.rest_stats().edge;
    assert_eq!((edge.invalid_requests, edge.bans, edge.refused), (2, 1, 2));
}

#[tokio::test]
async fn requests_fail_on_command() {
    use gateway_sim::control::RestAction;
    use gateway_sim::rest::Failure;
    let (sim, _client, _) = start().await;
    let failure = Failure { route: None, status: 502, body: String::new(), times: 2 };
    sim.act(RestAction::Fail(failure)).unwrap();
    for status in [502, 502, 200] {
        assert_eq!(rest(&sim, "GET", "/users/@me", Value::Null).await.0, status);
    }
}
