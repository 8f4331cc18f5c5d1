//! Limits over a real socket: which requests wait, which fail, what is counted.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Server, empty, json};
use bytes::Bytes;
use gateway_model::{Id, id::marker};
use http::Response;
use http_body_util::Full;
use http_client::ratelimit::{AddressGuard, LONGEST_WAIT, Limit, Notice, Refusal};
use http_client::{Client, Error};

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

/// Returns a response of a bucket with one request in ten minutes.
fn used_up() -> Response<Full<Bytes>> {
    let headers = [
        ("x-ratelimit-limit", "1"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset-after", "600"),
        ("x-ratelimit-bucket", "b"),
    ];
    answer(204, &headers, "")
}

/// Advances the time by this.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time + Duration::from_millis(1)).await;
    tokio::time::resume();
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
    // It was refused immediately, and the bucket of another channel is not affected.
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
    // The headers say that there is room, but the 429 says that there is none.
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

#[tokio::test]
async fn case_27_a_rename_that_met_its_limit_holds_up_renames_and_nothing_else_of_the_channel() {
    let headers = [
        ("x-ratelimit-limit", "10"),
        ("x-ratelimit-remaining", "8"),
        ("x-ratelimit-reset-after", "300"),
        ("x-ratelimit-bucket", "c"),
        ("x-ratelimit-scope", "user"),
        ("retry-after", "582"),
    ];
    let body = r#"{"message":"You are being rate limited.","retry_after":582.0,"global":false}"#;
    let server = Server::start(move |_, request| {
        let renames = request.body().starts_with(br#"{"name""#);
        if renames { answer(429, &headers, body) } else { answer(200, &headers, "{}") }
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).max_wait(SHORT).build().unwrap();
    for _ in 0..2 {
        let error = client.modify_channel(channel(1)).name("x").raw().await.unwrap_err();
        let Error::Refused(Refusal::WaitTooLong { limit, retry_in: Some(retry_in), .. }) = &error
        else {
            panic!("{error}")
        };
        assert_eq!(*limit, Limit::Hidden { operation: "update_channel" });
        assert!(*retry_in > Duration::from_secs(580), "{retry_in:?}");
    }
    assert_eq!(server.seen().len(), 1, "the second rename was not sent");
    client.modify_channel(channel(1)).topic("y").raw().await.unwrap();
    client.modify_channel(channel(1)).nsfw(true).topic("z").raw().await.unwrap();
    let error = client.modify_channel(channel(2)).name("x").raw().await.unwrap_err();
    assert!(error.to_string().contains("update_channel"), "{error}");
    assert_eq!(server.seen().len(), 4, "another channel has a limit of its own");
}

#[tokio::test]
async fn a_wait_of_more_than_a_day_is_an_error_at_once_for_all_that_would_wait() {
    let body = r#"{"message":"You are being rate limited.","retry_after":1e308,"global":false}"#;
    let headers = [
        ("x-ratelimit-limit", "1"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset-after", "1e308"),
        ("x-ratelimit-bucket", "b"),
    ];
    let server = Server::start(move |number, _| {
        if number == 0 { answer(429, &headers, body) } else { answer(204, &headers, "") }
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url());
    let client = client.max_wait(Duration::MAX).back_off(Duration::MAX).build().unwrap();
    let too_long = |error: Error| match error {
        Error::Refused(Refusal::WaitTooLong { allowed, retry_in: Some(retry_in), .. }) => {
            assert!(allowed <= LONGEST_WAIT && retry_in > LONGEST_WAIT, "{allowed:?} {retry_in:?}");
        }
        error => panic!("{error}"),
    };
    // The request that met the limit, and one after it.
    too_long(client.delete_channel(channel(1)).raw().await.unwrap_err());
    too_long(client.delete_channel(channel(1)).raw().await.unwrap_err());
    // A bucket that reports the same only in its headers.
    client.delete_channel(channel(2)).raw().await.unwrap();
    too_long(client.delete_channel(channel(2)).raw().await.unwrap_err());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_429_that_says_to_wait_for_no_time_is_not_repeated_at_once() {
    let headers = [("retry-after", "0"), ("x-ratelimit-scope", "user")];
    let server = Server::start(move |_, _| answer(429, &headers, "")).await;
    let client = Client::builder("abc").api_url(server.api_url());
    let client = client.max_wait(Duration::ZERO).build().unwrap();
    let mut waits = Vec::new();
    for round in 0..6 {
        let error = client.delete_channel(channel(1)).raw().await.unwrap_err();
        let Error::Refused(Refusal::WaitTooLong { retry_in: Some(retry_in), .. }) = error else {
            panic!("{error}")
        };
        assert_eq!(server.seen().len(), round + 1, "{waits:?}");
        waits.push(retry_in);
        pass(retry_in).await;
    }
    assert!(waits.is_sorted() && waits[5] > Duration::from_millis(800), "{waits:?}");
}

#[tokio::test]
async fn a_429_with_json_that_names_no_wait_is_not_taken_for_the_edges_ban() {
    let server = Server::start(|_, request| match request.uri().path() {
        "/api/v10/channels/1" => json(429, r#"{"message":"slow down","retry_after":null}"#),
        _ => empty(204),
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).max_wait(SHORT).build().unwrap();
    let error = client.delete_channel(channel(1)).raw().await.unwrap_err();
    let Error::Refused(Refusal::WaitTooLong { limit, .. }) = &error else { panic!("{error}") };
    assert!(matches!(limit, Limit::Bucket { .. }), "{error}");
    client.delete_channel(channel(2)).raw().await.unwrap();
}

#[tokio::test]
async fn case_28_a_webhook_that_is_gone_is_not_called_for_ever() {
    let gone = r#"{"message":"Unknown Webhook","code":10015}"#;
    let server = Server::start(move |_, request| match request.uri().path() {
        "/api/v10/webhooks/7/wrong" => {
            json(401, r#"{"message":"Invalid Webhook Token","code":50027}"#)
        }
        "/api/v10/webhooks/9/t/messages/1" => {
            json(404, r#"{"message":"Unknown Message","code":10008}"#)
        }
        _ => json(404, gone),
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let hook = Id::new(5).unwrap();
    for number in 0..50 {
        let error = client.execute_webhook(hook, "t").content("x").raw().await.unwrap_err();
        let Error::Refused(Refusal::WebhookGone { webhook, retry_in }) = &error else {
            assert!(number < 3, "{number}: {error}");
            continue;
        };
        assert!(number >= 3 && *webhook == hook, "{number}: {error}");
        assert!(*retry_in > Duration::from_secs(3_500), "{retry_in:?}");
        assert!(error.to_string().contains("webhook 5 does not exist") && !error.is_retryable());
    }
    assert_eq!((server.seen().len(), client.guard().invalid_requests()), (3, 3));
    // Its other routes belong to the same webhook, and each of many concurrent requests is counted.
    let error = client.delete_webhook_with_token(hook, "t").await.unwrap_err();
    assert!(matches!(error, Error::Refused(Refusal::WebhookGone { .. })), "{error}");
    assert!(client.guard().forget_gone(hook));
    client.execute_webhook(hook, "t").content("x").raw().await.unwrap_err();
    assert_eq!(server.seen().len(), 4);
    // A wrong token counts as gone too, but a message that is gone says nothing about its webhook.
    for _ in 0..5 {
        client.execute_webhook(Id::new(7).unwrap(), "wrong").content("x").raw().await.unwrap_err();
        client
            .delete_webhook_message(Id::new(9).unwrap(), "t", Id::new(1).unwrap())
            .await
            .unwrap_err();
    }
    assert_eq!(server.seen().len(), 4 + 3 + 5);
}

#[tokio::test]
async fn case_28_after_the_pause_one_request_finds_out_whether_a_webhook_is_there_again() {
    let gone = r#"{"message":"Unknown Webhook","code":10015}"#;
    let server = Server::start(move |number, _| match number {
        // The fourth gets a server error and is repeated.
        3 => json(503, "{}"),
        0..=4 => json(404, gone),
        _ => json(200, "{}"),
    })
    .await;
    let client = Client::anonymous().api_url(server.api_url()).back_off(Duration::from_millis(1));
    let client = client.build().unwrap();
    let hook = Id::new(5).unwrap();
    let call = || client.modify_webhook_with_token(hook, "t").name("x").raw();
    for _ in 0..3 {
        call().await.unwrap_err();
    }
    let gone_for = |error: Error| match error {
        Error::Refused(Refusal::WebhookGone { retry_in, .. }) => retry_in,
        error => panic!("{error}"),
    };
    pass(gone_for(call().await.unwrap_err())).await;
    assert_eq!(call().await.unwrap_err().as_api().unwrap().status, 404);
    assert_eq!(server.seen().len(), 5);
    let retry_in = gone_for(call().await.unwrap_err());
    assert!(retry_in > Duration::from_secs(7_100), "{retry_in:?}");
    pass(retry_in).await;
    for _ in 0..3 {
        call().await.unwrap();
    }
    assert_eq!(server.seen().len(), 8);
}

#[tokio::test]
async fn case_28_a_burst_that_waits_in_the_queue_of_a_webhook_that_is_gone_is_not_sent() {
    let gone = r#"{"message":"Unknown Webhook","code":10015}"#;
    let server = Server::start(move |_, _| json(404, gone)).await;
    let client = Client::anonymous().api_url(server.api_url()).build().unwrap();
    let calls =
        (0..50).map(|_| client.execute_webhook(Id::new(5).unwrap(), "t").content("x").raw());
    let answers = futures_util::future::join_all(calls).await;
    assert!(answers.iter().all(Result::is_err));
    assert_eq!(server.seen().len(), 3, "one at a time, as its bucket is not known");
}

#[tokio::test]
async fn case_28_follow_ups_of_interactions_are_never_given_up() {
    let gone = r#"{"message":"Unknown Webhook","code":10015}"#;
    let server = Server::start(move |_, request| {
        if request.uri().path().ends_with("/callback") { empty(204) } else { json(404, gone) }
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let application = Id::new(3).unwrap();
    let response = gateway_model::interaction::InteractionResponse::deferred_update();
    client.create_interaction_response(Id::new(4).unwrap(), "known", &response).await.unwrap();
    for token in ["aW50ZXJhY3Rpb246MTIzNDU2Nzg5", "known"] {
        for _ in 0..10 {
            let follow_up = client.execute_webhook(application, token).content("x");
            assert_eq!(follow_up.raw().await.unwrap_err().as_api().unwrap().status, 404);
        }
    }
    for _ in 0..10 {
        let error = client.original_interaction_response(application, "other").await.unwrap_err();
        assert_eq!(error.as_api().unwrap().status, 404);
    }
    assert_eq!((server.seen().len(), client.guard().invalid_requests()), (31, 0));
}
