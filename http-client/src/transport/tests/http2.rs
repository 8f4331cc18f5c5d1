//! HTTP/2: connections that stop responding, go away or refuse streams.

use std::time::Duration;

use super::server::{Act, At, Server};
use super::*;

const LONG: Duration = Duration::from_secs(30);
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const ENHANCE_YOUR_CALM: u32 = 11;

fn secure(server: &Server) -> ClientBuilder {
    client(&server.https_url()).tls(server.tls.clone())
}

/// Returns a script that answers the first request of the first connection, and treats the second like this.
fn second(act: Act) -> impl Fn(At) -> Act + Send + Sync {
    move |at| if (at.connection, at.number) == (0, 1) { act.clone() } else { Act::Answer }
}

#[tokio::test]
async fn case_24_a_silent_connection_costs_one_request_and_no_other() {
    let server = Server::http2(second(Act::Silence)).await;
    let client = secure(&server).build().unwrap();
    post(&client, LONG).await.unwrap();
    assert!(timed_out(&post(&client, SHORT).await));
    for _ in 0..190 {
        post(&client, LONG).await.unwrap();
    }
    assert_eq!(server.seen().last(), Some(&(1, 189)), "one new connection takes them all");
}

#[tokio::test]
async fn case_24_a_callers_own_time_limit_leaves_the_connection_to_nobody() {
    let server = Server::http2(second(Act::Silence)).await;
    let mut builder = secure(&server);
    builder.transport.dropped_after = Duration::from_millis(10);
    let client = builder.build().unwrap();
    post(&client, LONG).await.unwrap();
    tokio::time::timeout(SHORT, post(&client, LONG)).await.unwrap_err();
    post(&client, LONG).await.unwrap();
}

#[tokio::test]
async fn case_24_a_ping_that_is_not_answered_ends_the_connection() {
    let server = Server::http2(second(Act::Silence)).await;
    let mut builder = secure(&server);
    builder.transport.ping_after = Duration::from_millis(10);
    builder.transport.ping_timeout = Duration::from_millis(10);
    let client = builder.clone().build().unwrap();
    post(&client, LONG).await.unwrap();
    assert_eq!(kind(post(&client, LONG).await), ConnectionErrorKind::Silent);
    post(&client, LONG).await.unwrap();

    let server = Server::http2(second(Act::Silence)).await;
    let client = builder.api_url(server.https_url()).tls(server.tls.clone()).build().unwrap();
    post(&client, LONG).await.unwrap();
    delete(&client).await.unwrap();
    assert_eq!(server.seen(), [(0, 0), (0, 1), (1, 0)], "what may be sent twice is");
}

#[tokio::test]
async fn case_24_while_a_request_waits_in_silence_others_go_out_on_a_new_connection() {
    let server = Server::http2(second(Act::Silence)).await;
    let mut builder = secure(&server);
    builder.transport.suspect_after = Duration::from_millis(10);
    let client = builder.build().unwrap();
    post(&client, LONG).await.unwrap();
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { post(&client, LONG).await }
    });
    while client.in_flight() == 0 {
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(SHORT).await;
    post(&client, LONG).await.unwrap();
    assert!(!waiting.is_finished(), "it may still be answered");
}

/// Checks that the second request of a connection, which is treated like this, is sent again.
async fn is_sent_again_on_another_connection(act: Act) {
    let server = Server::http2(second(act)).await;
    let (client, again) = counting(secure(&server).retries(0));
    post(&client, LONG).await.unwrap();
    post(&client, LONG).await.unwrap();
    assert_eq!(server.seen(), [(0, 0), (0, 1), (1, 0)]);
    assert_eq!(again.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn case_25_a_refused_stream_is_sent_again_whatever_it_does() {
    is_sent_again_on_another_connection(Act::Reset(REFUSED_STREAM)).await;
}

#[tokio::test]
async fn case_25_a_stream_after_the_last_of_a_goaway_is_sent_again_whatever_it_does() {
    for (code, close) in [(0, true), (0, false), (ENHANCE_YOUR_CALM, true)] {
        is_sent_again_on_another_connection(Act::GoAway { last: 1, code, close }).await;
    }
}

#[tokio::test]
async fn case_25_twin_what_may_have_been_processed_is_not_repeated() {
    let broken = [
        Act::Close,
        Act::Reset(INTERNAL_ERROR),
        // Their last stream is that of the request.
        Act::GoAway { last: 3, code: 0, close: true },
        Act::GoAway { last: 3, code: ENHANCE_YOUR_CALM, close: true },
    ];
    for act in broken {
        let server = Server::http2(second(act.clone())).await;
        let (client, again) = counting(secure(&server));
        post(&client, LONG).await.unwrap();
        let error = post(&client, LONG).await.unwrap_err();
        let Error::Transport(failure) = &error else { panic!("{error:?}") };
        assert!(!failure.is_not_processed() && !error.request_succeeded(), "{act:?}: {error:?}");
        assert_eq!(server.seen(), [(0, 0), (0, 1)], "{act:?}");
        assert_eq!(again.load(Ordering::Relaxed), 0);
    }
}

#[tokio::test]
async fn case_25_a_server_that_refuses_everything_gets_each_request_once_per_connection() {
    let server = Server::http2(|_| Act::Reset(REFUSED_STREAM)).await;
    let (client, again) = counting(secure(&server).retries(0));
    assert_eq!(kind(post(&client, LONG).await), ConnectionErrorKind::NotProcessed);
    assert_eq!(server.seen(), [(0, 0), (1, 0), (2, 0), (3, 0)]);
    assert_eq!(again.load(Ordering::Relaxed), 3);
}
