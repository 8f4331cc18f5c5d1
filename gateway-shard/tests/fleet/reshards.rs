//! A change of the number of shards while events arrive (hard case 15).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use gateway_model::EventKind;
use gateway_model::id::Id;
use gateway_shard::{ReshardError, ShardPlan, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::{ConnectionAction, Target};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::support::{PATIENCE, Record, TestFolder, builder, say_to_any};

/// Writes numbers at a fixed rate until it is stopped, and returns how many.
struct Speaker {
    said: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Speaker {
    fn start(sim: &Arc<Sim>, per_second: u64) -> Self {
        let (said, stop) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (sim, count, end) = (Arc::clone(sim), Arc::clone(&said), Arc::clone(&stop));
        let task = tokio::spawn(async move {
            let mut ticks = tokio::time::interval(Duration::from_millis(10));
            while !end.load(Ordering::SeqCst) {
                ticks.tick().await;
                let from = count.load(Ordering::SeqCst);
                say_to_any(&sim, from..from + per_second / 100);
                count.store(from + per_second / 100, Ordering::SeqCst);
            }
        });
        Self { said, stop, task }
    }

    async fn stop(self) -> u64 {
        self.stop.store(true, Ordering::SeqCst);
        self.task.await.unwrap();
        self.said.load(Ordering::SeqCst)
    }
}

/// Checks that every number arrived once, and those of each guild in order.
fn assert_all_once(record: &Record, total: u64, guilds: u64) {
    record.with(|seen| {
        let mut sorted = seen.numbers.clone();
        sorted.sort_unstable();
        let doubled = sorted.windows(2).filter(|pair| pair[0] == pair[1]).count();
        assert_eq!((sorted.len() as u64, doubled), (total, 0), "lost or doubled");
        for guild in 0..guilds {
            let of_guild = seen.numbers.iter().filter(|number| *number % guilds == guild);
            assert!(of_guild.is_sorted(), "guild {guild} is out of order");
        }
    });
}

const GUILDS: u64 = 48;

async fn sixteen_shards() -> Arc<Sim> {
    let sim = Sim::builder().guilds(GUILDS as usize).members(2).recommended_shards(16);
    Arc::new(sim.max_concurrency(16).start().await.unwrap())
}

#[tokio::test(start_paused = true)]
async fn sixteen_to_thirty_two_shards_at_5000_events_a_second_lose_and_double_nothing() {
    let sim = sixteen_shards().await;
    let folder = TestFolder::new();
    let (gateway, events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    record.until("guilds", |seen| seen.count(EventKind::GuildCreate) == GUILDS).await;
    let speaker = Speaker::start(&sim, 5000);
    tokio::time::sleep(Duration::from_secs(6)).await;
    let report = gateway.reshard(32).await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let total = speaker.stop().await;
    record.until("all numbers", |seen| seen.numbers.len() as u64 >= total).await;
    // Late duplicates would arrive now.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_all_once(&record, total, GUILDS);
    println!("{total} events, resharded in {:?}", report.took);
    assert_eq!((report.from, report.to, gateway.shards().len()), (16, 32, 32));
    assert!(gateway.status().is_ready());
    assert_eq!(gateway.status().guilds() as u64, GUILDS);
    // The Guild Creates of the new sessions are not delivered.
    record.with(|seen| assert_eq!(seen.count(EventKind::GuildCreate), GUILDS));
    let stats = sim.stats();
    assert_eq!((stats.identifies, stats.open_connections), (48, 32));
    assert_eq!(stats.sessions.values().filter(|session| !session.ended).count(), 32);

    // The state folder contains the new shards and not the old ones.
    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    record.ended().await;
    let (gateway, events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
    let _record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    assert_eq!((gateway.shards().len(), sim.stats().identifies), (32, 48), "all resumed");
}

#[tokio::test(start_paused = true)]
async fn a_new_fleet_that_dies_half_way_leaves_the_old_one_as_it_was() {
    let sim = sixteen_shards().await;
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    let speaker = Speaker::start(&sim, 1000);
    tokio::time::sleep(Duration::from_secs(6)).await;
    let change = tokio::spawn({
        let gateway = gateway.clone();
        async move { gateway.reshard(32).await }
    });
    // Half of the new fleet has identified. Then Discord refuses one of its shards.
    while sim.stats().identifies < 32 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let newest = sim.inspect(|core| core.connections().into_iter().max().unwrap());
    let target = Target::Connection(newest.0);
    sim.act(ConnectionAction::Close { code: 4013, reason: String::new() }.on(target)).unwrap();
    let error = change.await.unwrap().unwrap_err();
    assert!(matches!(error, ReshardError::Refused(_)), "{error:?}");
    assert!(error.to_string().contains("4013"), "{error}");
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(gateway.refused().is_none() && gateway.status().is_ready());
    assert_eq!((gateway.shards().len(), sim.stats().open_connections), (16, 16));
    let total = speaker.stop().await;
    record.until("all numbers", |seen| seen.numbers.len() as u64 >= total).await;
    assert_all_once(&record, total, GUILDS);
    // The change can be tried again.
    assert_eq!(gateway.reshard(18).await.unwrap().to, 18);
}

#[tokio::test(start_paused = true)]
async fn a_reshard_that_cannot_be_is_refused_before_anything_is_started() {
    let sim = Sim::builder().guilds(2).session_starts(14).start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let _record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    let error = gateway.reshard(20).await.unwrap_err();
    assert!(
        matches!(error, ReshardError::TooFewStarts { needed: 20, remaining: 13, .. }),
        "{error:?}"
    );
    assert!(matches!(gateway.reshard(0).await, Err(ReshardError::Plan(_))));
    assert_eq!(sim.stats().connections, 1);

    let sim = Sim::builder().guilds(2).start().await.unwrap();
    let range = ShardPlan::Range { ids: 0..1, total: 2 };
    let (gateway, _events) = builder(&sim).shards(range).start().await.unwrap();
    assert!(matches!(gateway.reshard(4).await, Err(ReshardError::PartialPlan)));
}

#[tokio::test(start_paused = true)]
async fn close_code_4011_leads_to_it_where_the_user_allows() {
    let sim = Arc::new(
        Sim::builder().guilds(8).recommended_shards(3).max_concurrency(4).start().await.unwrap(),
    );
    let fixed = builder(&sim).shards(ShardPlan::Fixed(1)).reshard_when_required(true);
    let (gateway, events) = fixed.start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    tokio::time::sleep(Duration::from_secs(6)).await;
    sim.act(ConnectionAction::Close { code: 4011, reason: String::new() }).unwrap();
    let start = Instant::now();
    while gateway.shards().len() != 3 {
        assert!(start.elapsed() < PATIENCE, "it does not reshard");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(gateway.wait_ready(PATIENCE).await && gateway.refused().is_none());
    tokio::time::sleep(Duration::from_secs(1)).await;
    say_to_any(&sim, 0..80);
    record.until("80 numbers", |seen| seen.numbers.len() == 80).await;
    assert_all_once(&record, 80, 8);
    let guild = Id::new(1 << 23).unwrap();
    assert_eq!(gateway.shard_of(guild).count().get(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_watch_follows_what_discord_recommends() {
    let sim =
        Sim::builder().guilds(8).recommended_shards(2).max_concurrency(4).start().await.unwrap();
    let watching = builder(&sim).shards(ShardPlan::Fixed(1));
    let watching = watching.watch_shard_count(Duration::from_secs(60));
    let (gateway, events) = watching.start().await.unwrap();
    let _record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    assert_eq!(gateway.shards().len(), 1);
    tokio::time::sleep(Duration::from_secs(90)).await;
    assert_eq!(gateway.shards().len(), 2);
    assert!(gateway.status().is_ready());
}
