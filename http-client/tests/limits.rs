//! Limits over a real socket: who waits, who is told, what is counted.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use gateway_model::{Id, id::marker};
use http::Response;
use http_body_util::Full;
use http_client::ratelimit::{AddressGuard, Limit, Notice, Refusal};
use http_client::{Client, Error};
use support::{Server, empty};

const SHORT: Duration = Duration::from_millis(10);

fn channel(id: u64) -> Id<marker::Channel> {
    Id::new(id).unwrap()
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Full<Bytes>> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Full::new(Bytes::copy_from_slice(body.as_bytes()))).unwrap()
}

/// A bucket of one request in ten minutes.
fn used_up() -> Response<Full<Bytes>> {
    let headers = [
        ("x-ratelimit-limit", "1"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset-after", "600"),
        ("x-ratelimit-bucket", "b"),
    ];
    answer(204, &headers, "")
}

#[tokio::test]
async fn case_22_the_edges_own_429_stops_all_clients_of_the_address() {
    let page = "<html>error code: 1015</html>";
    let server = Server::start(move |_, _| answer(429, &[("retry-after", "120")], page)).await;
    let guard = AddressGuard::new();
    let builder = |builder: http_client::ClientBuilder| {
        builder.api_url(server.api_url()).guard(guard.clone()).max_wait(SHORT).build().unwrap()
    };
    let bot = builder(Client::builder("abc"));
    let hooks = builder(Client::anonymous());
    let error = bot.delete_channel(channel(1)).await.unwrap_err();
    assert!(error.to_string().contains("banned"), "{error}");
    for _ in 0..3 {
        let error = hooks.execute_webhook(Id::new(5).unwrap(), "t").content("x").await.unwrap_err();
        let Error::Refused(Refusal::WaitTooLong { limit: Limit::EdgeBan { .. }, retry_in, .. }) =
            error
        else {
            panic!("{error}")
        };
        assert!(retry_in.unwrap() > Duration::from_secs(110), "{retry_in:?}");
    }
    assert_eq!(server.seen().len(), 1);
    assert_eq!(guard.invalid_requests(), 1);
}

#[tokio::test]
async fn case_22_a_429_of_a_shared_resource_is_not_counted_and_others_are() {
    let body =
        r#"{"message":"The resource is being rate limited.","retry_after":600,"global":false}"#;
    let server = Server::start(move |number, _| {
        let scope = if number == 0 { "shared" } else { "user" };
        answer(429, &[("x-ratelimit-scope", scope), ("retry-after", "600")], body)
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).max_wait(SHORT).build().unwrap();
    client.delete_channel(channel(1)).await.unwrap_err();
    assert_eq!(client.guard().invalid_requests(), 0);
    client.delete_channel(channel(2)).await.unwrap_err();
    assert_eq!(client.guard().invalid_requests(), 1);
}

#[tokio::test]
async fn case_23_a_wait_is_seen_and_can_be_refused_by_name() {
    let server = Server::start(|_, _| used_up()).await;
    let notices = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&notices);
    let client = Client::builder("abc")
        .api_url(server.api_url())
        .observer(move |operation: &'static str, notice: Notice<'_>| {
            if let Notice::Waiting { limit, expected } = notice {
                kept.lock().unwrap().push((operation, limit.clone(), expected.unwrap()));
            }
        })
        .build()
        .unwrap();
    client.delete_channel(channel(1)).raw().await.unwrap();
    let error =
        client.delete_channel(channel(1)).max_wait(Duration::from_secs(5)).await.unwrap_err();
    let Error::Refused(Refusal::WaitTooLong { limit, allowed, retry_in }) = &error else {
        panic!("{error}")
    };
    assert_eq!(*limit, Limit::Bucket { bucket: Some("b".into()), ahead: 0 });
    assert_eq!(*allowed, Duration::from_secs(5));
    assert!(retry_in.unwrap() > Duration::from_secs(590));
    let notices = notices.lock().unwrap().clone();
    assert_eq!((notices.len(), notices[0].0), (1, "delete_channel"));
    assert!(notices[0].2 > Duration::from_secs(590));
    // It was refused at once, and another channel's bucket goes on.
    client.delete_channel(channel(2)).max_wait(SHORT).raw().await.unwrap();
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_global_429_stops_every_route_but_those_of_interactions() {
    let body = r#"{"message":"You are being rate limited.","retry_after":600,"global":true}"#;
    let server = Server::start(move |number, _| {
        if number == 0 { answer(429, &[("x-ratelimit-global", "true")], body) } else { empty(204) }
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).max_wait(SHORT).build().unwrap();
    client.delete_channel(channel(1)).await.unwrap_err();
    let error = client.leave_guild(Id::new(3).unwrap()).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::WaitTooLong { limit: Limit::Global, .. })),
        "{error}"
    );
    let response = gateway_model::interaction::InteractionResponse::deferred_update();
    let answered = client.create_interaction_response(Id::new(4).unwrap(), "t", &response).await;
    assert_eq!(answered.unwrap(), None);
}

#[tokio::test]
async fn an_emoji_routes_odd_limit_is_waited_out() {
    // The headers say that there is room, and the 429 says that there is none.
    let headers = [
        ("x-ratelimit-limit", "5"),
        ("x-ratelimit-remaining", "4"),
        ("x-ratelimit-reset-after", "1"),
        ("x-ratelimit-bucket", "e"),
    ];
    let body = r#"{"message":"You are being rate limited.","retry_after":0.02,"global":false}"#;
    let server = Server::start(move |number, _| {
        if number == 0 { answer(429, &headers, body) } else { answer(200, &headers, "[]") }
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    client.guild_emojis(Id::new(1).unwrap()).await.unwrap();
    assert_eq!(server.seen().len(), 2);
}
