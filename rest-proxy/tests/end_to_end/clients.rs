//! A client's mistake does not affect other clients.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Frame;
use rest_proxy::RestProxy;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::support::{AnyBody, Came, Pair, answer, bucket, config, full};

/// A body that is sent in pieces.
fn piecewise() -> (mpsc::Sender<Result<Frame<bytes::Bytes>, std::convert::Infallible>>, AnyBody) {
    let (sender, mut pieces) = mpsc::channel(1);
    let pieces = futures_util::stream::poll_fn(move |cx| pieces.poll_recv(cx));
    (sender, StreamBody::new(pieces).boxed())
}

#[tokio::test]
async fn a_client_that_goes_away_frees_its_slot_and_its_place() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let pair = Pair::before(move |_| {
        let first = counted.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            if first {
                std::future::pending::<()>().await;
            }
            answer(200, &bucket("5", "4", "1"), "{}")
        }
    })
    .await;
    let send = |content: &str| {
        let (client, message) = (pair.client.clone(), pair.client.message("a", 1, content));
        tokio::spawn(async move { client.send(message).await })
    };
    let in_flight = send("never answered");
    pair.until("in_flight", 1).await;
    // Nothing is known about the bucket, so these wait for the first.
    let (waiting, goes_away) = (send("waits"), send("goes away"));
    pair.until("waiting", 2).await;
    goes_away.abort();
    pair.until("waiting", 1).await;
    in_flight.abort();
    assert_eq!(waiting.await.unwrap().status, 200);
    assert_eq!(calls.load(Ordering::SeqCst), 2, "what went away while it waited was not sent");
    pair.until("in_flight", 0).await;
}

#[tokio::test]
async fn a_slow_reader_holds_no_slot() {
    const LARGE: usize = 8 << 20;
    let pair = Pair::before(|request| async move {
        let large = request.uri().query() == Some("large");
        let body = if large { "x".repeat(LARGE) } else { "small".to_owned() };
        answer(200, &bucket("1", "1", "0.001"), &body)
    })
    .await;
    let large = pair.client.request("GET", "/api/v10/channels/1?large").body(full("")).unwrap();
    let slow = pair.client.head(large).await;
    assert_eq!(pair.health().await["in_flight"], 0);
    for _ in 0..3 {
        assert_eq!(&*pair.client.get("/api/v10/channels/1").await.body, b"small");
    }
    assert_eq!(slow.into_body().collect().await.unwrap().to_bytes().len(), LARGE);
}

#[tokio::test]
async fn a_slow_upload_takes_no_slot_before_it_has_begun_and_is_given_up() {
    let came = Came::default();
    let noted = came.clone();
    let handle = move |request| {
        noted.note(&request);
        async { answer(200, &bucket("1", "1", "0.001"), "{}") }
    };
    let change = |config: &mut rest_proxy::Config| config.upload_stall = Duration::from_millis(100);
    let pair = Pair::before_with(handle, change).await;
    let (pieces, body) = piecewise();
    let request = pair.client.request("POST", "/api/v10/channels/1/messages").body(body).unwrap();
    let client = pair.client.clone();
    let upload = tokio::spawn(async move { client.send(request).await });
    pieces.send(Ok(Frame::data("some".into()))).await.unwrap();
    assert_eq!(pair.client.send(pair.client.message("a", 1, "others go on")).await.status, 200);
    let read = upload.await.unwrap();
    assert_eq!((read.status.as_u16(), read.header("x-proxy-error")), (408, Some("body")));
    assert_eq!(came.lines().len(), 1, "the slow one was never sent");
}

#[tokio::test]
async fn an_upload_that_stalls_on_its_way_is_given_up_and_frees_its_slot() {
    let handle = |request: http::Request<hyper::body::Incoming>| async move {
        let read = request.into_body().collect().await;
        answer(if read.is_ok() { 200 } else { 400 }, &bucket("1", "1", "0.001"), "{}")
    };
    let change = |config: &mut rest_proxy::Config| {
        config.upload_stall = Duration::from_millis(100);
        config.buffered_body = 8;
    };
    let pair = Pair::before_with(handle, change).await;
    let (pieces, body) = piecewise();
    let request = pair.client.request("POST", "/api/v10/channels/1/messages").body(body).unwrap();
    let client = pair.client.clone();
    let upload = tokio::spawn(async move { client.send(request).await });
    pieces.send(Ok(Frame::data("more than eight".into()))).await.unwrap();
    pair.until("in_flight", 1).await;
    let read = upload.await.unwrap();
    assert_eq!((read.status.as_u16(), read.header("x-proxy-error")), (408, Some("body")));
    pair.until("in_flight", 0).await;
    assert_eq!(pair.client.send(pair.client.message("a", 1, "others go on")).await.status, 200);
}

#[tokio::test]
async fn a_client_that_sends_no_request_in_time_is_disconnected() {
    let proxy = RestProxy::start(&config("http://127.0.0.1:1")).await.unwrap();
    let mut silent = TcpStream::connect(proxy.address()).await.unwrap();
    let mut slow = TcpStream::connect(proxy.address()).await.unwrap();
    slow.write_all(b"GET /api/v10/gateway HTTP/1.1\r\nHost: ").await.unwrap();
    // The proxy accepts both, and then the clock advances while nothing happens.
    tokio::time::sleep(Duration::from_millis(50)).await;
    tokio::time::pause();
    let begun = Instant::now();
    assert_eq!(silent.read(&mut [0]).await.unwrap(), 0);
    let waited = begun.elapsed().as_secs();
    assert!((29..60).contains(&waited), "{waited} s");
    assert_eq!(slow.read(&mut [0]).await.unwrap(), 0);
    assert!(begun.elapsed().as_secs() < 60);
}

#[tokio::test]
async fn a_long_response_arrives_whole_and_its_connection_is_closed_when_it_was_idle() {
    let pair = Pair::before(|_| async {
        let (sender, body) = piecewise();
        tokio::spawn(async move {
            for piece in ["first", "last"] {
                sender.send(Ok(Frame::data(piece.into()))).await.unwrap();
                tokio::time::sleep(Duration::from_secs(60)).await;
            }
        });
        http::Response::new(body)
    })
    .await;
    let mut client = TcpStream::connect(pair.proxy.address()).await.unwrap();
    let request = b"GET /api/v10/gateway HTTP/1.1\r\nHost: x\r\nAuthorization: Bot a\r\n\r\n";
    client.write_all(request).await.unwrap();
    let mut came = Vec::new();
    while !came.ends_with(b"first\r\n") {
        assert!(client.read_buf(&mut came).await.unwrap() > 0);
    }
    tokio::time::pause();
    let begun = Instant::now();
    client.read_to_end(&mut came).await.unwrap();
    let text = String::from_utf8(came).unwrap();
    assert!(text.ends_with("last\r\n0\r\n\r\n"), "{text}");
    let waited = begun.elapsed().as_secs();
    // The second piece comes after 60 s, and the end of the body after 60 s more.
    assert!((120 + 29..120 + 60).contains(&waited), "{waited} s");
}
