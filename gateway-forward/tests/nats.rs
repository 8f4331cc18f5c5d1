//! Delivery to a real `nats-server` with JetStream, started by the test. It has to be installed (Debian's
//! package `nats-server`), so the test runs only on request: `cargo test -p gateway-forward --test nats --
//! --ignored`.
#![cfg(feature = "nats")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::stream::DiscardPolicy;
use bytes::Bytes;
use futures_util::StreamExt;
use gateway_forward::config::NatsLogin;
use gateway_forward::nats::{Nats, NatsConfig, NatsError};
use gateway_forward::{
    DeliveryConfig, Filter, ForwardEvent, Forwarder, Outcome, Sink, SinkSettings,
};
use gateway_model::gateway::Intents;
use gateway_model::id::Id;
use gateway_sim::Sim;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Generous: it only ends a test that hangs.
const LIMIT: Duration = Duration::from_secs(120);

/// A server with its storage in a separate folder.
struct Server {
    process: Child,
    folder: TempDir,
    port: u16,
    arguments: &'static [&'static str],
    login: NatsLogin,
}

impl Server {
    fn start() -> Self {
        Self::start_with(&[], NatsLogin::Anonymous)
    }

    fn start_with(arguments: &'static [&'static str], login: NatsLogin) -> Self {
        // It was free a moment ago; the server cannot be asked which port it took.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let process = Self::run(port, &folder, arguments);
        Self { process, folder, port, arguments, login }
    }

    fn run(port: u16, folder: &TempDir, arguments: &[&str]) -> Child {
        Command::new("nats-server")
            .args([
                "--addr",
                "127.0.0.1",
                "--port",
                &port.to_string(),
                "--jetstream",
                "--store_dir",
            ])
            .arg(folder.path())
            .args(arguments)
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

    fn start_again(&mut self) {
        self.process = Self::run(self.port, &self.folder, self.arguments);
    }

    fn config(&self) -> NatsConfig {
        NatsConfig {
            url: format!("nats://127.0.0.1:{}", self.port).into(),
            login: self.login.clone(),
            ca_file: None,
            stream: "DISCORD".into(),
            prefix: "discord".into(),
            partitions: std::num::NonZeroU32::new(8).unwrap(),
            application_id: "42".into(),
            duplicate_window: Duration::from_secs(60),
            max_age: Duration::from_secs(3600),
            max_bytes: Some(100 << 20),
            replicas: 1,
            timeout: Duration::from_secs(2),
        }
    }

    async fn connect(&self) -> Nats {
        let connect = async {
            loop {
                match Nats::connect(self.config()).await {
                    Ok(nats) => return nats,
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            }
        };
        tokio::time::timeout(LIMIT, connect).await.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn event(guild: u64, number: u64) -> ForwardEvent {
    ForwardEvent {
        id: format!("session:0:{guild}-{number}").into(),
        name: "MESSAGE_CREATE".into(),
        shard: 0,
        guild: Id::new(guild),
        intents: Intents::GUILD_MESSAGES,
        received_ms: 1_700_000_000_000,
        fleet: None,
        data: Bytes::from(format!("{{\"n\":{number}}}")),
    }
}

fn forwarder(nats: Nats) -> Forwarder {
    let (sink, filter) = (Arc::new(nats), Filter::default());
    let delivery = DeliveryConfig::default();
    Forwarder::start(vec![SinkSettings { name: "bus".into(), sink, filter, delivery }]).unwrap()
}

/// Everything that a consumer of this subject receives.
async fn consume(server: &Server, subject: &str, count: usize) -> Vec<(String, Value)> {
    let client = async_nats::connect(format!("127.0.0.1:{}", server.port)).await.unwrap();
    let stream = async_nats::jetstream::new(client).get_stream("DISCORD").await.unwrap();
    let config = async_nats::jetstream::consumer::pull::OrderedConfig {
        filter_subject: subject.to_owned(),
        ..Default::default()
    };
    let messages = stream.create_consumer(config).await.unwrap().messages().await.unwrap();
    let read = messages.take(count).map(|message| {
        let message = message.unwrap();
        (message.subject.to_string(), serde_json::from_slice(&message.payload).unwrap())
    });
    tokio::time::timeout(LIMIT, read.collect()).await.unwrap()
}

async fn stored(server: &Server) -> u64 {
    let client = async_nats::connect(format!("127.0.0.1:{}", server.port)).await.unwrap();
    let mut stream = async_nats::jetstream::new(client).get_stream("DISCORD").await.unwrap();
    stream.info().await.unwrap().state.messages
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn events_are_stored_once_through_repeats_and_a_server_that_dies() {
    let mut server = Server::start();
    let forwarder = forwarder(server.connect().await);
    for number in 0..100 {
        for guild in 1..=3 {
            forwarder.forward_event(event(guild, number)).await;
        }
        if number == 50 {
            // In the middle of deliveries; what was acknowledged is on the server's disk.
            server.kill();
            server.start_again();
        }
        // As a Resume or a restart would send it again.
        forwarder.forward_event(event(1, number)).await;
    }
    assert!(forwarder.finish(LIMIT).await);
    assert_eq!(stored(&server).await, 300);

    let messages = consume(&server, "discord.*.*.*.MESSAGE_CREATE.2", 100).await;
    let numbers: Vec<_> =
        messages.iter().map(|(_, body)| body["event"]["data"]["n"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (0..100).collect::<Vec<_>>(), "in the guild's order");
    let (subject, body) = &messages[0];
    assert_eq!(subject, "discord.8.0.0.MESSAGE_CREATE.2");
    assert_eq!(
        (&body["application_id"], &body["event"]["type"]),
        (&json!("42"), &json!("MESSAGE_CREATE"))
    );
    let all = consume(&server, "discord.>", 300).await;
    let subjects: BTreeSet<_> = all.into_iter().map(|(subject, _)| subject).collect();
    assert_eq!(subjects.len(), 3);
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn a_server_that_is_not_there_is_an_error_that_says_so() {
    let mut server = Server::start();
    server.kill();
    let error = Nats::connect(server.config()).await.unwrap_err().to_string();
    assert!(error.contains("cannot connect to NATS"), "{error}");
}

/// A port on which nothing listens.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until the sink reports this code about itself.
async fn until_it_says(nats: &Nats, code: Option<&str>) {
    let wait = async {
        while nats.condition().map(|condition| condition.code) != code {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let done = tokio::time::timeout(LIMIT, wait).await;
    assert!(done.is_ok(), "not {code:?}: {:?}", nats.condition());
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn a_server_that_is_away_or_has_jetstream_off_at_the_start_is_waited_for() {
    let (port, folder) = (free_port(), tempfile::tempdir().unwrap());
    let address = ["--addr", "127.0.0.1", "--port", &port.to_string()].map(str::to_owned);
    let config =
        NatsConfig { url: format!("nats://127.0.0.1:{port}").into(), ..Server::start().config() };
    let nats = Arc::new(Nats::open(config).await.unwrap());
    until_it_says(&nats, Some("nats_unreachable")).await;
    let outcome = nats.deliver(&event(1, 1), 1).await;
    assert!(matches!(&outcome, Outcome::Retry(why) if why.contains("refused")), "{outcome:?}");

    let without = Command::new("nats-server").args(&address).stderr(Stdio::null()).spawn();
    let without = Running(without.unwrap());
    until_it_says(&nats, Some("jetstream_off")).await;
    assert!(nats.condition().unwrap().message.contains("--jetstream"));
    drop(without);
    until_it_says(&nats, Some("jetstream_off")).await;

    let process = Server::run(port, &folder, &[]);
    let server = Server { process, folder, port, arguments: &[], login: NatsLogin::Anonymous };
    // It is noticed even if no event arrives.
    until_it_says(&nats, None).await;
    assert_eq!(nats.deliver(&event(1, 1), 2).await, Outcome::Delivered);
    assert_eq!(stored(&server).await, 1);
}

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn a_stream_that_is_deleted_while_events_come_is_made_anew() {
    let server = Server::start();
    let forwarder = forwarder(server.connect().await);
    let stats = forwarder.stats();
    let client = async_nats::connect(format!("127.0.0.1:{}", server.port)).await.unwrap();
    let jetstream = async_nats::jetstream::new(client);
    for number in 0..60 {
        if number == 30 {
            // What was delivered until then is lost with it.
            while stats.read()[0].sent < 30 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            jetstream.delete_stream("DISCORD").await.unwrap();
        }
        forwarder.forward_event(event(1, number)).await;
    }
    assert!(forwarder.finish(LIMIT).await);
    assert_eq!((stored(&server).await, stats.read()[0].dead), (30, 0));
    let stream = jetstream.get_stream("DISCORD").await.unwrap();
    assert_eq!(stream.cached_info().config.subjects, ["discord.>"]);
    let config = &stream.cached_info().config;
    assert_eq!(
        (config.duplicate_window, config.max_age),
        (Duration::from_secs(60), Duration::from_secs(3600))
    );
    assert_eq!((config.max_bytes, config.discard), (100 << 20, DiscardPolicy::New));
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn a_stream_with_other_subjects_is_an_error_of_the_start_and_is_told_later() {
    let server = Server::start();
    let nats = server.connect().await;
    let client = async_nats::connect(format!("127.0.0.1:{}", server.port)).await.unwrap();
    let jetstream = async_nats::jetstream::new(client);
    let make = |name: &str, subject: &str| {
        let (name, subjects) = (name.to_owned(), vec![subject.to_owned()]);
        let config = async_nats::jetstream::stream::Config { name, subjects, ..Default::default() };
        jetstream.create_stream(config)
    };
    let error = |prefix: &str, stream: &str| {
        let config = server.config();
        Nats::open(NatsConfig { prefix: prefix.into(), stream: stream.into(), ..config })
    };

    // While the program runs, there is another stream of the same name.
    jetstream.delete_stream("DISCORD").await.unwrap();
    make("DISCORD", "orders.>").await.unwrap();
    let outcome = nats.deliver(&event(1, 1), 1).await;
    assert!(matches!(&outcome, Outcome::Retry(why) if why.contains("orders.>")), "{outcome:?}");
    assert_eq!(nats.condition().unwrap().code, "nats_stream_mismatch");

    // At the start this is an error that names both subjects.
    let refused = error("discord", "DISCORD").await.unwrap_err();
    assert!(matches!(&refused, NatsError::OtherSubjects { .. }) && !refused.is_retryable());
    let text = refused.to_string();
    assert!(text.contains("orders.>") && text.contains("discord.>"), "{text}");

    // Another stream has the subjects.
    let refused = error("orders", "EVENTS").await.unwrap_err();
    assert!(matches!(&refused, NatsError::SubjectsTaken { .. }), "{refused}");

    // Somebody changed it: the sink notices without an event.
    jetstream.delete_stream("DISCORD").await.unwrap();
    until_it_says(&nats, None).await;
    assert_eq!(nats.deliver(&event(1, 1), 2).await, Outcome::Delivered);
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn an_event_that_the_stream_does_not_take_becomes_a_dead_letter_and_no_other_stream_gets_it()
{
    let server = Server::start();
    drop(server.connect().await);
    let client = async_nats::connect(format!("127.0.0.1:{}", server.port)).await.unwrap();
    let jetstream = async_nats::jetstream::new(client);
    let change = |name: &str, subject: &str| async_nats::jetstream::stream::Config {
        name: name.to_owned(),
        subjects: vec![subject.to_owned()],
        ..Default::default()
    };
    jetstream.delete_stream("DISCORD").await.unwrap();
    jetstream.create_stream(change("DISCORD", "discord.*.*.*.READY.>")).await.unwrap();
    let nats = Nats::open(server.config()).await.unwrap();
    let outcome = nats.deliver(&event(1, 1), 1).await;
    assert!(matches!(&outcome, Outcome::Refused(why) if why.contains("READY")), "{outcome:?}");
    jetstream.create_stream(change("OTHER", "discord.*.*.*.MESSAGE_CREATE.>")).await.unwrap();
    let outcome = nats.deliver(&event(1, 1), 2).await;
    assert!(matches!(outcome, Outcome::Refused(_)), "{outcome:?}");
    let mut other = jetstream.get_stream("OTHER").await.unwrap();
    assert_eq!(other.info().await.unwrap().state.messages, 0);
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn the_program_ends_with_the_reason_if_the_stream_takes_other_subjects() {
    let (server, sim) = (Server::start(), Sim::builder().start().await.unwrap());
    drop(server.connect().await);
    let folder = tempfile::tempdir().unwrap();
    let config = format!(
        "[discord]\nintents = [\"GUILDS\"]\napi_url = \"{}\"\nstate_folder = \"{}\"\n[[sink]]\nname = \"bus\"\n\
         type = \"nats\"\nserver = \"nats://127.0.0.1:{}\"\nsubject_prefix = \"orders\"\n",
        sim.api_url(),
        folder.path().join("state").display(),
        server.port
    );
    let file = folder.path().join("forward.toml");
    std::fs::write(&file, config).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gateway-forward"));
    command.arg("run").arg(&file).env("DISCORD_TOKEN", sim.token()).env_remove("RUST_LOG");
    let ended = tokio::task::spawn_blocking(move || command.output().unwrap());
    let ended = tokio::time::timeout(LIMIT, ended).await.unwrap().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    for part in
        ["sink bus", "stream DISCORD has the subjects discord.>", "orders.>", "subject_prefix"]
    {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    assert_eq!(sim.stats().identifies, 0, "nothing was started");
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn a_user_with_a_password_is_let_in_and_nobody_else() {
    let password = |text: &str| NatsLogin::Password { user: "me".into(), password: text.into() };
    let server = Server::start_with(&["--user", "me", "--pass", "right"], password("right"));
    let nats = server.connect().await;
    for login in [NatsLogin::Anonymous, password("wrong")] {
        let error = Nats::connect(NatsConfig { login, ..server.config() }).await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains("authorization") && !text.contains("wrong"), "{text}");
    }
    let forwarder = forwarder(nats);
    let stats = forwarder.stats();
    forwarder.forward_event(event(1, 1)).await;
    assert!(forwarder.finish(LIMIT).await);
    assert_eq!(stats.read()[0].sent, 1);
}
