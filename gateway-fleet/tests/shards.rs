//! Gateways of one bot in several processes, here runtimes, on a real `nats-server` and gateway-sim. It needs Debian's package
//! `nats-server`, so it runs where it is asked for: `cargo test -p gateway-fleet --test shards -- --ignored`.
#![cfg(feature = "shards")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_fleet::nats::NatsSettings;
use gateway_fleet::shards::{self, JoinError, Member};
use gateway_fleet::{FleetConfig, FleetTimes, LeaseKind};
use gateway_model::EventKind;
use gateway_model::gateway::{Intents, ShardId};
use gateway_shard::Gateway;
use gateway_sim::Sim;
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Generous: it only ends a test that hangs.
const LIMIT: Duration = Duration::from_secs(60);
const TOTAL: u32 = 4;

struct Server {
    process: Child,
    _folder: TempDir,
    port: u16,
}

impl Server {
    fn start() -> Self {
        // Free a moment ago; the server cannot be asked which one it took.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
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

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What the listeners of all workers wrote down: the numbers, by session and sequence.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<BTreeMap<(String, u64), u64>>>);

impl Log {
    fn numbers(&self) -> BTreeSet<u64> {
        self.0.lock().unwrap().values().copied().collect()
    }

    /// How many events there are without repeats.
    fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// A worker in a runtime of its own, which can be killed.
struct Process {
    runtime: Option<Runtime>,
    gateway: Gateway,
    member: Option<Member>,
}

impl Process {
    /// Starts one; with a server that is just starting, it is tried again.
    fn start(server: &Server, sim: &Sim, log: &Log, id: &str, total: Option<u32>) -> Self {
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
                    if event.event_kind() != Some(EventKind::MessageCreate) {
                        continue;
                    }
                    let key = event.key().unwrap();
                    let data: serde_json::Value = event.dispatch().unwrap().decode().unwrap();
                    let number = data["number"].as_u64().unwrap();
                    log.0.lock().unwrap().insert((key.session, key.sequence), number);
                }
            });
            let member = joined.run(gateway.clone());
            (gateway, member)
        });
        Self { runtime: Some(runtime), gateway, member: Some(member) }
    }

    fn ready(&self) -> usize {
        self.gateway.status().shards.iter().filter(|shard| shard.ready).count()
    }

    fn leave(mut self) {
        let runtime = self.runtime.take().unwrap();
        let report = runtime.block_on(self.member.take().unwrap().leave(LIMIT));
        assert!(report.is_clean(), "{report:?}");
        runtime.shutdown_background();
    }

    /// As kill -9: nothing is closed, nothing is written.
    fn kill(mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

fn settings(server: &Server) -> NatsSettings {
    let mut settings =
        NatsSettings::new(&format!("nats://127.0.0.1:{}", server.port), "fleet-test");
    settings.timeout = Duration::from_millis(500);
    settings
}

/// As quick as the rules allow.
fn config(id: &str, total: Option<u32>) -> FleetConfig {
    let mut times = FleetTimes::default();
    times.beat = Duration::from_millis(100);
    times.confirmed = Duration::from_millis(600);
    times.outage_resume = times.confirmed;
    times.dead = Duration::from_millis(2600);
    times.settle = Duration::from_millis(300);
    times.retry = Duration::from_millis(50);
    let config = FleetConfig::new(id, &shards::instance(), LeaseKind::Shard, 10).unwrap();
    let config = config.with_times(times).unwrap();
    match total {
        Some(total) => config.with_total(total).unwrap(),
        None => config,
    }
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let start = std::time::Instant::now();
    while !holds() {
        assert!(start.elapsed() < LIMIT, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Lets numbered messages happen, whether anybody is there or not.
fn say(sim: &Sim, numbers: std::ops::Range<u64>) {
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

#[test]
#[ignore = "needs nats-server"]
fn a_bot_in_several_processes_loses_no_event_and_spends_no_identify_when_they_come_go_and_die() {
    let server = Server::start();
    let outside = Runtime::new().unwrap();
    let sim = Sim::builder().guilds(16).members(2).recommended_shards(TOTAL).max_concurrency(TOTAL);
    let sim = outside.block_on(sim.start()).unwrap();
    let log = Log::default();

    let first = Process::start(&server, &sim, &log, "first", Some(TOTAL));
    until("all shards on the first", || first.ready() == 4);
    say(&sim, 0..40);
    // A second one joins without a number of shards, and takes its half.
    let second = Process::start(&server, &sim, &log, "second", None);
    until("two and two", || (first.ready(), second.ready()) == (2, 2));
    say(&sim, 40..80);
    let of_second = second.gateway.shards();
    let owner = |process: &Process, shard: ShardId| process.member.as_ref().unwrap().owner(shard);
    until("the owners are known", || {
        of_second.iter().all(|shard| owner(&first, *shard).as_deref() == Some("second"))
    });

    // A deploy: the first leaves while events come, and the second has all.
    say(&sim, 80..100);
    first.leave();
    say(&sim, 100..120);
    until("all shards on the second", || second.ready() == 4);

    // A host dies. What happens meanwhile comes when another has its shards.
    let third = Process::start(&server, &sim, &log, "third", None);
    until("two and two again", || (second.ready(), third.ready()) == (2, 2));
    say(&sim, 120..160);
    third.kill();
    say(&sim, 160..200);
    until("all shards on the second again", || second.ready() == 4);
    until("every number", || log.numbers().len() == 200);

    assert_eq!(log.len(), 200, "each once, repeats told by their key");
    assert_eq!(sim.stats().identifies, 4, "no Identify but the first of each shard");
    second.leave();
}

#[test]
#[ignore = "needs nats-server"]
fn a_worker_that_cannot_join_says_why() {
    let runtime = Runtime::new().unwrap();
    let server = Server::start();
    let builder = || Gateway::builder("a.b.c", Intents::GUILDS);
    let kind = FleetConfig::new("one", "life", LeaseKind::Partition, 1).unwrap();
    let error = runtime.block_on(shards::join(builder(), settings(&server), kind)).unwrap_err();
    assert!(matches!(error, JoinError::NotShards), "{error}");
    let nowhere = NatsSettings::new("nats://127.0.0.1:1", "fleet-test");
    let error =
        runtime.block_on(shards::join(builder(), nowhere, config("one", Some(1)))).unwrap_err();
    assert!(matches!(error, JoinError::Bucket(_)), "{error}");
}
