//! How long a request waits, and how it is answered if that is too long.

use http::StatusCode;
use serde_json::json;

use crate::support::{Pair, Read, answer, bucket};

async fn used_up(change: impl FnOnce(&mut rest_proxy::Config)) -> Pair {
    let handle = |_| async { answer(200, &bucket("1", "0", "600"), "{}") };
    let pair = Pair::before_with(handle, change).await;
    assert_eq!(pair.client.send(pair.client.message("a", 1, "first")).await.status, 200);
    pair
}

async fn asked(pair: &Pair, header: &str, value: &str) -> Read {
    let mut message = pair.client.message("a", 1, "second");
    message
        .headers_mut()
        .insert(header.parse::<http::HeaderName>().unwrap(), value.parse().unwrap());
    pair.client.send(message).await
}

#[tokio::test]
async fn a_request_that_would_wait_for_longer_than_it_asks_is_told_the_limit_and_the_time() {
    let pair = used_up(|_| {}).await;
    let read = asked(&pair, "x-proxy-max-wait", "5").await;
    assert_eq!((read.status.as_u16(), read.header("x-proxy-limit")), (429, Some("bucket")));
    let seconds: u64 = read.header("retry-after").unwrap().parse().unwrap();
    assert!((595..=600).contains(&seconds), "{seconds}");
    let body = read.json();
    assert!(body["retry_after"].as_f64().unwrap() <= 600.0);
    assert_eq!(body["global"], json!(false));
    // discord.py treats a 429 without this header as a ban.
    assert_eq!(read.header("via"), Some("1.1 rest-proxy"));
}

#[tokio::test]
async fn the_configuration_bounds_the_wait_too_and_chooses_the_status() {
    let pair = used_up(|config| {
        config.max_wait = std::time::Duration::from_secs(1);
        config.refusal_status = StatusCode::REQUEST_TIMEOUT;
    })
    .await;
    let read = asked(&pair, "x-proxy-max-wait", "3600").await;
    assert_eq!((read.status.as_u16(), read.header("x-proxy-limit")), (408, Some("bucket")));
}

#[tokio::test]
async fn a_full_queue_refuses_the_next_request() {
    let pair = used_up(|config| config.max_waiting = 1).await;
    let (client, message) = (pair.client.clone(), pair.client.message("a", 1, "waits"));
    let waits = tokio::spawn(async move { client.send(message).await });
    pair.until("waiting", 1).await;
    let read = asked(&pair, "x-proxy-ordered", "false").await;
    assert_eq!((read.status.as_u16(), read.header("x-proxy-limit")), (429, Some("queue_full")));
    waits.abort();
    pair.until("waiting", 0).await;
}

#[tokio::test]
async fn a_header_that_cannot_be_read_is_an_error() {
    let pair = used_up(|_| {}).await;
    for (name, value) in [("x-proxy-max-wait", "soon"), ("x-proxy-ordered", "maybe")] {
        let read = asked(&pair, name, value).await;
        assert_eq!(read.status, 400, "{name}");
        assert!(read.json()["message"].as_str().unwrap().contains(name));
    }
}
