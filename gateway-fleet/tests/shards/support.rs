//! A server, Discord, and processes that run a bot's shards together.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_fleet::nats::NatsSettings;
use gateway_fleet::shards::{self, Member};
use gateway_fleet::status_server::{OperatorToken, StatusPages, StatusServer};
use gateway_fleet::{FleetConfig, FleetStatus, FleetTimes, LeaseKind};
use gateway_model::EventKind;
use gateway_model::gateway::Intents;
use gateway_shard::Gateway;
use gateway_sim::Sim;
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Generous: it only ends a test that hangs.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);
pub(crate) const TOTAL: u32 = 4;

pub(crate) struct Server {
    process: Child,
    _folder: TempDir,
    pub(crate) port: u16,
}

impl Server {
    pub(crate) fn start() -> Self {
        // Free a moment ago; the server cannot be asked which one it took.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self::start_at(port)
    }

    pub(crate) fn start_at(port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let process = Command::new("nats-server")
            .args(["--addr", "127.0.0.1", "--port", &port.to_string()])
            .args(["--jetstream", "--store_dir"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .spawn();
        let process = process.unwrap_or_else(|error| {
            panic!("nats-server: {error}; install Debian's package of that name")
        });
        Self { process, _folder: folder, port }
    }
}

impl Server {
    pub(crate) fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What the listeners of all workers recorded: the numbers, and whether they may be duplicates, by session
/// and sequence.
#[derive(Clone, Default)]
pub(crate) struct Log {
    said: Arc<Mutex<Said>>,
    /// While it is set, the listener does not continue.
    is_held: Arc<AtomicBool>,
}

type Said = BTreeMap<(String, u64), (u64, bool)>;

impl Log {
    pub(crate) fn hold(&self, is_held: bool) {
        self.is_held.store(is_held, Ordering::SeqCst);
    }

    pub(crate) fn numbers(&self) -> BTreeSet<u64> {
        self.said.lock().unwrap().values().map(|(number, _)| *number).collect()
    }

    /// How often each number was passed on unmarked, and how often marked.
    pub(crate) fn counts(&self) -> BTreeMap<u64, (u32, u32)> {
        let mut counts = BTreeMap::<u64, (u32, u32)>::new();
        for (number, doubled) in self.said.lock().unwrap().values() {
            let count = counts.entry(*number).or_default();
            if *doubled { count.1 += 1 } else { count.0 += 1 }
        }
        counts
    }

    /// The number of events without repeats.
    pub(crate) fn len(&self) -> usize {
        self.said.lock().unwrap().len()
    }
}

/// A worker in a separate runtime, which can be killed.
pub(crate) struct Process {
    pub(crate) runtime: Option<Runtime>,
    pub(crate) gateway: Gateway,
    pub(crate) member: Option<Member>,
}

impl Process {
    /// Starts a worker; retries while the server is still starting.
    pub(crate) fn start(
        server: &Server,
        sim: &Sim,
        log: &Log,
        id: &str,
        total: Option<u32>,
    ) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let (gateway, member) = runtime.block_on(async {
            let join = async {
                loop {
                    let builder =
                        Gateway::builder(sim.token(), Intents::all()).api_url(sim.api_url());
                    match shards::join(builder, settings(server), config(id, total)).await {
                        Ok(joined) => return joined,
                        Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                    }
                }
            };
            let (builder, joined) = tokio::time::timeout(LIMIT, join).await.unwrap();
            let (gateway, mut events) = builder.start().await.unwrap();
            let log = log.clone();
            tokio::spawn(async move {
                while let Some(event) = events.next().await {
                    while log.is_held.load(Ordering::SeqCst) {
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                    if event.event_kind() != Some(EventKind::MessageCreate) {
                        continue;
                    }
                    let key = event.key().unwrap();
                    let data: serde_json::Value = event.dispatch().unwrap().decode().unwrap();
                    let number = data["number"].as_u64().unwrap();
                    let said = (number, event.may_be_doubled());
                    log.said.lock().unwrap().insert((key.session, key.sequence), said);
                }
            });
            let member = joined.run(gateway.clone());
            (gateway, member)
        });
        Self { runtime: Some(runtime), gateway, member: Some(member) }
    }

    /// Starts two workers that run two shards each.
    pub(crate) fn start_two(server: &Server, sim: &Sim, log: &Log) -> (Self, Self) {
        let first = Self::start(server, sim, log, "first", Some(TOTAL));
        until("all on the first", || first.ready() == 4);
        let second = Self::start(server, sim, log, "second", None);
        until("two and two", || (first.ready(), second.ready()) == (2, 2));
        (first, second)
    }

    /// Serves the status, on a free port if none is given.
    pub(crate) fn serve(&self, port: u16, token: Option<&str>) -> StatusServer {
        let mut pages = StatusPages::new(self.member.as_ref().unwrap().worker().clone());
        if let Some(token) = token {
            pages = pages.with_operator(OperatorToken::new(token).unwrap());
        }
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let runtime = self.runtime.as_ref().unwrap();
        runtime.block_on(StatusServer::bind(address, pages)).unwrap()
    }

    pub(crate) fn status(&self) -> FleetStatus {
        self.member.as_ref().unwrap().worker().status()
    }

    /// Whether it has read this worker's record, so that it takes it into account.
    pub(crate) fn knows(&self, worker: &str) -> bool {
        self.status().workers.iter().any(|other| other.id == worker)
    }

    pub(crate) fn ready(&self) -> usize {
        self.gateway.status().shards.iter().filter(|shard| shard.ready).count()
    }

    pub(crate) fn leave(mut self) {
        let runtime = self.runtime.take().unwrap();
        let report = runtime.block_on(self.member.take().unwrap().leave(LIMIT));
        assert!(report.is_clean(), "{report:?}");
        runtime.shutdown_background();
    }

    /// Like kill -9: nothing is closed, nothing is written.
    pub(crate) fn kill(mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

pub(crate) fn settings(server: &Server) -> NatsSettings {
    let mut settings =
        NatsSettings::new(&format!("nats://127.0.0.1:{}", server.port), "fleet-test");
    settings.timeout = Duration::from_millis(500);
    settings
}

/// As fast as the rules allow.
pub(crate) fn config(id: &str, total: Option<u32>) -> FleetConfig {
    let mut times = FleetTimes::default();
    times.beat = Duration::from_millis(100);
    times.confirmed = Duration::from_millis(600);
    times.outage_resume = times.confirmed;
    times.dead = Duration::from_millis(2600);
    times.settle = Duration::from_millis(300);
    times.retry = Duration::from_millis(50);
    times.last_events = LIMIT;
    let config = FleetConfig::new(id, &shards::instance(), LeaseKind::Shard, 10).unwrap();
    let config = config.with_times(times).unwrap();
    match total {
        Some(total) => config.with_total(total).unwrap(),
        None => config,
    }
}

pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !holds() {
        assert!(start.elapsed() < LIMIT, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Creates numbered messages, whether or not a worker receives them.
pub(crate) fn say(sim: &Sim, numbers: std::ops::Range<u64>) {
    let guilds: Vec<u64> = sim.inspect(|core| core.world().guilds().map(|id| id.get()).collect());
    for number in numbers {
        let guild = guilds[usize::try_from(number).unwrap() % guilds.len()];
        sim.inject(
            "MESSAGE_CREATE",
            Some(guild),
            json!({"number": number, "guild_id": guild.to_string()}),
        );
    }
}

/// Sends a request; returns the status and body of the answer.
pub(crate) fn http(
    to: SocketAddr,
    method: &str,
    path: &str,
    headers: &[&str],
    body: &str,
) -> (u16, String) {
    let mut socket = TcpStream::connect(to).unwrap();
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    );
    socket.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}
