//! The cost of the session store (hard case 8), and its counters.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;
use gateway_conn::EventSet;
use gateway_model::EventKind;
use gateway_model::gateway::ShardId;
use gateway_shard::{Gateway, MemoryStore, SessionStore, ShardRecord, Shutdown, StoreError};
use tokio::time::Instant;

use crate::support::{PATIENCE, Record, builder, say, two_shards};

/// A store that outlives the process from the gateway's point of view, and counts writes.
#[derive(Clone, Default)]
struct Counted {
    inner: Arc<MemoryStore>,
    saves: Arc<AtomicUsize>,
    saved_at: Arc<Mutex<Vec<Instant>>>,
}

impl SessionStore for Counted {
    fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>> {
        self.inner.load()
    }

    fn save(&self, records: Vec<ShardRecord>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.saves.fetch_add(1, Ordering::SeqCst);
        self.saved_at.lock().unwrap().push(Instant::now());
        self.inner.save(records)
    }

    fn remove(&self, shards: Vec<ShardId>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.inner.remove(shards)
    }
}

/// A store whose database hangs when the test says so.
#[derive(Clone, Default)]
pub(crate) struct Stuck {
    inner: Arc<MemoryStore>,
    pub(crate) hangs: Arc<AtomicBool>,
}

impl SessionStore for Stuck {
    fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>> {
        self.inner.load()
    }

    fn save(&self, records: Vec<ShardRecord>) -> BoxFuture<'_, Result<(), StoreError>> {
        if self.hangs.load(Ordering::SeqCst) {
            return Box::pin(std::future::pending());
        }
        self.inner.save(records)
    }

    fn remove(&self, shards: Vec<ShardId>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.inner.remove(shards)
    }
}

/// The next process must not resume from an event that is hours old, because Discord may no longer replay it.
#[tokio::test(start_paused = true)]
async fn a_session_is_stored_up_to_events_that_a_filter_leaves_out() {
    let sim = two_shards().heartbeat_interval(Duration::from_secs(5)).start().await.unwrap();
    let store = Counted::default();
    let wanted = EventSet::only([EventKind::Ready, EventKind::GuildCreate]);
    let builder = builder(&sim).connection(move |config| config.with_events(wanted));
    let (gateway, events) = builder.session_store(store.clone()).start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    record.until("8 guilds", |seen| seen.count(EventKind::GuildCreate) == 8).await;
    say(&sim, 0..100);
    tokio::time::sleep(Duration::from_secs(12)).await;
    assert_eq!(record.with(|seen| seen.numbers.len()), 0);
    let stored = store.load().await.unwrap();
    let stored: u64 = stored.iter().map(|record| record.session.sequence).sum();
    let sent: u64 = sim.stats().sessions.values().map(|session| session.events).sum();
    assert!(sent > 100);
    assert_eq!(stored, sent);
    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    record.ended().await;
}

#[tokio::test(start_paused = true)]
async fn a_store_that_hangs_holds_up_neither_the_gauges_nor_a_shutdown() {
    let sim = two_shards().start().await.unwrap();
    let store = Stuck::default();
    let (gateway, events) = builder(&sim).session_store(store.clone()).start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    store.hangs.store(true, Ordering::SeqCst);
    say(&sim, 0..500);
    record.until("500 numbers", |seen| seen.numbers.len() == 500).await;
    let rate = |gateway: &Gateway| -> f64 {
        gateway.status().shards.iter().map(|shard| shard.events_per_second).sum()
    };
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = rate(&gateway);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(rate(&gateway) < before, "the rate goes on being measured");
    let start = Instant::now();
    let report = gateway.shutdown(Shutdown::KeepSession, Duration::from_secs(5)).await;
    assert!(start.elapsed() <= Duration::from_millis(6_010), "{:?}", start.elapsed());
    assert!(start.elapsed() <= Duration::from_millis(5_110), "{:?}", start.elapsed());
    assert!(!report.in_time && !report.is_clean() && report.unfinished.is_empty(), "{report:?}");
    assert!(matches!(report.store_error.as_deref(), Some(StoreError::TimedOut(_))), "{report:?}");
    record.ended().await;
    // The gateway ends when the last call is given up.
    tokio::time::timeout(Duration::from_secs(25), gateway.ended()).await.unwrap().unwrap();
}

/// A store whose disk is full when the test says so.
#[derive(Clone, Default)]
struct Full {
    inner: Arc<MemoryStore>,
    is_full: Arc<AtomicBool>,
}

impl Full {
    fn room(&self) -> Result<(), StoreError> {
        match self.is_full.load(Ordering::SeqCst) {
            true => Err(StoreError::Other("the disk is full".into())),
            false => Ok(()),
        }
    }
}

impl SessionStore for Full {
    fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>> {
        self.inner.load()
    }

    fn save(&self, records: Vec<ShardRecord>) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            self.room()?;
            self.inner.save(records).await
        })
    }

    fn remove(&self, shards: Vec<ShardId>) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            self.room()?;
            self.inner.remove(shards).await
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_last_save_that_failed_is_in_the_report_and_one_that_succeeded_after_is_not() {
    for (kind, is_full) in [
        (Shutdown::KeepSession, true),
        (Shutdown::Offline, true),
        (Shutdown::KeepSession, false),
        (Shutdown::Offline, false),
    ] {
        let sim = two_shards().start().await.unwrap();
        let store = Full::default();
        let (gateway, events) = builder(&sim).session_store(store.clone()).start().await.unwrap();
        let mut record = Record::new(events);
        assert!(gateway.wait_ready(PATIENCE).await);
        store.is_full.store(true, Ordering::SeqCst);
        say(&sim, 0..10);
        record.until("10 numbers", |seen| seen.numbers.len() == 10).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        store.is_full.store(is_full, Ordering::SeqCst);
        let report = gateway.shutdown(kind, PATIENCE).await;
        assert_eq!((report.in_time, report.is_clean()), (true, !is_full), "{report:?}");
        let told = report.store_error.map(|error| error.to_string());
        assert_eq!(told.is_some_and(|text| text.contains("the disk is full")), is_full);
    }
}

/// Hard case 8.
#[tokio::test(start_paused = true)]
async fn the_store_is_written_at_most_once_a_second_however_many_events_come() {
    let sim = two_shards().start().await.unwrap();
    let store = Counted::default();
    let (gateway, events) = builder(&sim).session_store(store.clone()).start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = store.saves.load(Ordering::SeqCst);
    for second in 0..20_u64 {
        say(&sim, second * 1000..(second + 1) * 1000);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    record.until("20,000 numbers", |seen| seen.numbers.len() == 20_000).await;
    let saves = store.saves.load(Ordering::SeqCst) - before;
    println!("{saves} writes in 20 s of 1,000 events each");
    assert!((15..=21).contains(&saves), "{saves} writes in 20 s of 1,000 events each");
    let at = store.saved_at.lock().unwrap()[before..].to_vec();
    assert!(at.windows(2).all(|pair| pair[1] - pair[0] >= Duration::from_millis(999)), "{at:?}");
    // If nothing happens, nothing is written.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = store.saves.load(Ordering::SeqCst);
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert_eq!(store.saves.load(Ordering::SeqCst), before);

    let status = gateway.status();
    assert!(status.shards.iter().map(|shard| shard.events).sum::<u64>() >= 20_000);
    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    record.ended().await;
    // The stored state contains everything that was handled.
    let stored = store.inner.load().await.unwrap();
    let stats = sim.stats();
    for record in stored {
        assert_eq!(record.session.sequence, stats.sessions[&record.session.id].events);
    }
}
