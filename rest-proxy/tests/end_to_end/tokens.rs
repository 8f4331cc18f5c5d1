//! Tokens: whose limits count, what a 401 does, and that no token is shown.

use gateway_sim::Sim;
use http_client::Token;
use rest_proxy::config::GlobalLimit;
use serde_json::json;

use crate::support::{Came, Pair, answer, bucket, channel, config, full};

#[tokio::test]
async fn the_bots_token_is_added_to_requests_without_one() {
    let came = Came::default();
    let noted = came.clone();
    let handle = move |request| {
        noted.note(&request);
        async { answer(200, &[], "{}") }
    };
    let change =
        |config: &mut rest_proxy::Config| config.token = Some(Token::new("own.token").unwrap());
    let pair = Pair::before_with(handle, change).await;
    pair.client.get("/api/v10/channels/1").await;
    pair.client.get("/api/v10/webhooks/1/secret").await;
    pair.client.send(pair.client.message("other", 1, "hello")).await;
    let sent = |at: usize| came.headers(at).get("authorization").cloned();
    assert_eq!(sent(0).unwrap(), "Bot own.token");
    assert_eq!(sent(1), None);
    assert_eq!(sent(2).unwrap(), "Bot other");
}

#[tokio::test]
async fn limits_are_kept_apart_by_token() {
    let pair = Pair::before(|_| async { answer(200, &bucket("1", "0", "600"), "{}") }).await;
    for token in ["a", "b", "c"] {
        let mut message = pair.client.message(token, 1, "hello");
        message.headers_mut().insert("x-proxy-max-wait", "0".parse().unwrap());
        assert_eq!(pair.client.send(message).await.status, 200, "{token}");
    }
    let mut message = pair.client.message("a", 1, "again");
    message.headers_mut().insert("x-proxy-max-wait", "0".parse().unwrap());
    assert_eq!(pair.client.send(message).await.status, 429);
}

#[tokio::test]
async fn a_token_that_is_refused_is_sent_no_more_and_others_go_on() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let pair = Pair::start(&config(&sim.api_url())).await;
    let send = |token: &str| pair.client.send(pair.client.message(token, channel(&sim), "hello"));
    let first = send("not.valid").await;
    assert_eq!((first.status.as_u16(), first.header("x-proxy-limit")), (401, None));
    for _ in 0..3 {
        // The second waits until the token is known to be invalid.
        let read = send("not.valid").await;
        assert_eq!(
            (read.status.as_u16(), read.header("x-proxy-limit")),
            (401, Some("token_refused"))
        );
        assert_eq!(read.json()["message"], "401: Unauthorized");
    }
    assert_eq!(sim.rest_stats().by_status[&401], 2);
    assert_eq!(send(&sim.token()).await.status, 200);
    assert_eq!(pair.health().await["invalid_requests"], 2);
}

#[tokio::test]
async fn invalid_answers_and_bans_count_for_all_tokens_together() {
    let pair = Pair::before(|request| async move {
        match request.uri().path().ends_with("/2") {
            true => answer(429, &[("retry-after", "600")], "<html>error code: 1015</html>"),
            false => answer(403, &[], "{}"),
        }
    })
    .await;
    let send = |token: &str, channel: u64| {
        let path = format!("/api/v10/channels/{channel}");
        let request =
            pair.client.request("GET", &path).header("authorization", format!("Bot {token}"));
        pair.client.send(request.header("x-proxy-max-wait", "1").body(full("")).unwrap())
    };
    for token in ["a", "b", "c"] {
        assert_eq!(send(token, 1).await.status, 403);
    }
    assert_eq!(pair.health().await["invalid_requests"], 3);
    // The edge's own 429 closes the API for every token, and for requests without one.
    for token in ["a", "b"] {
        let read = send(token, 2).await;
        assert_eq!(
            (read.status.as_u16(), read.header("x-proxy-limit")),
            (429, Some("edge_ban")),
            "{token}"
        );
    }
    let health = pair.health().await;
    assert_eq!([&health["guard"], &health["healthy"]], [&json!("banned"), &json!(false)]);
    assert_eq!(health["invalid_requests"], 4);
}

#[tokio::test]
async fn the_global_limit_of_a_bot_is_asked_for_once() {
    let came = Came::default();
    let noted = came.clone();
    let handle = move |request: http::Request<_>| {
        noted.note(&request);
        let learns = request.uri().path().ends_with("/gateway/bot");
        let body = r#"{"url":"wss://x","shards":32,"session_start_limit":{"max_concurrency":16}}"#;
        async move { answer(200, &[], if learns { body } else { "{}" }) }
    };
    let change = |config: &mut rest_proxy::Config| config.global_limit = GlobalLimit::Learn;
    let pair = Pair::before_with(handle, change).await;
    for channel in 1..=5 {
        pair.client.send(pair.client.message("a", channel, "hello")).await;
    }
    while !came.lines().iter().any(|line| line == "GET /api/v10/gateway/bot") {
        tokio::task::yield_now().await;
    }
    pair.client.get("/api/v10/gateway").await;
    let asked = came.lines().iter().filter(|line| line.ends_with("/gateway/bot")).count();
    assert_eq!(asked, 1);
    let at = came.lines().iter().position(|line| line.ends_with("/gateway/bot")).unwrap();
    assert_eq!(came.headers(at)["authorization"], "Bot a");
}

#[tokio::test]
async fn no_answer_of_the_proxy_shows_a_token() {
    let pair = Pair::before(|_| async { answer(200, &bucket("1", "0", "600"), "{}") }).await;
    let send = |path: &str| {
        let request = pair.client.request("GET", path).header("authorization", "Bot s3cret");
        pair.client.send(request.header("x-proxy-max-wait", "0").body(full("")).unwrap())
    };
    for (path, status) in [
        ("/api/v10/webhooks/1/s3cret", 200),
        ("/api/v10/webhooks/1/s3cret", 429),
        ("/api/v10/webhooks/../s3cret", 400),
    ] {
        let read = send(path).await;
        assert_eq!(read.status, status);
        let body = String::from_utf8_lossy(&read.body).into_owned();
        assert!(!format!("{body} {read:?}").contains("s3cret"), "{body}");
    }
    assert!(!format!("{:?}", pair.proxy).contains("s3cret"));
}
