//! What the first process did not deliver is delivered by the second.

use std::collections::BTreeSet;
use std::future::pending;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_forward::{
    Delivery, DeliveryConfig, EndReason, Ended, Filter, ForwardEvent, Forwarder, Outcome,
    QueueLimits, Sink, SinkSettings, WhenFull, forward_until,
};
use gateway_model::gateway::Intents;
use gateway_shard::{Events, Gateway, Shutdown, StartError, StoreError};
use gateway_sim::Sim;
use serde_json::json;
use tempfile::TempDir;

/// Generous: it only ends a test that hangs.
const LIMIT: Duration = Duration::from_secs(120);

/// An endpoint that accepts this many events and then stops answering, or fails in another way.
struct Endpoint {
    takes: AtomicUsize,
    then: Then,
    taken: Mutex<Vec<(String, String)>>,
}

#[derive(Clone, Copy)]
enum Then {
    /// It never answers.
    Silent,
    /// It panics.
    Panics,
}

impl Endpoint {
    fn new(takes: usize, then: Then) -> Arc<Self> {
        Arc::new(Self { takes: AtomicUsize::new(takes), then, taken: Mutex::default() })
    }

    /// The numbers of the messages that it accepted.
    fn messages(&self) -> BTreeSet<u64> {
        let taken = self.taken.lock().unwrap();
        let messages = taken.iter().filter(|(name, _)| name == "MESSAGE_CREATE");
        let number = |data: &str| {
            let data: serde_json::Value = serde_json::from_str(data).unwrap();
            data["n"].as_u64().unwrap()
        };
        messages.map(|(_, data)| number(data)).collect()
    }

    fn count(&self, event: &str) -> usize {
        self.taken.lock().unwrap().iter().filter(|(name, _)| name == event).count()
    }
}

impl Sink for Endpoint {
    fn deliver<'a>(&'a self, event: &'a ForwardEvent, _: u32) -> Delivery<'a> {
        Box::pin(async move {
            let left = self
                .takes
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
            if left.is_err() {
                match self.then {
                    Then::Silent => pending::<()>().await,
                    Then::Panics => std::panic::resume_unwind(Box::new("the endpoint's")),
                }
            }
            let data = String::from_utf8(event.data.to_vec()).unwrap();
            self.taken.lock().unwrap().push((event.name.to_string(), data));
            Outcome::Delivered
        })
    }
}

/// A process that forwards; its folders outlive it.
struct Process {
    gateway: Gateway,
    events: Events,
    forwarder: Forwarder,
}

fn delivery(when_full: WhenFull, spill: Option<&Path>, events: usize) -> DeliveryConfig {
    DeliveryConfig {
        limits: QueueLimits { events, bytes: 1 << 20 },
        when_full,
        spill_folder: spill.map(Path::to_owned),
        max_in_flight: 4,
        ..DeliveryConfig::default()
    }
}

async fn start(sim: &Sim, state: &Path, sink: &Arc<Endpoint>, delivery: DeliveryConfig) -> Process {
    start_with(&sim.api_url(), &sim.token(), state, sink, delivery).await
}

