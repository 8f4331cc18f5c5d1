use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use bytes::Bytes;
use gateway_model::gateway::Intents;
use gateway_model::id::Id;
use tokio::time::Instant;

mod dead;
mod disk;
mod one_guild;
mod stop;

use super::*;
use crate::dead_letters::DeadLettersConfig;
use crate::event::ForwardEvent;
use crate::queue::{Order, QueueLimits};
use crate::retry::RetryPolicy;
use crate::sink::{Delivery, Outcome};
use crate::stats::DOWN_AFTER;

/// A sink that answers as scripted, and records what it received.
#[derive(Default)]
struct Scripted {
    /// Answers to come; afterwards everything is accepted.
    answers: Mutex<VecDeque<Outcome>>,
    /// Down until this time.
    down_until: Mutex<Option<Instant>>,
    /// No event of this guild is accepted; the sink returns this outcome instead.
    refuses: Mutex<Option<(u64, Outcome)>>,
    /// Panics at the first attempt of this event.
    panics_at: Mutex<Option<&'static str>>,
    taken: Mutex<Vec<String>>,
    tries: Mutex<Vec<(String, u32)>>,
    /// Attempts in progress, and the highest number so far.
    at_once: Mutex<(usize, usize)>,
    /// The same for attempts that are not the first of their event.
    repeats_at_once: Mutex<(usize, usize)>,
}

impl Scripted {
    fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }

    fn refused(&self, event: &ForwardEvent) -> Option<Outcome> {
        let refuses = self.refuses.lock().unwrap();
        let (guild, answer) = refuses.as_ref()?;
        (event.guild == Id::new(*guild)).then(|| answer.clone())
    }

    fn refuse(&self, refuses: Option<(u64, Outcome)>) {
        *self.refuses.lock().unwrap() = refuses;
    }
}

impl Sink for Scripted {
    fn deliver<'a>(&'a self, event: &'a ForwardEvent, attempt: u32) -> Delivery<'a> {
        Box::pin(async move {
            let counts = [Some(&self.at_once), (attempt > 1).then_some(&self.repeats_at_once)];
            for count in counts.iter().flatten() {
                let mut count = count.lock().unwrap();
                count.0 += 1;
                count.1 = count.1.max(count.0);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
            for count in counts.iter().flatten() {
                count.lock().unwrap().0 -= 1;
            }
            self.tries.lock().unwrap().push((event.id.to_string(), attempt));
            if self.panics_at.lock().unwrap().take_if(|id| **id == *event.id).is_some() {
                std::panic::resume_unwind(Box::new("the sink's"));
            }
            let down = self.down_until.lock().unwrap().is_some_and(|until| Instant::now() < until);
            let refused = self.refused(event);
            let answer = match self.answers.lock().unwrap().pop_front().or(refused) {
                Some(answer) => answer,
                None if down => Outcome::Retry("down".into()),
                None => Outcome::Delivered,
            };
            if answer == Outcome::Delivered {
                self.taken.lock().unwrap().push(event.id.to_string());
            }
            answer
        })
    }
}

/// Whether an event was reported as handled.
#[derive(Default)]
struct Handled(Arc<AtomicBool>);

impl Handled {
    fn is_handled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

fn tracked(guild: u64, number: u32) -> (Tracked, Handled) {
    let event = ForwardEvent {
        id: format!("{guild}-{number}").into(),
        name: "MESSAGE_CREATE".into(),
        shard: 0,
        guild: Id::new(guild),
        intents: Intents::empty(),
        received_ms: 1,
        fleet: None,
        data: Bytes::from_static(b"{}"),
    };
    let handled = Handled::default();
    let flag = Arc::clone(&handled.0);
    let receipt = Receipt::split(1, move || flag.store(true, Ordering::SeqCst)).pop();
    (Tracked { event: Arc::new(event), receipt }, handled)
}

struct Running {
    sink: Arc<Scripted>,
    counters: Arc<SinkCounters>,
    input: mpsc::Sender<Tracked>,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<bool>,
}

fn start(sink: Scripted, config: DeliveryConfig) -> Running {
    start_with(sink, config, |_| {})
}

fn start_with(
    sink: Scripted,
    config: DeliveryConfig,
    change: impl FnOnce(&mut DeliveryTask),
) -> Running {
    let (sink, counters) = (Arc::new(sink), Arc::new(SinkCounters::default()));
    let spill = config.open_folders().unwrap();
    let delivered_to: Arc<dyn Sink> = sink.clone();
    let mut task =
        DeliveryTask::new("test".into(), delivered_to, config, spill, Arc::clone(&counters));
    change(&mut task);
    let (input, output) = mpsc::channel(1);
    let (stop, stopping) = watch::channel(false);
    Running { sink, counters, input, stop, task: tokio::spawn(task.run(output, stopping)) }
}

impl Running {
    async fn send(&self, guild: u64, number: u32) -> Handled {
        let (tracked, receipt) = tracked(guild, number);
        self.input.send(tracked).await.unwrap();
        receipt
    }

