//! Which requests are retried, how often, and which are not.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Server, json};
use gateway_model::{Id, id::marker, message::Nonce};
use http_client::ratelimit::{Acquiring, LimitReport, LimitedRequest, Notice, SharedLimits};
use http_client::{Client, ClientBuilder, Error, TransportError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn channel() -> Id<marker::Channel> {
    Id::new(41_771_983_423_143_937).unwrap()
}

/// Returns a client whose pauses are very short.
fn quick(url: String) -> ClientBuilder {
    Client::builder("abc").api_url(url).back_off(Duration::from_millis(1))
}

/// Starts a server whose first responses are errors.
async fn failing(failures: usize) -> Server {
    Server::start(
        move |number, _| {
            if number < failures { json(503, "") } else { json(200, r#"{"url":"wss://x"}"#) }
        },
    )
    .await
}

#[tokio::test]
async fn server_errors_are_repeated_as_often_as_allowed_and_visibly() {
    let server = failing(3).await;
    let notices = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&notices);
    let observer = move |operation: &'static str, notice: Notice<'_>| {
        if let Notice::Retrying { left, .. } = notice {
            kept.lock().unwrap().push((operation, left));
        }
    };
    let client = quick(server.api_url()).observer(observer).build().unwrap();
    client.gateway().await.unwrap();
    assert_eq!(
        *notices.lock().unwrap(),
        [("get_gateway", 2), ("get_gateway", 1), ("get_gateway", 0)]
    );
    let server = failing(4).await;
    let error = quick(server.api_url()).build().unwrap().gateway().await.unwrap_err();
    assert_eq!(error.as_api().unwrap().status, 503);
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn what_is_not_safe_to_repeat_is_not_repeated() {
    let server = failing(9).await;
    let client = quick(server.api_url()).build().unwrap();
    client.create_message(channel()).content("x").raw().await.unwrap_err();
    assert_eq!(server.seen().len(), 1, "a message might come twice");
    client.create_message(channel()).content("x").nonce(&Nonce::from(7)).raw().await.unwrap_err();
    assert_eq!(server.seen().len(), 2, "a nonce that is not enforced does not help");
    let message = client.create_message(channel()).content("x");
    message.nonce(&Nonce::from(7)).enforce_nonce(true).raw().await.unwrap_err();
    assert_eq!(server.seen().len(), 6, "with an enforced nonce it comes once");
    client.delete_channel(channel()).raw().await.unwrap();
}

#[tokio::test]
async fn a_success_whose_answer_cannot_be_read_says_carried_out_and_is_sent_once() {
    // A future format: the id is an object.
    let body = r#"{"id":{"new":1},"content":"x"}"#;
    let server = Server::start(move |_, _| json(200, body)).await;
    let client = quick(server.api_url()).build().unwrap();
    // It could be repeated, because its nonce is enforced.
    let message = client.create_message(channel()).content("x");
    let error = message.nonce(&Nonce::from(7)).enforce_nonce(true).await.unwrap_err();
    assert!(error.request_succeeded() && !error.is_retryable());
    let text = error.with_sources().to_string();
    assert!(text.starts_with("create_message was carried out, but its response"), "{text}");
    assert!(text.contains("at id: "), "the place and the cause: {text}");
    let Error::Decode(error) = error else { panic!("{error:?}") };
    assert_eq!((error.status().as_u16(), &**error.body()), (200, body.as_bytes()));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn an_answer_that_breaks_off_or_does_not_end_says_carried_out() {
    for ends in [true, false] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api", listener.local_addr().unwrap());
        tokio::spawn(async move {
            for number in 0.. {
                assert_eq!(number, 0, "it is not sent again");
                let (mut stream, _) = listener.accept().await.unwrap();
                assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{";
                stream.write_all(answer).await.unwrap();
                if !ends {
                    std::future::pending::<()>().await;
                }
            }
        });
        let client = quick(url).build().unwrap();
        let limit = Duration::from_millis(if ends { 30_000 } else { 60 });
        let error = client.create_message(channel()).content("x").timeout(limit).raw().await;
        let error = error.unwrap_err();
        assert!(error.request_succeeded() && !error.is_retryable(), "{error:?}");
        assert!(error.to_string().contains("carried out"), "{error}");
    }
}

/// Starts a server that closes its first connections after it has read the request.
async fn hanging_up(times: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for number in 0.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = [0; 4096];
            assert!(stream.read(&mut buffer).await.unwrap() > 0);
            if number >= times {
                let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
                stream.write_all(answer).await.unwrap();
            }
        }
    });
    format!("http://{address}/api")
}

#[tokio::test]
async fn broken_connections_are_repeated_where_that_is_safe() {
    let client = quick(hanging_up(2).await).build().unwrap();
    client.delete_channel(channel()).raw().await.unwrap();
    let client = quick(hanging_up(2).await).build().unwrap();
    let error = client.create_message(channel()).content("x").raw().await.unwrap_err();
    assert!(matches!(error, Error::Transport(TransportError::Connection(_))), "{error:?}");
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_refused_connection_was_not_sent_and_is_repeated_for_any_request() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    drop(listener);
    let tries = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&tries);
    let client = quick(url)
        .observer(move |_: &'static str, notice: Notice<'_>| {
            *counted.lock().unwrap() += usize::from(matches!(notice, Notice::Retrying { .. }));
        })
        .build()
        .unwrap();
    client.create_message(channel()).content("x").raw().await.unwrap_err();
    assert_eq!(*tries.lock().unwrap(), 3);
}

