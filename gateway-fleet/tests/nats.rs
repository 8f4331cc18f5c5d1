//! Workers on a real `nats-server` with JetStream, started by the test. It has to be installed (Debian's
//! package `nats-server`), so the test runs only on request: `cargo test -p gateway-fleet --test nats --
//! --ignored`.
#![cfg(feature = "nats")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use gateway_fleet::nats::{BucketError, Gone, NatsSettings, Order, Orders, Worker, join};
use gateway_fleet::{
    Checkpoint, FleetConfig, FleetTimes, Lease, LeaseKind, LeaseState, Session, Trouble,
};
use tempfile::TempDir;

/// Generous: it only ends a test that hangs.
const LIMIT: Duration = Duration::from_secs(60);
const TOTAL: u32 = 8;

/// A server with its storage in a separate folder.
struct Server {
    process: Child,
    folder: TempDir,
    port: u16,
}

impl Server {
    fn start() -> Self {
        // It was free a moment ago; the server cannot be asked which port it took.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let process = Self::run(port, &folder);
        Self { process, folder, port }
    }

    fn run(port: u16, folder: &TempDir) -> Child {
        Command::new("nats-server")
            .args(["--addr", "127.0.0.1", "--port", &port.to_string()])
            .args(["--jetstream", "--store_dir"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("nats-server: {error}; install Debian's package of that name")
            })
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    fn settings(&self) -> NatsSettings {
        let mut settings =
            NatsSettings::new(&format!("nats://127.0.0.1:{}", self.port), "fleet-test");
        settings.timeout = Duration::from_millis(500);
        settings
    }

    async fn join(&self, id: &str) -> Member {
        self.join_with(config(id, Duration::from_millis(2600))).await
    }

    async fn join_with(&self, config: FleetConfig) -> Member {
        let join = async {
            loop {
                match join(self.settings(), config.clone()).await {
                    Ok((worker, orders)) => return Member::start(worker, orders),
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                }
            }
        };
        tokio::time::timeout(LIMIT, join).await.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// As fast as the rules allow, except for the time after which a worker counts as dead.
fn config(id: &str, dead: Duration) -> FleetConfig {
    let mut times = FleetTimes::default();
    times.beat = Duration::from_millis(100);
    times.confirmed = Duration::from_millis(600);
    times.outage_resume = times.confirmed;
    times.dead = dead;
    times.settle = Duration::from_millis(100);
    times.retry = Duration::from_millis(50);
    let config = FleetConfig::new(id, &format!("{id}-life"), LeaseKind::Partition, 20).unwrap();
    config.with_total(TOTAL).unwrap().with_times(times).unwrap()
}

#[derive(Debug, Default)]
struct Seen {
    /// The checkpoint that each lease was started with, newest last.
    starts: Vec<(Lease, Option<Checkpoint>)>,
    stops: usize,
    troubles: Vec<Trouble>,
    left: Option<usize>,
}

/// A worker with a program that follows its orders.
struct Member {
    worker: Worker,
    seen: Arc<Mutex<Seen>>,
    program: tokio::task::JoinHandle<()>,
}

impl Member {
    fn start(worker: Worker, orders: Orders) -> Self {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let program = tokio::spawn(obey(worker.clone(), orders, Arc::clone(&seen)));
        Self { worker, seen, program }
    }

    fn live(&self) -> usize {
        let state = |index| self.worker.state(Lease::new(index, TOTAL));
        (0..TOTAL).filter(|index| state(*index) == LeaseState::Live).count()
    }

    async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let wait = async {
            while !holds(self) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let done = tokio::time::timeout(LIMIT, wait).await;
        assert!(done.is_ok(), "{what}: {} live, {:?}", self.live(), self.seen.lock().unwrap());
    }

    fn counts(&self) -> (usize, usize) {
        let seen = self.seen.lock().unwrap();
        (seen.starts.len(), seen.stops)
    }
}

async fn obey(worker: Worker, mut orders: Orders, seen: Arc<Mutex<Seen>>) {
    let mut sessions = BTreeMap::new();
    while let Some(order) = orders.next().await {
        match order {
            Order::Start { lease, resume, .. } => {
                worker.until_may_resume(lease).await.unwrap();
                let begun = || Session {
                    id: format!("{lease} of {:?}", worker.owner(lease)),
                    resume_gateway_url: None,
                    rest: serde_json::Map::new(),
                };
                let session = resume.clone().map_or_else(begun, |resume| resume.session);
                seen.lock().unwrap().starts.push((lease, resume));
                sessions.insert(lease, session.clone());
                let reached = Checkpoint { session, sequence: 100 };
                worker.live(lease, Some(reached)).await.unwrap();
            }
            Order::Stop { lease, .. } => {
                seen.lock().unwrap().stops += 1;
                let session = sessions.remove(&lease).unwrap();
                let left = Checkpoint { session, sequence: 101 };
                worker.ended(lease, Some(left)).await.unwrap();
            }
            Order::Trouble(trouble) => seen.lock().unwrap().troubles.push(trouble),
            Order::Left { unreleased } => seen.lock().unwrap().left = Some(unreleased),
            _ => {}
        }
    }
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn workers_share_the_leases_and_hand_them_over_with_their_checkpoints() {
    let server = Server::start();
    let one = server.join("one").await;
    one.until("all are live", |one| one.live() == 8).await;
    let two = server.join("two").await;
    two.until("half of them are here", |two| two.live() == 4).await;
    one.until("the other half stays", |one| one.live() == 4).await;
    assert_eq!(one.counts(), (8, 4));
    for (lease, resume) in &two.seen.lock().unwrap().starts {
        let resume = resume.as_ref().unwrap();
        assert_eq!(resume.session.id, format!("{lease} of Some(\"one\")"));
        assert_eq!(resume.sequence, 101, "the checkpoint of the release");
    }
    one.worker.drain(Duration::from_secs(30)).await.unwrap();
    one.until("it has left", |one| one.seen.lock().unwrap().left == Some(0)).await;
    two.until("all are here", |two| two.live() == 8).await;
    assert_eq!(two.counts(), (8, 0));
    let gone = one.worker.until_may_resume(Lease::new(0, TOTAL)).await;
    assert_eq!(gone, Err(Gone), "it has left");
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn a_worker_that_dies_is_followed() {
    let server = Server::start();
    let one = server.join("one").await;
    let two = server.join("two").await;
    one.until("half", |one| one.live() == 4).await;
    two.until("half", |two| two.live() == 4).await;
    // Its record has the sequences at this point: it is written every 100 ms, and the program reported 100
    // before it was seen live.
    one.program.abort();
    drop(one);
    two.until("all", |two| two.live() == 8).await;
    let seen = two.seen.lock().unwrap();
    let taken: Vec<_> = seen.starts.iter().rev().take(4).collect();
    assert!(taken.iter().all(|(_, resume)| resume.is_some()), "{taken:?}");
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn a_server_that_dies_and_a_bucket_that_is_deleted_move_nothing() {
    let mut server = Server::start();
    // Long enough for both to come back, in either order.
    let one = server.join_with(config("one", Duration::from_secs(15))).await;
    let two = server.join_with(config("two", Duration::from_secs(15))).await;
    one.until("half", |one| one.live() == 4).await;
    two.until("half", |two| two.live() == 4).await;
    let before = (one.counts(), two.counts());

    server.kill();
    let isolated =
        |member: &Member| member.seen.lock().unwrap().troubles.contains(&Trouble::Isolated);
    one.until("the outage is told", isolated).await;
    assert_eq!(one.live(), 4, "and nothing is stopped");
    server.process = Server::run(server.port, &server.folder);
    let confirmed = |member: &Member| {
        let leases = (0..TOTAL).map(|index| Lease::new(index, TOTAL));
        member.live() == 4 && leases.filter(|lease| member.worker.may_resume(*lease)).count() == 4
    };
    one.until("all is well again", confirmed).await;
    two.until("all is well again", confirmed).await;
    assert_eq!((one.counts(), two.counts()), before, "nothing was started or stopped");

    assert!(one.worker.until_may_resume(Lease::new(TOTAL, TOTAL + 1)).now_or_never().is_none());
    let client = async_nats::connect(format!("127.0.0.1:{}", server.port)).await.unwrap();
    async_nats::jetstream::new(client).delete_stream("KV_fleet-test").await.unwrap();
    let lost =
        |member: &Member| member.seen.lock().unwrap().troubles.contains(&Trouble::HistoryLost);
    one.until("the loss is told", lost).await;
    one.until("all is well again", confirmed).await;
    two.until("all is well again", confirmed).await;
    assert_eq!((one.counts(), two.counts()), before, "nothing was started or stopped");
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn a_bucket_that_keeps_a_history_is_refused() {
    let server = Server::start();
    let first = server.join("one").await;
    let client = async_nats::connect(format!("127.0.0.1:{}", server.port)).await.unwrap();
    let config = async_nats::jetstream::stream::Config {
        name: "KV_other".to_owned(),
        subjects: vec!["$KV.other.>".to_owned()],
        max_messages_per_subject: 5,
        ..Default::default()
    };
    async_nats::jetstream::new(client).create_stream(config).await.unwrap();
    let mut settings = server.settings();
    settings.bucket = "other".to_owned();
    let refused =
        join(settings, self::config("two", Duration::from_secs(15))).await.map(drop).unwrap_err();
    assert!(matches!(refused, BucketError::History { history: 5, .. }), "{refused}");
    drop(first);
}
