//! HTTP/1.1: kept connections that stop responding or are closed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use gateway_dial::Resolver;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::server::{Act, Server};
use super::*;

#[tokio::test]
async fn case_24_twelve_forgotten_connections_cost_one_request() {
    // Each of the first twelve connections answers once.
    let server =
        Server::http1(
            |at| {
                if at.connection < 12 && at.number > 0 { Act::Silence } else { Act::Answer }
            },
        )
        .await;
    let client = client(&server.http_url()).build().unwrap();
    let mut first = JoinSet::new();
    let together = Arc::new(Barrier::new(12));
    for _ in 0..12 {
        let (client, together) = (client.clone(), Arc::clone(&together));
        first.spawn(async move {
            together.wait().await;
            post(&client, Duration::from_secs(30)).await
        });
    }
    first.join_all().await.into_iter().for_each(Result::unwrap);
    assert_eq!(server.seen().iter().filter(|seen| seen.1 == 0).count(), 12, "twelve connections");
    assert!(timed_out(&post(&client, SHORT).await));
    for _ in 0..20 {
        post(&client, Duration::from_secs(30)).await.unwrap();
    }
}

#[tokio::test]
async fn case_24_after_silence_the_next_request_goes_to_another_address() {
    let server = Server::http1(|at| {
        let first = at.address.ip().to_string() == "127.0.0.1";
        if first && at.number > 0 { Act::Silence } else { Act::Answer }
    })
    .await;
    let mut builder = client(&format!("http://api.test:{}/api", server.port));
    builder.transport.resolver = Resolver::new(|host| {
        assert_eq!(host, "api.test");
        Ok([1, 2].map(|last| SocketAddr::from(([127, 0, 0, last], 0))).to_vec())
    });
    let client = builder.build().unwrap();
    post(&client, Duration::from_secs(30)).await.unwrap();
    assert!(timed_out(&post(&client, SHORT).await));
    post(&client, Duration::from_secs(30)).await.unwrap();
    assert_eq!(server.addresses(), ["127.0.0.1", "127.0.0.1", "127.0.0.2"]);
}

#[tokio::test]
async fn case_24_a_connection_is_not_trusted_after_a_long_idle() {
    let server = Server::http1(|_| Act::Answer).await;
    let mut builder = client(&server.http_url());
    builder.transport.idle = Duration::from_millis(20);
    let client = builder.build().unwrap();
    post(&client, Duration::from_secs(30)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(40)).await;
    post(&client, Duration::from_secs(30)).await.unwrap();
    assert_eq!(server.seen(), [(0, 0), (1, 0)]);
}

#[tokio::test]
async fn case_25_a_connection_that_closed_while_idle_costs_nothing() {
    let server =
        Server::http1(|at| if at.connection < 5 { Act::AnswerAndClose } else { Act::Answer }).await;
    let client = client(&server.http_url()).retries(0).build().unwrap();
    for _ in 0..6 {
        post(&client, Duration::from_secs(30)).await.unwrap();
        // The runtime learns of the end.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn case_25_twin_a_connection_that_broke_after_the_request_was_sent_is_not_repeated() {
    let server = Server::http1(|_| Act::Close).await;
    let (client, again) = counting(client(&server.http_url()));
    assert_eq!(kind(post(&client, Duration::from_secs(30)).await), ConnectionErrorKind::Closed);
    assert_eq!((server.seen().len(), again.load(Ordering::Relaxed)), (1, 0));
}
