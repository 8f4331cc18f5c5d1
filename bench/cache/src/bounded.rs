//! Stores for the newest messages of each channel: a tree a channel, as gateway-cache has it, beside moka and quick_cache.
//!
//! The task: of each of many channels the newest hundred rows, read by id or as all of a channel. moka and quick_cache know one
//! bound for all and evict by how often an entry was read; so they get as many places as all channels have together.

use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::sync::Mutex;
use std::time::Duration;

use fastrand::Rng;
use moka::policy::EvictionPolicy;
use rustix::time::ClockId;

use crate::cpu;

const CHANNELS: u64 = 3_000;
const EACH: usize = 100;
/// About what a message takes as a row.
const ROW: usize = 120;
const TIME_TO_LIVE: Duration = Duration::from_secs(3_600);

type Row = Box<[u8]>;

trait Store {
    fn new() -> Self;
    fn insert(&self, channel: u64, id: u64, row: Row);
    fn get(&self, channel: u64, id: u64) -> Option<usize>;
    /// Puts off no work.
    fn settle(&self) {}
}

/// A tree a channel behind a lock a guild; here one lock for ten channels.
struct Trees(Vec<Mutex<HashMap<u64, BTreeMap<u64, Row>>>>);

impl Trees {
    fn part(&self, channel: u64) -> &Mutex<HashMap<u64, BTreeMap<u64, Row>>> {
        &self.0[usize::try_from(channel).unwrap() % self.0.len()]
    }
}

impl Store for Trees {
    fn new() -> Self {
        Self((0..CHANNELS / 10).map(|_| Mutex::default()).collect())
    }

    fn insert(&self, channel: u64, id: u64, row: Row) {
        let mut part = self.part(channel).lock().unwrap();
        let rows = part.entry(channel).or_default();
        rows.insert(id, row);
        if rows.len() > EACH {
            rows.pop_first();
        }
    }

    fn get(&self, channel: u64, id: u64) -> Option<usize> {
        Some(self.part(channel).lock().unwrap().get(&channel)?.get(&id)?.len())
    }
}

/// moka, by its policy or by how long ago an entry was used.
struct Moka<const LRU: bool>(moka::sync::Cache<(u64, u64), std::sync::Arc<[u8]>>);

impl<const LRU: bool> Store for Moka<LRU> {
    fn new() -> Self {
        let policy = if LRU { EvictionPolicy::lru() } else { EvictionPolicy::tiny_lfu() };
        let builder = moka::sync::Cache::builder().max_capacity(CHANNELS * EACH as u64);
        Self(builder.eviction_policy(policy).time_to_live(TIME_TO_LIVE).build())
    }

    fn insert(&self, channel: u64, id: u64, row: Row) {
        self.0.insert((channel, id), row.into());
    }

    fn get(&self, channel: u64, id: u64) -> Option<usize> {
        self.0.get(&(channel, id)).map(|row| row.len())
    }

    fn settle(&self) {
        self.0.run_pending_tasks();
    }
}

struct Quick(quick_cache::sync::Cache<(u64, u64), std::sync::Arc<[u8]>>);

impl Store for Quick {
    fn new() -> Self {
        Self(quick_cache::sync::Cache::new(usize::try_from(CHANNELS).unwrap() * EACH))
    }

    fn insert(&self, channel: u64, id: u64, row: Row) {
        self.0.insert((channel, id), row.into());
    }

    fn get(&self, channel: u64, id: u64) -> Option<usize> {
        self.0.get(&(channel, id)).map(|row| row.len())
    }
}

pub fn run(which: &str) {
    for (name, run) in [
        ("a tree a channel", measure::<Trees> as fn(&str)),
        ("moka 0.12", measure::<Moka<false>>),
        ("moka 0.12, LRU", measure::<Moka<true>>),
        ("quick_cache 0.7", measure::<Quick>),
    ] {
        if which == name {
            run(name);
        } else if which == "all" {
            crate::again(&["bounded", name]);
        }
    }
}

fn measure<S: Store>(name: &str) {
    let store = S::new();
    let mut rng = Rng::with_seed(1);
    let mut next = 0;
    let mut fill = |rng: &mut Rng, count: u64| {
        for _ in 0..count {
            next += 1;
            store.insert(rng.u64(0..CHANNELS), next, vec![0; ROW].into());
        }
        store.settle();
        next
    };
    // Twice what there is room for, so that all have reached their bound.
    let all = CHANNELS * EACH as u64;
    let allocated = allocation_counter::measure(|| {
        fill(&mut rng, 3 * all);
    });
    let mut inserts: Vec<u128> = (0..9)
        .map(|_| {
            let before = cpu(ClockId::ProcessCPUTime);
            fill(&mut rng, 100_000);
            (cpu(ClockId::ProcessCPUTime) - before).as_nanos() / 100_000
        })
        .collect();
    inserts.sort_unstable();
    // The channel of each of the newest messages, to find them again.
    let mut newest = Vec::new();
    for _ in 0..50_000 {
        let channel = rng.u64(0..CHANNELS);
        next += 1;
        store.insert(channel, next, vec![0; ROW].into());
        newest.push((channel, next));
    }
    store.settle();
    let mut found = 0;
    let mut reads: Vec<u128> = (0..9)
        .map(|_| {
            let before = cpu(ClockId::ProcessCPUTime);
            found = newest.iter().filter(|(channel, id)| black_box(store.get(*channel, *id)).is_some()).count();
            (cpu(ClockId::ProcessCPUTime) - before).as_nanos() / newest.len() as u128
        })
        .collect();
    reads.sort_unstable();
    println!(
        "{name:<18} {:>4} bytes an entry beside its {ROW}, {:>4} ns an insert, {:>4} ns a read, {:>5.1} % of the newest 50,000 found",
        allocated.bytes_current / i64::try_from(all).unwrap() - ROW as i64,
        inserts[4],
        reads[4],
        found as f64 / newest.len() as f64 * 100.0
    );
}