#[tokio::test]
async fn each_try_and_all_together_have_a_time_limit() {
    // It accepts connections and never sends anything.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    let client = quick(url).build().unwrap();
    let short = Duration::from_millis(20);
    let error = client.gateway().timeout(short).retries(1).await.unwrap_err();
    assert!(matches!(error, Error::Transport(TransportError::TryTimeout(t)) if t == short));
    let error = client.gateway().total_timeout(short).await.unwrap_err();
    assert!(matches!(error, Error::Transport(TransportError::TotalTimeout(t)) if t == short));
    assert_eq!((client.waiting(), client.in_flight()), (0, 0), "slots come back");
}

#[tokio::test]
async fn the_gateways_url_is_asked_for_once_and_the_bots_every_time() {
    let bot = r#"{"url":"wss://x","shards":1,"session_start_limit":
        {"total":1000,"remaining":999,"reset_after":0,"max_concurrency":1}}"#;
    let server = Server::start(move |_, _| json(200, bot)).await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    for _ in 0..3 {
        assert_eq!(&*client.gateway_url().await.unwrap(), "wss://x");
    }
    assert_eq!(server.seen().len(), 1);
    client.forget_gateway_url().await;
    client.gateway_url().await.unwrap();
    assert_eq!(server.seen().len(), 2);
    client.gateway_bot().await.unwrap();
    client.gateway_bot().await.unwrap();
    assert_eq!(server.seen().len(), 4);
}

/// A queue that admits every second request immediately and the others never.
struct Half(Arc<Mutex<(u32, Vec<Option<u16>>)>>);

impl SharedLimits for Half {
    fn acquire<'a>(&'a self, request: &'a LimitedRequest) -> Acquiring<'a> {
        assert_eq!((request.operation, request.resource), ("delete_channel", channel().get()));
        let number = {
            let mut state = self.0.lock().unwrap();
            state.0 += 1;
            state.0
        };
        Box::pin(async move {
            if number % 2 == 0 {
                std::future::pending::<()>().await;
            }
        })
    }

    fn ended(&self, _: &LimitedRequest, report: Option<&LimitReport>) {
        self.0.lock().unwrap().1.push(report.map(|report| report.status.as_u16()));
    }
}

#[tokio::test]
async fn limits_shared_with_other_processes_have_a_say() {
    let server = Server::start(|_, _| crate::support::empty(204)).await;
    let state = Arc::new(Mutex::new((0, Vec::new())));
    let client = quick(server.api_url()).shared_limits(Half(Arc::clone(&state))).build().unwrap();
    let request = || client.delete_channel(channel()).max_wait(Duration::from_millis(10)).raw();
    request().await.unwrap();
    let error = request().await.unwrap_err().to_string();
    assert!(error.contains("other processes"), "{error}");
    assert_eq!(server.seen().len(), 1);
    assert_eq!(state.lock().unwrap().1, [Some(204)]);
}
