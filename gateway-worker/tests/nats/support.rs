//! A server, a publisher, and workers that can be killed.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_nats::jetstream::{self, context::GetStreamErrorKind};
use futures_util::future::BoxFuture;
use gateway_fleet::stream;
use gateway_model::EventKind;
use gateway_model::id::Id;
use gateway_shard::{Bot, Context};
use gateway_worker::{Worker, WorkerConfig};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Generous: it only ends a test that hangs.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);
pub(crate) const PARTITIONS: NonZeroU32 = NonZeroU32::new(8).unwrap();
const SESSION: &str = "session";

pub(crate) struct Server {
    process: Child,
    folder: TempDir,
    pub(crate) port: u16,
}

impl Server {
    pub(crate) fn start() -> Self {
        // It was free a moment ago; the server cannot be asked which port it took.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        Self { process: run(port, &folder), folder, port }
    }

    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    pub(crate) fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    pub(crate) fn start_again(&mut self) {
        self.process = run(self.port, &self.folder);
    }

    /// JetStream, as soon as it is available.
    pub(crate) async fn jetstream(&self) -> jetstream::Context {
        let connect = async {
            loop {
                if let Ok(client) = async_nats::connect(self.url()).await {
                    let context = jetstream::new(client);
                    let asked = context.get_stream("NONE").await.map(drop);
                    if asked.is_err_and(|error| {
                        matches!(error.kind(), GetStreamErrorKind::JetStream(_))
                    }) {
                        return context;
                    }
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(LIMIT, connect).await.unwrap()
    }

    /// The same with the stream for the events.
    pub(crate) async fn with_stream(&self) -> jetstream::Context {
        let context = self.jetstream().await;
        let config = jetstream::stream::Config {
            name: "DISCORD".into(),
            subjects: vec!["discord.>".into()],
            ..Default::default()
        };
        context.get_or_create_stream(config).await.unwrap();
        context
    }

    pub(crate) fn config(&self, worker: &str) -> WorkerConfig {
        quick(&self.url(), worker)
    }
}

/// Settings of a worker that is as fast as the rules allow.
pub(crate) fn quick(url: &str, worker: &str) -> WorkerConfig {
    let mut config = WorkerConfig::new(url, "bot");
    config.worker = worker.to_owned();
    config.partitions = PARTITIONS;
    config.retry_wait = Duration::from_millis(50);
    config.move_timeout = Duration::from_secs(5);
    config.times.beat = Duration::from_millis(100);
    config.times.confirmed = Duration::from_millis(600);
    config.times.outage_resume = config.times.confirmed;
    config.times.dead = Duration::from_millis(2600);
    config.times.settle = Duration::from_millis(100);
    config.times.retry = Duration::from_millis(50);
    config
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

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// An event: its guild, and its sequence in the session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) guild: u64,
    pub(crate) sequence: u64,
    pub(crate) epoch: u64,
    pub(crate) session: &'static str,
}

pub(crate) const fn event(guild: u64, sequence: u64) -> Event {
    Event { guild, sequence, epoch: 0, session: SESSION }
}

/// A guild of this partition.
pub(crate) const fn guild(partition: u64) -> u64 {
    (partition + 8) << 22
}

/// Publishes an event as a gateway worker does, with an id so that a repeat is stored only once.
pub(crate) async fn publish(context: &jetstream::Context, event: Event, with_id: bool) {
    let guild = Id::new(event.guild);
    let subject = stream::subject("discord", PARTITIONS, 0, "MESSAGE_CREATE", guild);
    let mut headers = async_nats::HeaderMap::new();
    headers.insert(stream::VERSION_HEADER, "1");
    headers.insert(stream::SHARD_HEADER, "0/1");
    headers.insert(stream::SESSION_HEADER, event.session);
    headers.insert(stream::SEQUENCE_HEADER, event.sequence.to_string());
    headers.insert(stream::EPOCH_HEADER, event.epoch.to_string());
    if with_id {
        headers.insert("Nats-Msg-Id", format!("{}:0:{}", event.session, event.sequence));
    }
    let body = format!(
        r#"{{"version":1,"application_id":"1","type":1,"event":{{"type":"MESSAGE_CREATE","timestamp":"2026-01-01T00:00:00Z","data":{{"guild_id":"{}","number":{}}}}}}}"#,
        event.guild, event.sequence
    );
    loop {
        let sent =
            context.publish_with_headers(subject.clone(), headers.clone(), body.clone().into());
        if let Ok(acknowledged) = sent.await
            && acknowledged.await.is_ok()
        {
            return;
        }
        // The server is unavailable: a publisher retries.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What the listeners of all workers recorded, in the order in which they began: guild, sequence, worker.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<(u64, u64, String)>>>);

impl Log {
    pub(crate) fn write(&self, worker: &str, guild: u64, sequence: u64) {
        self.0.lock().unwrap().push((guild, sequence, worker.to_owned()));
    }

    pub(crate) fn sequences(&self) -> BTreeSet<u64> {
        self.0.lock().unwrap().iter().map(|(_, sequence, _)| *sequence).collect()
    }

    pub(crate) fn all(&self) -> Vec<(u64, u64, String)> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn of(&self, guild: u64) -> Vec<u64> {
        let all = self.all().into_iter();
        all.filter(|(of, ..)| *of == guild).map(|(_, sequence, _)| sequence).collect()
    }

    pub(crate) fn workers(&self) -> BTreeSet<String> {
        self.all().into_iter().map(|(.., worker)| worker).collect()
    }

    /// Each guild's events are in order; of events that arrived again only the first time counts.
    pub(crate) fn check_order(&self) {
        let mut first: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for (guild, sequence, _) in self.all() {
            let seen = first.entry(guild).or_default();
            if !seen.contains(&sequence) {
                seen.push(sequence);
            }
        }
        for (guild, order) in first {
            assert!(order.is_sorted(), "guild {guild}: {order:?}");
        }
    }
}

/// What a listener does with an event, given as guild and sequence.
pub(crate) type Act =
    Arc<dyn Fn(Context, u64, u64) -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// A bot whose only listener records what it sees and then does something.
pub(crate) fn bot(worker: &str, log: &Log, act: Act) -> Bot {
    let mut bot = Bot::new();
    let (worker, log) = (worker.to_owned(), log.clone());
    bot.on_raw(EventKind::MessageCreate.name().unwrap(), move |ctx: Context, dispatch| {
        let data: serde_json::Value = dispatch.decode().unwrap();
        let guild = data["guild_id"].as_str().unwrap().parse().unwrap();
        let sequence = ctx.key().unwrap().sequence;
        log.write(&worker, guild, sequence);
        act(ctx, guild, sequence)
    });
    bot
}

pub(crate) fn nothing() -> Act {
    Arc::new(|_, _, _| Box::pin(async { Ok(()) }))
}

/// A client that is not used.
pub(crate) fn rest() -> http_client::Client {
    http_client::Client::builder("token").api_url("http://127.0.0.1:1").build().unwrap()
}

/// A worker in a separate runtime, which can be killed.
pub(crate) struct Process {
    runtime: Option<Runtime>,
    pub(crate) worker: Worker,
}

impl Process {
    pub(crate) fn start(config: WorkerConfig, log: &Log, act: Act) -> Self {
        let name = config.worker.clone();
        Self::start_bot(config, || bot(&name, log, Arc::clone(&act)))
    }

    pub(crate) fn start_bot(config: WorkerConfig, bot: impl Fn() -> Bot) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let start = async {
            loop {
                let rest = rest();
                match gateway_worker::start(bot(), rest, config.clone()).await {
                    Ok(started) => return started,
                    Err(error) if error.is_retryable() => {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                    Err(error) => panic!("{error}"),
                }
            }
        };
        let (worker, run) =
            runtime.block_on(async { tokio::time::timeout(LIMIT, start).await.unwrap() });
        runtime.spawn(run);
        Self { runtime: Some(runtime), worker }
    }

    /// Like kill -9: nothing more is written.
    pub(crate) fn kill(mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }

    pub(crate) fn stop(mut self) -> gateway_worker::WorkerReport {
        let runtime = self.runtime.take().unwrap();
        let report = runtime.block_on(self.worker.shutdown(Duration::from_secs(5)));
        runtime.shutdown_background();
        report
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !holds() {
        assert!(start.elapsed() < LIMIT, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
