//! Two processes of the program are one bot: `bot --fleet` with a real `nats-server` and gateway-sim, and `bot --from`,
//! which is fed by a stream. The tests need Debian's package `nats-server`, so they run only on request:
//! `cargo test -p examples --test bot_fleet -- --ignored`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use gateway_sim::Sim;
use serde_json::json;

/// How long a test waits. It is long, because it only ends a test that hangs.
const LIMIT: Duration = Duration::from_secs(60);

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A bot, and the lines that it prints.
struct Bot {
    process: Running,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Bot {
    fn start(sim: &Sim, nats: u16, worker: &str, more: &[&str]) -> Self {
        let server = format!("nats://127.0.0.1:{nats}");
        let fleet = ["--fleet", &server, "--capacity", "4", "--status", "127.0.0.1:0"];
        Self::start_with(sim, worker, &[&fleet, more].concat())
    }

    fn start_with(sim: &Sim, worker: &str, more: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_bot"))
            .args(["--name", "test", "--worker", worker, "--api-url", &sim.api_url()])
            .args(["--intents", "all"])
            .args(more)
            .env("DISCORD_TOKEN", sim.token())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { process: Running(process), lines, said: Vec::new() }
    }

    /// Waits until this many lines since the start contain this text.
    fn until(&mut self, part: &str, count: usize) {
        while self.said.iter().filter(|line| line.contains(part)).count() < count {
            match self.lines.recv_timeout(LIMIT) {
                Ok(line) => self.said.push(line),
                Err(_) => panic!("not {count} times '{part}' in {:#?}", self.said),
            }
        }
    }

    /// Sends SIGTERM, and waits for the end.
    fn end(mut self) -> Vec<String> {
        let id = self.process.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.said.extend(self.lines.iter());
        assert!(self.process.0.wait().unwrap().success(), "{:#?}", self.said);
        self.said
    }
}

/// Starts a server with its storage in this folder; returns it and its port.
fn nats_server(folder: &std::path::Path) -> (Running, u16) {
    // The port was free a moment ago. The server does not report the port that it chooses itself.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = Command::new("nats-server")
        .args(["--addr", "127.0.0.1", "--port", &port.to_string(), "--jetstream", "--store_dir"])
        .arg(folder)
        .stderr(Stdio::null())
        .spawn();
    (Running(server.expect("install Debian's package nats-server")), port)
}

/// Returns the numbers in the messages that these lines show.
fn numbers(said: &[String]) -> Vec<u32> {
    let messages =
        said.iter().filter(|line| line.contains("MESSAGE_CREATE") && line.contains("said "));
    messages.map(|line| line.rsplit(' ').next().unwrap().parse().unwrap()).collect()
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn two_of_the_same_program_are_one_bot() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sim = Sim::builder().guilds(16).members(2).recommended_shards(4).max_concurrency(4);
    let sim = runtime.block_on(sim.start()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (_server, port) = nats_server(folder.path());
    let guilds: Vec<u64> = sim.inspect(|core| core.world().guilds().map(|id| id.get()).collect());
    let say = |numbers: std::ops::Range<u32>| {
        for number in numbers {
            let guild = guilds[number as usize % guilds.len()];
            let message = json!({ "id": (u64::from(number) + 1).to_string(), "channel_id": "1", "guild_id": guild.to_string(),
                "author": { "id": "5", "username": "nele" }, "content": format!("said {number}") });
            sim.inject("MESSAGE_CREATE", Some(guild), message);
        }
    };

    // Only the first process gets the number of shards.
    let mut first = Bot::start(&sim, port, "first", &["--shards", "4"]);
    first.until("status page at http://127.0.0.1:", 1);
    first.until(" a new session", 4);
    let mut second = Bot::start(&sim, port, "second", &[]);
    second.until("missed events were replayed", 2);
    say(0..32);
    first.until("said ", 16);
    second.until("said ", 16);

    // A deploy: its shards move to the other process.
    let first = first.end();
    say(32..64);
    second.until("said ", 16 + 32);
    let second = second.end();
    let mut all = numbers(&first);
    all.extend(numbers(&second));
    all.sort_unstable();
    assert_eq!(all, (0..64).collect::<Vec<_>>(), "each once, by one of the two");
    assert_eq!(sim.stats().identifies, 4, "one for each shard");
    for said in [first, second] {
        let lost = said.iter().find(|line| line.contains("events lost")).unwrap();
        assert!(lost.ends_with(" 0"), "{lost}");
    }
}

/// Publishes the events that the shards of this simulator receive, until the gateway is dropped.
async fn publish(sim: &Sim, port: u16) -> gateway_shard::Gateway {
    let config = gateway_forward::nats::NatsConfig {
        url: format!("nats://127.0.0.1:{port}").into(),
        login: gateway_forward::config::NatsLogin::Anonymous,
        ca_file: None,
        stream: "DISCORD".into(),
        prefix: "discord".into(),
        partitions: gateway_fleet::stream::PARTITIONS,
        application_id: "42".into(),
        duplicate_window: Duration::from_secs(60),
        max_age: Duration::ZERO,
        max_bytes: None,
        replicas: 1,
        timeout: Duration::from_secs(2),
    };
    let sink = gateway_forward::nats::Nats::open(config).await.unwrap();
    let settings = gateway_forward::SinkSettings {
        name: "bus".into(),
        sink: std::sync::Arc::new(sink),
        filter: gateway_forward::Filter::default(),
        delivery: gateway_forward::DeliveryConfig::default(),
    };
    let forwarder = gateway_forward::Forwarder::start(vec![settings]).unwrap();
    let intents = gateway_model::gateway::Intents::all();
    let builder = gateway_shard::Gateway::builder(sim.token(), intents).api_url(sim.api_url());
    let (gateway, mut events) = builder.start().await.unwrap();
    tokio::spawn(async move {
        while let Some(event) = events.next().await {
            forwarder.forward(event).await;
        }
    });
    gateway
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn fed_by_a_stream_it_shows_and_answers_the_same() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sim = Sim::builder().guilds(4).members(2).recommended_shards(2).max_concurrency(2);
    let sim = runtime.block_on(sim.start()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (_server, port) = nats_server(folder.path());
    let _gateway = runtime.block_on(publish(&sim, port));
    let server = format!("nats://127.0.0.1:{port}");
    let mut bot = Bot::start_with(&sim, "one", &["--from", &server]);
    bot.until("GUILD_CREATE", 4);
    let message = gateway_sim::control::UserAction::Message {
        content: "!ping".into(),
        guild: None,
        channel: None,
        author: None,
        fields: serde_json::Value::Null,
    };
    sim.act(message).unwrap();
    bot.until("!ping with pong, through REST", 1);
    let said = bot.end();
    assert!(said.iter().any(|line| line.contains("pings        1 answered")), "{said:#?}");
}