    /// Waits until the condition holds; fails after a day so that a test cannot hang.
    async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let wait = async {
            while !holds(self) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let day = Duration::from_secs(86_400);
        assert!(tokio::time::timeout(day, wait).await.is_ok(), "in vain: {what}");
    }

    /// Tells it to stop, and waits for its end; returns whether everything was delivered.
    async fn stop(self) -> bool {
        self.stop.send_replace(true);
        self.task.await.unwrap()
    }

    /// Waits until everything is delivered; returns what was accepted.
    async fn end(self) -> Vec<String> {
        drop(self.input);
        assert!(self.task.await.unwrap(), "all was delivered");
        self.sink.taken()
    }
}

fn of_guild(taken: &[String], guild: &str) -> Vec<String> {
    taken.iter().filter(|id| id.starts_with(guild)).cloned().collect()
}

fn down_for(time: Duration) -> Scripted {
    let sink = Scripted::default();
    *sink.down_until.lock().unwrap() = Some(Instant::now() + time);
    sink
}

#[tokio::test(start_paused = true)]
async fn a_guild_waits_for_its_first_event_and_other_guilds_do_not() {
    let sink = Scripted::default();
    sink.answers.lock().unwrap().extend([Outcome::Retry("no".into()), Outcome::Delivered]);
    let running = start(sink, DeliveryConfig::default());
    running.send(1, 0).await;
    running.send(2, 0).await;
    running.send(1, 1).await;
    let counters = Arc::clone(&running.counters);
    let taken = running.end().await;
    assert_eq!(taken, ["2-0", "1-0", "1-1"]);
    let stats = counters.snapshot("test");
    assert_eq!((stats.sent, stats.retried, stats.dead, stats.queued), (3, 1, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_is_down_for_an_hour_costs_nothing() {
    let config = DeliveryConfig {
        limits: QueueLimits { events: 5, bytes: 1 << 20 },
        ..DeliveryConfig::default()
    };
    let running = start(down_for(Duration::from_secs(3600)), config);
    let began = Instant::now();
    let mut receipts = Vec::new();
    for number in 0..40 {
        receipts.push(running.send(u64::from(number % 3) + 1, number).await);
    }
    // The memory held 5, so the rest could only be delivered after the hour.
    assert!(began.elapsed() >= Duration::from_secs(3600));
    let taken = running.end().await;
    assert_eq!(taken.len(), 40);
    for guild in ["1", "2", "3"] {
        let numbers: Vec<u32> =
            of_guild(&taken, guild).iter().map(|id| id[2..].parse().unwrap()).collect();
        assert!(numbers.is_sorted(), "{numbers:?}");
    }
    assert!(receipts.iter().all(|receipt| receipt.is_handled()));
}

#[tokio::test(start_paused = true)]
async fn waits_grow_so_that_a_dead_endpoint_is_not_hammered() {
    let running = start(down_for(Duration::from_secs(3600)), DeliveryConfig::default());
    running.send(1, 0).await;
    let sink = Arc::clone(&running.sink);
    running.end().await;
    let tries = sink.tries.lock().unwrap();
    assert!((120..170).contains(&tries.len()), "{} tries in an hour", tries.len());
    assert!(tries.iter().zip(1..).all(|((_, attempt), count)| *attempt == count));
}

#[tokio::test(start_paused = true)]
async fn an_event_is_handled_only_when_it_is_delivered() {
    let running = start(down_for(Duration::from_secs(5)), DeliveryConfig::default());
    let receipt = running.send(1, 0).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(!receipt.is_handled());
    running.end().await;
    assert!(receipt.is_handled());
}

#[tokio::test(start_paused = true)]
async fn beyond_memory_events_lie_on_disk_and_outlive_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let config = DeliveryConfig {
        limits: QueueLimits { events: 24, bytes: 1 << 20 }, // 3 for a guild
        when_full: WhenFull::Spill,
        spill_folder: Some(folder.path().to_owned()),
        ..DeliveryConfig::default()
    };
    let running = start(down_for(Duration::from_secs(1 << 30)), config.clone());
    let mut receipts = Vec::new();
    for number in 0..20 {
        receipts.push(running.send(1, number).await);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(running.counters.snapshot("").spilled, 17);
    assert!(
        receipts.iter().all(|receipt| receipt.is_handled()),
        "all is on disk, in memory or not"
    );
    // The process dies: nothing is reported, nothing is flushed.
    running.task.abort();
    let _ = running.task.await;

    let running = start(Scripted::default(), config);
    running.send(1, 20).await;
    let taken = running.end().await;
    let wanted: Vec<String> = (0..=20).map(|number| format!("1-{number}")).collect();
    assert_eq!(taken, wanted);
    let left = std::fs::read_dir(folder.path()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".spill")), "{left:?}");
}

#[tokio::test(start_paused = true)]
async fn when_disk_is_full_too_the_gateway_waits_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let config = DeliveryConfig {
        limits: QueueLimits { events: 1, bytes: 1 << 20 },
        when_full: WhenFull::Spill,
        spill_folder: Some(folder.path().to_owned()),
        spill_max_bytes: 600,
        ..DeliveryConfig::default()
    };
    let running = start(down_for(Duration::from_secs(60)), config);
    let began = Instant::now();
    for number in 0..30 {
        running.send(1, number).await;
    }
    assert!(began.elapsed() >= Duration::from_secs(60));
    let wanted: Vec<String> = (0..30).map(|number| format!("1-{number}")).collect();
    assert_eq!(running.end().await, wanted);
}

#[tokio::test(start_paused = true)]
async fn with_drop_what_has_no_room_is_counted() {
    let config = DeliveryConfig {
        limits: QueueLimits { events: 16, bytes: 1 << 20 }, // 2 for a guild
        when_full: WhenFull::Drop,
        ..DeliveryConfig::default()
    };
    let running = start(down_for(Duration::from_secs(60)), config);
    for number in 0..10 {
        running.send(1, number).await;
    }
    let counters = Arc::clone(&running.counters);
    assert_eq!(running.end().await, ["1-0", "1-1"]);
    assert_eq!(counters.snapshot("").dropped, 8);
}

#[tokio::test(start_paused = true)]
async fn a_refused_event_is_given_up_at_once_and_another_after_its_attempts() {
    let sink = Scripted::default();
    let again = || Outcome::Retry("status 500".into());
    sink.answers.lock().unwrap().extend([Outcome::Refused("status 400".into()), again(), again()]);
    let retry = RetryPolicy { max_attempts: NonZeroU32::new(2), ..RetryPolicy::default() };
    let folder = tempfile::tempdir().unwrap();
    let dead_letters = Some(DeadLettersConfig::new(folder.path()));
    let running = start(sink, DeliveryConfig { retry, dead_letters, ..DeliveryConfig::default() });
    for number in 0..3 {
        running.send(1, number).await;
    }
    let counters = Arc::clone(&running.counters);
    assert_eq!(running.end().await, ["1-2"]);
    let stats = counters.snapshot("");
    assert_eq!((stats.dead, stats.sent, stats.retried), (2, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn no_more_are_in_flight_than_allowed() {
    let config =
        DeliveryConfig { order: Order::None, max_in_flight: 4, ..DeliveryConfig::default() };
    let running = start(Scripted::default(), config);
    for number in 0..50 {
        running.send(1, number).await;
    }
    let sink = Arc::clone(&running.sink);
    assert_eq!(running.end().await.len(), 50);
    assert_eq!(sink.at_once.lock().unwrap().1, 4);
}

#[tokio::test(start_paused = true)]
async fn repeated_tries_leave_half_of_the_room_to_others() {
    let retry = RetryPolicy { jitter: 0.0, ..RetryPolicy::default() };
    let config = DeliveryConfig { retry, max_in_flight: 8, ..DeliveryConfig::default() };
    let running = start(down_for(Duration::from_secs(60)), config);
    for guild in 1..=20 {
        running.send(guild, 0).await;
    }
    let sink = Arc::clone(&running.sink);
    assert_eq!(running.end().await.len(), 20);
    assert_eq!(sink.at_once.lock().unwrap().1, 8);
    assert_eq!(sink.repeats_at_once.lock().unwrap().1, 4);
}

#[tokio::test(start_paused = true)]
async fn told_to_stop_it_leaves_the_rest_unhandled() {
    let running = start(down_for(Duration::from_secs(1 << 30)), DeliveryConfig::default());
    let held = running.send(1, 0).await;
    running.stop.send_replace(true);
    running.task.await.unwrap();
    // The event was never counted as delivered: without an acknowledgement the gateway sends it again.
    assert_eq!(running.counters.snapshot("").sent, 0);
    assert!(running.sink.taken().is_empty());
    drop(held);
}
