//! Servers that answer slowly, without end, with wrong lengths or with a redirect, and callers that cancel.

use std::time::Duration;

use futures_util::FutureExt;
use tokio::task::JoinSet;

use super::server::{Act, Server};
use super::*;

const LONG: Duration = Duration::from_secs(30);

/// A header of 1 KiB.
const HEADER: &[u8] = &{
    let mut line = [b'x'; 1024];
    (line[1], line[1022], line[1023]) = (b':', b'\r', b'\n');
    line
};

/// A chunk of 1 KiB.
const CHUNK: &[u8] = &{
    let mut chunk = [b' '; 5 + 1024 + 2];
    (chunk[0], chunk[1], chunk[2]) = (b'4', b'0', b'0');
    (chunk[3], chunk[4], chunk[1029], chunk[1030]) = (b'\r', b'\n', b'\r', b'\n');
    chunk
};

/// Sends one request to a server that treats it like this. Returns the error, and checks that the next request
/// succeeds.
async fn met(act: Act, limit: Duration) -> Error {
    let server =
        Server::http1(move |at| if at.connection == 0 { act.clone() } else { Act::Answer }).await;
    let client = client(&server.http_url()).max_answer(1 << 16).build().unwrap();
    let error = post(&client, limit).await.unwrap_err();
    post(&client, LONG).await.unwrap();
    assert_eq!(server.seen(), [(0, 0), (1, 0)], "nothing more is read on the first connection");
    assert_eq!((client.waiting(), client.in_flight()), (0, 0));
    error
}

#[tokio::test]
async fn an_answer_that_comes_slowly_ends_at_the_time_limit() {
    for part in ["HTT", "HTTP/1.1 200 OK\r\ncontent-le", "HTTP/1.1 100 Continue\r\n\r\n"] {
        let error = met(Act::Hold(part.into()), SHORT).await;
        assert!(timed_out(&Err(error)), "{part:?}");
    }
    let error = met(Act::Hold("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".into()), SHORT).await;
    assert!(matches!(error, Error::Transport(TransportError::BodyTimeout(SHORT))), "{error:?}");
}

#[tokio::test]
async fn an_answer_without_an_end_is_an_error_before_it_is_in_memory() {
    let heads = Act::Endless(b"HTTP/1.1 200 OK\r\n", HEADER);
    assert_eq!(kind(Err(met(heads, LONG).await)), ConnectionErrorKind::Http);
    let line = Act::Endless(b"HTTP/1.1 200 OK\r\nx: ", &[b'y'; 4096]);
    assert_eq!(kind(Err(met(line, LONG).await)), ConnectionErrorKind::Http);
    let again = b"HTTP/1.1 100 Continue\r\n\r\n";
    assert!(timed_out(&Err(met(Act::Endless(again, again), SHORT).await)));
    for head in [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n",
    ] {
        let body = Act::Endless(head.as_bytes(), &[b' '; 4096]);
        let error = met(body, LONG).await;
        assert!(matches!(error, Error::Transport(TransportError::TooLarge { .. })), "{error:?}");
    }
    let chunk = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let error = met(Act::Endless(chunk, CHUNK), LONG).await;
    assert!(matches!(error, Error::Transport(TransportError::TooLarge { .. })), "{error:?}");
}

#[tokio::test]
async fn a_wrong_length_is_an_error_and_what_follows_is_no_answer() {
    for lengths in [
        "content-length: -1",
        "content-length: 1\r\ncontent-length: 2",
        "content-length: two",
        "content-length: 18446744073709551616",
    ] {
        let answer = format!("HTTP/1.1 200 OK\r\n{lengths}\r\n\r\n{{}}");
        let error = met(Act::Raw(answer.into()), LONG).await;
        assert_eq!(kind(Err(error)), ConnectionErrorKind::Http, "{lengths}");
    }
    let longer = met(Act::Raw("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}".into()), LONG).await;
    assert!(matches!(longer, Error::Transport(TransportError::Body(_))), "{longer:?}");

    // The surplus of the first answer looks like an answer to the next request.
    let two = "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n";
    let server = Server::http1(move |at| match at.connection {
        0 => Act::Hold(two.into()),
        _ => Act::Answer,
    })
    .await;
    let client = client(&server.http_url()).build().unwrap();
    post(&client, LONG).await.unwrap();
    // The runtime learns of the surplus bytes.
    tokio::time::sleep(Duration::from_millis(5)).await;
    post(&client, LONG).await.unwrap();
    assert_eq!(server.seen(), [(0, 0), (1, 0)]);
}

#[tokio::test]
async fn a_redirect_is_an_error_and_is_not_followed() {
    let other = Server::http1(|_| Act::Answer).await;
    for status in [301, 302, 303, 307, 308] {
        let answer = format!(
            "HTTP/1.1 {status} Elsewhere\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n",
            other.http_url()
        );
        let server = Server::http1(move |_| Act::Raw(answer.clone().into())).await;
        let client = client(&server.http_url()).build().unwrap();
        let error = post(&client, LONG).await.unwrap_err();
        assert_eq!(error.as_api().unwrap().status.as_u16(), status);
        assert_eq!(server.seen().len(), 1);
    }
    assert_eq!(other.seen(), [], "nobody is told the token");
}

#[tokio::test]
async fn twenty_thousand_requests_that_are_dropped_cost_no_slot_and_no_queue() {
    let server = Server::http1(|_| Act::Answer).await;
    let client = client(&server.http_url()).global_limit(1_000_000).build().unwrap();
    let channels: Vec<Id<marker::Channel>> = (1..=100).filter_map(Id::new).collect();
    let mut under_way = JoinSet::new();
    for number in 0..20_000 {
        let request = client.create_message(channels[number % channels.len()]).content("x").raw();
        let mut request = Box::pin(request);
        assert!(request.as_mut().now_or_never().is_none());
        // Some of them have waited or were sent before they are dropped.
        if number % 100 == 0 {
            under_way
                .spawn(async move { drop(tokio::time::timeout(Duration::ZERO, request).await) });
            tokio::task::yield_now().await;
        }
    }
    while under_way.join_next().await.is_some() {}
    assert_eq!((client.waiting(), client.in_flight()), (0, 0));
    for channel in channels {
        client.create_message(channel).content("x").raw().await.unwrap();
    }
}
