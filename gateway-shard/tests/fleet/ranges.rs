//! Several processes that run ranges of one bot's shards.

use std::time::Duration;

use gateway_shard::identify::LocalQueue;
use gateway_shard::{Gateway, ShardPlan, Shutdown};
use gateway_sim::Sim;
use tokio::time::Instant;

use crate::spans::Lines;
use crate::support::{PATIENCE, Record, TestFolder, builder};

/// The time in which all shards become ready: 8 Identifies, one after the other.
const ALL_READY: Duration = Duration::from_secs(60);

fn eight_shards() -> gateway_sim::SimBuilder {
    Sim::builder().guilds(8).members(1).recommended_shards(8).max_concurrency(1)
}

/// Starts a process that runs this range, with a state folder that others may share.
async fn process(
    sim: &Sim,
    folder: &TestFolder,
    ids: std::ops::Range<u32>,
    start: Instant,
) -> (Gateway, Record) {
    let clock = move || 1_700_000_000_000 + u64::try_from(start.elapsed().as_millis()).unwrap();
    let plan = ShardPlan::Range { ids, total: 8 };
    let builder = builder(sim).shards(plan).state_folder(folder.path()).wall_clock(clock);
    let (gateway, events) = builder.start().await.unwrap();
    (gateway, Record::new(events))
}

async fn run_two(sim: &Sim, folder: &TestFolder, split_at: u32, start: Instant) {
    let (first, mut first_record) = process(sim, folder, 0..split_at, start).await;
    let (second, mut second_record) = process(sim, folder, split_at..8, start).await;
    let (one, other) = tokio::join!(first.wait_ready(ALL_READY), second.wait_ready(ALL_READY));
    assert!(one && other, "{:#?} {:#?}", first.status(), second.status());
    for gateway in [first, second] {
        assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    }
    first_record.ended().await;
    second_record.ended().await;
}

#[tokio::test(start_paused = true)]
async fn ranges_on_one_state_folder_take_turns_and_other_ranges_find_their_sessions() {
    let sim = eight_shards().start().await.unwrap();
    let folder = TestFolder::new();
    let start = Instant::now();
    run_two(&sim, &folder, 4, start).await;
    let stats = sim.stats();
    assert_eq!((stats.identifies, stats.invalid_sessions), (8, 0), "one each, none refused");
    // Other ranges: each shard's session is used by the process that runs the shard now.
    run_two(&sim, &folder, 2, start).await;
    let stats = sim.stats();
    assert_eq!((stats.identifies, stats.resumed), (8, 8));
    assert_eq!(stats.sessions.len(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_range_that_shares_no_queue_is_warned() {
    let lines = Lines::default();
    let _guards = lines.keep();
    let sim = eight_shards().start().await.unwrap();
    let folder = TestFolder::new();
    let about = |what: &str| {
        let lines = lines.taken().into_iter().filter(|line| line.contains(what));
        lines.collect::<Vec<_>>()
    };
    let ends = async |gateway: Gateway| {
        gateway.shutdown(Shutdown::Offline, PATIENCE).await;
    };
    let range = || ShardPlan::Range { ids: 0..4, total: 8 };
    let (gateway, events) = builder(&sim).shards(range()).start().await.unwrap();
    drop(events);
    let told = about("shares no identify queue");
    assert!(told.len() == 1 && told[0].contains(" WARN "), "{told:?}");
    for part in ["0..4", "total=8", "the same state_folder", "identify_queue"] {
        assert!(told[0].contains(part), "{part}: {}", told[0]);
    }
    ends(gateway).await;

    // At first it seems to be alone in the state folder; then it is not.
    let (first, record) = process(&sim, &folder, 0..4, Instant::now()).await;
    assert_eq!(about("its state folder has no other part").len(), 1);
    let (second, other_record) = process(&sim, &folder, 4..8, Instant::now()).await;
    let told = about("coordinated with the other processes");
    assert!(told.len() == 1 && told[0].contains(" INFO "), "{told:?}");
    drop((record, other_record));
    ends(first).await;
    ends(second).await;

    // With their own queue, or with all shards, there is no warning.
    let limit = gateway_model::gateway::SessionStartLimit {
        total: 1000,
        remaining: 1000,
        reset_after: 0,
        max_concurrency: 1,
    };
    let queue = LocalQueue::new(limit);
    let whole = ShardPlan::Range { ids: 0..8, total: 8 };
    for builder in
        [builder(&sim).shards(range()).identify_queue(queue), builder(&sim).shards(whole)]
    {
        let (gateway, events) = builder.start().await.unwrap();
        drop(events);
        assert_eq!(about("identify_queue"), [""; 0]);
        ends(gateway).await;
    }
}