async fn start_with(
    api: &str,
    token: &str,
    state: &Path,
    sink: &Arc<Endpoint>,
    delivery: DeliveryConfig,
) -> Process {
    let sink: Arc<dyn Sink> = Arc::clone(sink) as _;
    let settings = SinkSettings { name: "app".into(), sink, filter: Filter::default(), delivery };
    let forwarder = Forwarder::start(vec![settings]).unwrap();
    let start = async {
        loop {
            let builder = Gateway::builder(token, Intents::all()).api_url(api);
            match builder.state_folder(state).start().await {
                Ok(started) => break started,
                // A process that was killed a moment ago still holds it.
                Err(StartError::Store(StoreError::InUse { .. })) => {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                Err(error) => panic!("{error}"),
            }
        }
    };
    let (gateway, events) = tokio::time::timeout(LIMIT, start).await.unwrap();
    Process { gateway, events, forwarder }
}

impl Process {
    /// Forwards until the future resolves, then ends by the deadline.
    async fn run(self, stop: impl Future<Output = ()>, deadline: Duration) -> Ended {
        let Self { gateway, events, forwarder } = self;
        let run = forward_until(&gateway, events, forwarder, stop, deadline);
        tokio::time::timeout(LIMIT, run).await.expect("a stop is heard")
    }
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    assert!(tokio::time::timeout(LIMIT, wait).await.is_ok(), "in vain: {what}");
}

/// Sends messages in all guilds.
fn say(sim: &Sim, numbers: std::ops::Range<u64>) {
    let guilds: Vec<u64> = sim.inspect(|core| core.world().guilds().map(|id| id.get()).collect());
    for n in numbers {
        let guild = guilds[usize::try_from(n).unwrap() % guilds.len()];
        let data = json!({ "id": n.to_string(), "guild_id": guild.to_string(), "n": n });
        assert_eq!(sim.inject("MESSAGE_CREATE", Some(guild), data), 1);
    }
}

/// Starts a process whose endpoint accepts everything, and waits until both have accepted this many messages.
async fn next_process(
    sim: &Sim,
    state: &Path,
    delivery: DeliveryConfig,
    before: &Endpoint,
    count: u64,
) -> Arc<Endpoint> {
    let endpoint = Endpoint::new(usize::MAX, Then::Silent);
    let process = start(sim, state, &endpoint, delivery).await;
    let all = || before.messages().union(&endpoint.messages()).count() as u64;
    let delivered = async {
        until("all messages are delivered by one or the other", || all() == count).await;
        until("a Ready is delivered", || before.count("READY") + endpoint.count("READY") > 0).await;
    };
    let ended = process.run(delivered, Duration::from_secs(10)).await;
    assert_eq!((ended.reason, ended.delivered), (EndReason::Requested, true));
    assert_eq!(sim.stats().identifies, 1, "the second process resumed");
    endpoint
}

fn state_folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Sends messages and waits until the endpoint accepts no more.
async fn say_until_it_is_silent(sim: &Sim, gateway: &Gateway, endpoint: &Endpoint, count: u64) {
    assert!(gateway.wait_ready(LIMIT).await);
    say(sim, 0..count);
    until("it took some", || endpoint.takes.load(Ordering::SeqCst) == 0).await;
}

/// 300 messages for an endpoint that accepts some and then is silent; the process is asked to stop, as by
/// SIGTERM.
async fn stop_and_go_on(delivery: DeliveryConfig) {
    let (sim, state) = (Sim::builder().guilds(4).start().await.unwrap(), state_folder());
    let endpoint = Endpoint::new(50, Then::Silent);
    let process = start(&sim, state.path(), &endpoint, delivery.clone()).await;
    let gateway = process.gateway.clone();
    let said = say_until_it_is_silent(&sim, &gateway, &endpoint, 300);
    let ended = process.run(said, Duration::from_millis(300)).await;
    assert_eq!((ended.reason, ended.delivered), (EndReason::Requested, false));
    let left = 300 - endpoint.messages().len();
    assert!(left > 200, "there was something to lose: {left}");
    next_process(&sim, state.path(), delivery, &endpoint, 300).await;
}

#[tokio::test]
async fn a_stop_while_the_endpoint_is_silent_loses_nothing_with_wait() {
    stop_and_go_on(delivery(WhenFull::Wait, None, 10_000)).await;
}

#[tokio::test]
async fn a_stop_while_the_queue_is_full_is_heard_and_loses_nothing_with_wait() {
    stop_and_go_on(delivery(WhenFull::Wait, None, 20)).await;
}

#[tokio::test]
async fn a_stop_while_the_endpoint_is_silent_loses_nothing_with_spill() {
    let folder = state_folder();
    stop_and_go_on(delivery(WhenFull::Spill, Some(folder.path()), 80)).await;
}

#[tokio::test]
async fn a_stop_while_disk_and_queue_are_full_is_heard_and_loses_nothing_with_spill() {
    let folder = state_folder();
    let full = DeliveryConfig {
        spill_max_bytes: 4096,
        ..delivery(WhenFull::Spill, Some(folder.path()), 20)
    };
    stop_and_go_on(full).await;
}

#[tokio::test]
async fn a_stop_while_the_queue_is_full_loses_only_what_drop_counted() {
    let (sim, state) = (Sim::builder().guilds(4).start().await.unwrap(), state_folder());
    let (endpoint, policy) = (Endpoint::new(50, Then::Silent), delivery(WhenFull::Drop, None, 64));
    let process = start(&sim, state.path(), &endpoint, policy.clone()).await;
    let (gateway, stats) = (process.gateway.clone(), process.forwarder.stats());
    let said = async {
        say_until_it_is_silent(&sim, &gateway, &endpoint, 300).await;
        until("some were dropped", || stats.read()[0].dropped > 0).await;
    };
    let ended = process.run(said, Duration::from_millis(300)).await;
    assert_eq!(ended.reason, EndReason::Requested);
    let dropped = stats.read()[0].dropped;
    let next = Endpoint::new(usize::MAX, Then::Silent);
    let process = start(&sim, state.path(), &next, policy).await;
    let all = || endpoint.messages().union(&next.messages()).count() as u64;
    let delivered = until("all others are delivered", || all() + dropped >= 300);
    process.run(delivered, Duration::from_secs(10)).await;
}

#[tokio::test]
async fn a_ready_that_was_not_delivered_at_a_stop_is_the_next_process_s() {
    let (sim, state) = (Sim::builder().guilds(4).start().await.unwrap(), state_folder());
    let (endpoint, policy) =
        (Endpoint::new(0, Then::Silent), delivery(WhenFull::Wait, None, 10_000));
    let process = start(&sim, state.path(), &endpoint, policy.clone()).await;
    let gateway = process.gateway.clone();
    let said = say_until_it_is_silent(&sim, &gateway, &endpoint, 40);
    process.run(said, Duration::from_millis(300)).await;
    let next = next_process(&sim, state.path(), policy, &endpoint, 40).await;
    assert_eq!((next.count("READY"), &*next.taken.lock().unwrap()[0].0), (1, "READY"), "first");
}

/// The session file of the only part of the only bot of a state folder.
fn session_file(state: &Path) -> String {
    let bots = std::fs::read_dir(state).unwrap();
    let bot = bots.flatten().find(|entry| entry.path().is_dir());
    let file = bot.map(|bot| bot.path().join("all/sessions.json"));
    file.and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default()
}

#[tokio::test]
async fn a_ready_that_was_not_delivered_outlives_a_kill() {
    let (sim, state) = (Sim::builder().guilds(4).start().await.unwrap(), state_folder());
    let (endpoint, policy) =
        (Endpoint::new(0, Then::Silent), delivery(WhenFull::Wait, None, 10_000));
    // When its runtime ends, the whole process ends at the same moment: nothing is reported, nothing is
    // flushed.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let process = {
        let (api, token) = (sim.api_url(), sim.token());
        let (state, endpoint, policy) =
            (state.path().to_owned(), Arc::clone(&endpoint), policy.clone());
        runtime.spawn(async move {
            let process = start_with(&api, &token, &state, &endpoint, policy).await;
            process.run(pending(), LIMIT).await
        })
    };
    until("the session is stored with its Ready", || session_file(state.path()).contains("READY"))
        .await;
    say(&sim, 0..40);
    runtime.shutdown_background();
    assert!(process.await.is_err(), "it was killed");
    let next = next_process(&sim, state.path(), policy, &endpoint, 40).await;
    assert_eq!((next.count("READY"), &*next.taken.lock().unwrap()[0].0), (1, "READY"), "first");
    until("it is not kept for ever", || !session_file(state.path()).contains("READY")).await;
}

