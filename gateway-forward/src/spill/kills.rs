//! Tests with processes that forward events and are killed one after the other, on one disk.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use gateway_model::gateway::Intents;
use gateway_model::id::Id;
use tokio::sync::{mpsc, watch};

use super::test_disk::{Installed, TestDisk};
use crate::delivery::{DeliveryConfig, DeliveryTask, Receipt, Tracked};
use crate::event::ForwardEvent;
use crate::queue::{QueueLimits, WhenFull};
use crate::sink::{Delivery, Outcome, Sink};
use crate::stats::SinkCounters;

const KILLS: u64 = 500;

/// An event: its guild and its number.
type Number = (u64, u32);

/// An endpoint that accepts some events, after some time.
#[derive(Default)]
struct Endpoint {
    rng: Mutex<Rng>,
    taken: Mutex<Vec<Number>>,
}

impl Sink for Endpoint {
    fn deliver<'a>(&'a self, event: &'a ForwardEvent, _: u32) -> Delivery<'a> {
        Box::pin(async move {
            let (time, takes) = {
                let mut rng = self.rng.lock().unwrap();
                (rng.u64(0..200), rng.u8(0..10) < 8)
            };
            tokio::time::sleep(Duration::from_millis(time)).await;
            if !takes {
                return Outcome::Retry("no".into());
            }
            let (guild, number) = event.id.split_once('-').unwrap();
            let number = (guild.parse().unwrap(), number.parse().unwrap());
            self.taken.lock().unwrap().push(number);
            Outcome::Delivered
        })
    }
}

/// Discord's side: the events that it sent, in order, and which were acknowledged.
#[derive(Default)]
struct Gateway {
    sent: Vec<(Number, bool)>,
    /// All events before it were acknowledged: a Resume starts here.
    unhandled: usize,
    next: HashMap<u64, u32>,
}

impl Gateway {
    /// Returns what the next process receives: a replay, and some new events.
    fn events(&mut self, new: usize, rng: &mut Rng) -> Vec<(usize, Number)> {
        for _ in 0..new {
            let guild = rng.u64(1..4);
            let number = self.next.entry(guild).or_default();
            self.sent.push(((guild, *number), false));
            *number += 1;
        }
        self.sent
            .iter()
            .enumerate()
            .skip(self.unhandled)
            .map(|(at, (number, _))| (at, *number))
            .collect()
    }

    /// The process ends. Events that it acknowledged are not sent again.
    fn killed(&mut self, acknowledged: &BTreeMap<usize, Arc<AtomicBool>>) {
        for (at, acknowledged) in acknowledged {
            self.sent[*at].1 |= acknowledged.load(Ordering::SeqCst);
        }
        while self.sent.get(self.unhandled).is_some_and(|(_, acknowledged)| *acknowledged) {
            self.unhandled += 1;
        }
    }
}

fn tracked((guild, number): Number) -> (Tracked, Arc<AtomicBool>) {
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
    let acknowledged = Arc::new(AtomicBool::new(false));
    let handled = Arc::clone(&acknowledged);
    let receipt = Receipt::split(1, move || handled.store(true, Ordering::SeqCst)).pop();
    (Tracked { event: Arc::new(event), receipt }, acknowledged)
}

struct Process {
    input: mpsc::Sender<Tracked>,
    task: tokio::task::JoinHandle<bool>,
    counters: Arc<SinkCounters>,
    _stop: watch::Sender<bool>,
}

fn start(endpoint: &Arc<Endpoint>, disk: &TestDisk) -> Process {
    let config = DeliveryConfig {
        limits: QueueLimits { events: 6, bytes: 1 << 20 },
        when_full: WhenFull::Spill,
        spill_folder: Some(Path::new("/spill").to_owned()),
        max_in_flight: 4,
        ..DeliveryConfig::default()
    };
    let _installed = Installed::new(disk);
    let (counters, spill) = (Arc::new(SinkCounters::default()), config.open_folders().unwrap());
    let sink: Arc<dyn Sink> = Arc::clone(endpoint) as _;
    let task = DeliveryTask::new("test".into(), sink, config, spill, Arc::clone(&counters));
    let (input, output) = mpsc::channel(8);
    let (stop, stopping) = watch::channel(false);
    Process { input, task: tokio::spawn(task.run(output, stopping)), counters, _stop: stop }
}

/// Returns the first acceptance of each event, by guild.
fn in_order(taken: &[Number]) -> BTreeMap<u64, Vec<u32>> {
    let mut guilds = BTreeMap::<u64, Vec<u32>>::new();
    for (guild, number) in taken {
        let numbers = guilds.entry(*guild).or_default();
        if !numbers.contains(number) {
            numbers.push(*number);
        }
    }
    guilds
}

#[tokio::test(start_paused = true)]
async fn five_hundred_kills_cost_nothing_that_was_acknowledged_and_no_order() {
    let mut rng = Rng::with_seed(17);
    // The pauses of the retries come from the generator of this thread.
    fastrand::seed(17);
    let endpoint = Arc::new(Endpoint { rng: Mutex::new(rng.fork()), ..Endpoint::default() });
    let (mut gateway, mut disk) = (Gateway::default(), TestDisk::default());
    let mut spilled = 0;
    for _ in 0..KILLS {
        let process = start(&endpoint, &disk);
        if rng.bool() {
            // The process dies in the middle of a disk operation.
            let dies = disk.ops() + rng.u64(0..60);
            disk.fail(move |_, op| (op >= dies).then_some(std::io::ErrorKind::Other));
        }
        let mut acknowledged = BTreeMap::new();
        // Some live long enough to deliver everything.
        let lives =
            Duration::from_millis(rng.u64(0..3000) + if rng.u8(0..3) == 0 { 60_000 } else { 0 });
        let sends = async {
            for (at, number) in gateway.events(rng.usize(0..20), &mut rng) {
                let (event, handled) = tracked(number);
                acknowledged.insert(at, handled);
                process.input.send(event).await.unwrap();
            }
            std::future::pending::<()>().await;
        };
        let _ = tokio::time::timeout(lives, sends).await;
        spilled += u64::from(process.counters.snapshot("").spilled > 0);
        gateway.killed(&acknowledged);
        process.task.abort();
        let _ = process.task.await;
        disk = if rng.bool() { disk.after_kill() } else { disk.after_power_cut(&mut rng) };
    }
    // The number is random, because tokio polls the branches of a `select!` in random order.
    assert!(spilled > KILLS / 20, "{spilled} processes spilled");
    // The last process is not killed.
    let process = start(&endpoint, &disk);
    for (_, number) in gateway.events(1, &mut rng) {
        process.input.send(tracked(number).0).await.unwrap();
    }
    drop(process.input);
    process.task.await.unwrap();
    assert_eq!(process.counters.snapshot("").spill_damaged, 0);
    let taken = in_order(&endpoint.taken.lock().unwrap());
    assert!(
        gateway.unhandled > KILLS as usize,
        "{} of {} acknowledged",
        gateway.unhandled,
        gateway.sent.len()
    );
    for (guild, sent) in gateway.next {
        assert_eq!(taken[&guild], (0..sent).collect::<Vec<_>>(), "guild {guild}");
    }
}
