//! The same program twice is one bot: `bot --fleet` before a real `nats-server` and gateway-sim. It needs Debian's package
//! `nats-server`, so it runs where it is asked for: `cargo test -p examples --test bot_fleet -- --ignored`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use gateway_sim::Sim;
use serde_json::json;

/// Generous: it only ends a test that hangs.
const LIMIT: Duration = Duration::from_secs(60);

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A bot, and the lines that it shows.
struct Bot {
    process: Running,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Bot {
    fn start(sim: &Sim, nats: u16, worker: &str, more: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_bot"))
            .args(["--fleet", &format!("nats://127.0.0.1:{nats}"), "--name", "test"])
            .args(["--worker", worker, "--capacity", "4", "--api-url", &sim.api_url()])
            .args(["--status", "127.0.0.1:0", "--intents", "all"])
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

    /// Waits until so many lines have had this in them, from the start on.
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

/// What the messages said that these lines show.
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
    // Free a moment ago; the server cannot be asked which one it took.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let server = Command::new("nats-server")
        .args(["--addr", "127.0.0.1", "--port", &port.to_string(), "--jetstream", "--store_dir"])
        .arg(folder.path())
        .stderr(Stdio::null())
        .spawn();
    let _server = Running(server.expect("install Debian's package nats-server"));
    let guilds: Vec<u64> = sim.inspect(|core| core.world().guilds().map(|id| id.get()).collect());
    let say = |numbers: std::ops::Range<u32>| {
        for number in numbers {
            let guild = guilds[number as usize % guilds.len()];
            let message = json!({ "id": (u64::from(number) + 1).to_string(), "channel_id": "1", "guild_id": guild.to_string(),
                "author": { "id": "5", "username": "nele" }, "content": format!("said {number}") });
            sim.inject("MESSAGE_CREATE", Some(guild), message);
        }
    };

    // Only the first is told how many shards there are.
    let mut first = Bot::start(&sim, port, "first", &["--shards", "4"]);
    first.until("status page at http://127.0.0.1:", 1);
    first.until(" a new session", 4);
    let mut second = Bot::start(&sim, port, "second", &[]);
    second.until("missed events were replayed", 2);
    say(0..32);
    first.until("said ", 16);
    second.until("said ", 16);

    // A deploy: its shards go to the other.
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