#[tokio::test]
async fn a_sink_that_panics_at_every_event_loses_none() {
    let (sim, state) = (Sim::builder().guilds(4).start().await.unwrap(), state_folder());
    let (endpoint, policy) =
        (Endpoint::new(10, Then::Panics), delivery(WhenFull::Wait, None, 10_000));
    let process = start(&sim, state.path(), &endpoint, policy.clone()).await;
    let (gateway, stats) = (process.gateway.clone(), process.forwarder.stats());
    let said = async {
        say_until_it_is_silent(&sim, &gateway, &endpoint, 60).await;
        until("its panics are failures", || stats.read()[0].failures_in_a_row > 5).await;
    };
    let ended = process.run(said, Duration::from_millis(300)).await;
    assert_eq!(ended.reason, EndReason::Requested, "it did not end by itself");
    next_process(&sim, state.path(), policy, &endpoint, 60).await;
}

#[tokio::test]
async fn a_forwarder_that_is_dropped_by_an_error_loses_nothing() {
    let (sim, state) = (Sim::builder().guilds(4).start().await.unwrap(), state_folder());
    let (endpoint, policy) =
        (Endpoint::new(10, Then::Silent), delivery(WhenFull::Wait, None, 10_000));
    let Process { gateway, mut events, forwarder } =
        start(&sim, state.path(), &endpoint, policy.clone()).await;
    let stats = forwarder.stats();
    let said = async {
        say_until_it_is_silent(&sim, &gateway, &endpoint, 60).await;
        until("they are taken in", || stats.read()[0].queued > 40).await;
    };
    let pump = async {
        while let Some(event) = events.next().await {
            forwarder.forward(event).await;
        }
    };
    // The program fails elsewhere, and drops what it holds.
    tokio::select! {
        () = pump => unreachable!("the stream goes on"),
        () = said => {}
    }
    drop((events, forwarder));
    let report = gateway.shutdown(Shutdown::KeepSession, LIMIT).await;
    assert!(report.unhandled_events > 0, "{report:?}");
    next_process(&sim, state.path(), policy, &endpoint, 60).await;
}
