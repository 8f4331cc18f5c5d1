//! Hard case 22: the edge bans the address of several clients of one process.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::{Server, empty};
use bytes::Bytes;
use futures_util::future::join_all;
use gateway_model::Id;
use http::Response;
use http_body_util::Full;
use http_client::ratelimit::{AddressGuard, GuardState, Limit, Refusal};
use http_client::{Client, Error};

/// How long a ban lasts. The edge does not say so; the guard is configured to wait as long.
const BAN: Duration = Duration::from_millis(300);
/// The documented number of requests that may wait for the end of a ban.
const QUEUE: usize = 64;

/// An edge that bans at the first request, and again at the first request after that ban.
#[derive(Default)]
struct Edge {
    bans: Vec<Instant>,
    /// The number of requests during each ban, including the one that caused it.
    banned: Vec<usize>,
    answered: usize,
}

impl Edge {
    fn answer(&mut self) -> Response<Full<Bytes>> {
        let on = self.bans.last().is_some_and(|begun| begun.elapsed() < BAN);
        if !on && self.bans.len() == 2 {
            self.answered += 1;
            return empty(204);
        }
        if !on {
            self.bans.push(Instant::now());
            self.banned.push(0);
        }
        *self.banned.last_mut().unwrap() += 1;
        let page = Bytes::from_static(b"<html>error code: 1015</html>");
        Response::builder().status(429).body(Full::new(page)).unwrap()
    }
}

fn is_ban(limit: &Limit) -> bool {
    matches!(limit, Limit::EdgeBan { host } if host.starts_with("127.0.0.1"))
}

/// Deletes this many channels concurrently, with the clients in rotation. Returns the results.
async fn storm(clients: &[Client], count: u64, first: u64) -> Vec<Result<(), Error>> {
    let calls = (first..first + count).map(|number| {
        let client = &clients[usize::try_from(number).unwrap() % clients.len()];
        let request = client.delete_channel(Id::new(number).unwrap()).raw();
        async move { request.await.map(drop) }
    });
    join_all(calls).await
}

#[tokio::test]
async fn case_22_a_storm_of_all_clients_sends_nothing_into_a_ban_and_goes_on_after_it() {
    let edge = Arc::new(Mutex::new(Edge::default()));
    let answers = Arc::clone(&edge);
    let server = Server::start(move |_, _| answers.lock().unwrap().answer()).await;
    let guard = AddressGuard::with_ban(BAN + Duration::from_millis(20));
    let builders = [
        Client::builder("abc"),
        Client::builder("def"),
        Client::bearer("ghi"),
        Client::builder("jkl"),
    ];
    let clients = builders
        .map(|builder| builder.api_url(server.api_url()).guard(guard.clone()).build().unwrap());

    // Eight are in flight when the ban begins. They wait for its end and are sent again.
    let in_flight = 8;
    let first = storm(&clients, in_flight, 1);
    tokio::pin!(first);
    let under_way = || clients.iter().map(Client::in_flight).sum::<usize>();
    while guard.state() == GuardState::Open || under_way() > 0 {
        tokio::select! {
            _ = &mut first => panic!("they were answered although there is a ban"),
            () = tokio::task::yield_now() => {}
        }
    }
    assert_eq!(guard.state(), GuardState::Banned);
    // Now the storm. As many requests wait as are allowed to. The others get an error immediately that names the ban.
    let begun = Instant::now();
    let (first, rest) = tokio::join!(first, storm(&clients, 500, 100));
    assert!(first.iter().all(Result::is_ok), "{first:?}");
    let (went, refused): (Vec<_>, Vec<_>) = rest.into_iter().partition(Result::is_ok);
    assert!(went.len() <= QUEUE && went.len() >= QUEUE - 8, "{} waited", went.len());
    for error in refused {
        let error = error.unwrap_err();
        let Error::Refused(Refusal::QueueFull { limit, waiting }) = &error else {
            panic!("{error}")
        };
        assert!(is_ban(limit) && *waiting == QUEUE, "{error}");
        assert!(error.to_string().contains("banned this IP address"), "{error}");
    }
    assert!(begun.elapsed() >= BAN, "they have waited for the end of it");

    let edge = edge.lock().unwrap();
    assert!(edge.banned[0] <= 8, "only those that were under way: {:?}", edge.banned);
    assert_eq!(edge.banned[1..], [1], "one request found out that the ban went on");
    assert_eq!(edge.answered, first.len() + went.len());
    assert_eq!(guard.state(), GuardState::Open);
    let counted = usize::try_from(guard.invalid_requests()).unwrap();
    assert_eq!(counted, edge.banned.iter().sum::<usize>());
    for client in &clients {
        assert_eq!((client.waiting(), client.in_flight()), (0, 0));
    }
}

#[tokio::test]
async fn case_22_a_request_that_may_not_wait_is_told_of_the_ban_and_when_it_ends() {
    let edge = Arc::new(Mutex::new(Edge::default()));
    let answers = Arc::clone(&edge);
    let server = Server::start(move |_, _| answers.lock().unwrap().answer()).await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let short = Duration::from_millis(20);
    for number in 1..5 {
        let request = client.delete_channel(Id::new(number).unwrap()).max_wait(short);
        let error = request.raw().await.unwrap_err();
        let Error::Refused(Refusal::WaitTooLong { limit, retry_in: Some(wait), .. }) = &error
        else {
            panic!("{error}")
        };
        assert!(is_ban(limit), "{error}");
        assert!(*wait > Duration::from_secs(55), "a minute where the edge names no time: {wait:?}");
    }
    assert_eq!(edge.lock().unwrap().banned, [1]);
}
