//! Leased shards: they start and stop while the gateway runs, and their sessions move between processes.

use std::time::Duration;

use gateway_model::EventKind;
use gateway_model::gateway::ShardId;
use gateway_shard::{Gateway, LeaseError, ShardPlan, ShardRecord, Shutdown, StateChange};
use gateway_sim::Sim;
use tokio::sync::watch;

use crate::support::{PATIENCE, Record, builder, say, say_to_any, two_shards};

fn shard(id: u32) -> ShardId {
    ShardId::new(id, 2).unwrap()
}

async fn leased(sim: &Sim) -> (Gateway, Record) {
    let started = builder(sim).shards(ShardPlan::Leased { total: 2 }).start().await;
    let (gateway, events) = started.unwrap();
    (gateway, Record::new(events))
}

fn readies(record: &Record) -> u64 {
    record.with(|seen| seen.count(EventKind::Ready))
}

fn resumes(record: &Record) -> usize {
    record.with(|seen| seen.states(|state| matches!(state, StateChange::Resumed { .. })))
}

#[tokio::test(start_paused = true)]
async fn a_shard_moves_to_another_process_with_its_session_and_loses_no_event() {
    let sim = two_shards().start().await.unwrap();
    let ((from, mut first), (to, mut second)) = (leased(&sim).await, leased(&sim).await);
    from.start_shard(shard(0), None).unwrap();
    to.start_shard(shard(1), None).unwrap();
    first.until("shard 0", |seen| seen.count(EventKind::GuildCreate) == 4).await;
    second.until("shard 1", |seen| seen.count(EventKind::GuildCreate) == 4).await;
    say(&sim, 0..8);
    first.until("messages", |seen| seen.numbers.len() == 4).await;

    let moved = from.stop_shard(shard(0), PATIENCE).await.unwrap().expect("it has a session");
    assert_eq!((from.shards(), moved.guilds.len()), (Vec::new(), 4));
    // No process runs the shard now.
    say(&sim, 8..16);
    to.start_shard(shard(0), Some(moved)).unwrap();
    second.until("all", |seen| seen.numbers.len() == 4 + 4 + 4).await;
    assert_eq!(to.shards(), [shard(0), shard(1)]);
    assert_eq!((readies(&first), readies(&second), resumes(&second)), (1, 1, 1));
    assert_eq!(sim.stats().identifies, 2, "a move costs none");
    let mut numbers = first.with(|seen| seen.numbers.clone());
    numbers.extend(second.with(|seen| seen.numbers.clone()));
    numbers.sort_unstable();
    assert_eq!(numbers, (0..16).collect::<Vec<_>>());

    // The shard moves back to a gateway that ran no shard for a while.
    let moved = to.stop_shard(shard(0), PATIENCE).await.unwrap();
    from.start_shard(shard(0), moved).unwrap();
    say(&sim, 16..18);
    first
        .until("the last", |seen| seen.numbers.ends_with(&[16]) || seen.numbers.ends_with(&[17]))
        .await;
    for gateway in [from, to] {
        assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    }
    first.ended().await;
    second.ended().await;
}

#[tokio::test(start_paused = true)]
async fn what_was_not_handled_when_a_shard_moved_comes_again() {
    let sim = two_shards().start().await.unwrap();
    let started = builder(&sim).shards(ShardPlan::Leased { total: 2 }).start().await;
    let (from, mut events) = started.unwrap();
    from.start_shard(shard(0), None).unwrap();
    let (count, mut held) = watch::channel(0);
    let reading = tokio::spawn(async move {
        let mut receipts = Vec::new();
        while let Some(mut event) = events.next().await {
            if event.event_kind() == Some(EventKind::MessageCreate) {
                receipts.push(event.take_receipt());
                count.send_replace(receipts.len());
            }
        }
    });
    assert!(from.wait_ready(PATIENCE).await);
    let (other, mut second) = leased(&sim).await;
    other.start_shard(shard(1), None).unwrap();
    second.until("shard 1", |seen| seen.count(EventKind::Ready) == 1).await;
    say(&sim, 0..8);
    held.wait_for(|held| *held == 4).await.unwrap();
    // The events of shard 0 are held until the deadline.
    let moved = from.stop_shard(shard(0), Duration::from_secs(5)).await.unwrap();
    other.start_shard(shard(0), moved).unwrap();
    second.until("again", |seen| seen.numbers.len() == 8).await;
    from.shutdown(Shutdown::KeepSession, PATIENCE).await;
    reading.await.unwrap();
    assert_eq!(sim.stats().identifies, 2);
    other.shutdown(Shutdown::KeepSession, PATIENCE).await;
}

#[tokio::test(start_paused = true)]
async fn a_shard_that_cannot_be_started_or_stopped_says_why_and_changes_nothing() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, mut record) = leased(&sim).await;
    let other = ShardId::new(0, 3).unwrap();
    let error = gateway.start_shard(other, None).unwrap_err();
    assert!(matches!(error, LeaseError::ShardCountMismatch { total: 2, .. }), "{error}");
    let error = gateway.stop_shard(shard(0), PATIENCE).await.unwrap_err();
    assert!(matches!(error, LeaseError::UnknownShard(_)), "{error}");
    gateway.start_shard(shard(0), None).unwrap();
    let error = gateway.start_shard(shard(0), None).unwrap_err();
    assert!(matches!(error, LeaseError::AlreadyRunning(_)), "{error}");
    record.until("ready", |seen| seen.count(EventKind::Ready) == 1).await;
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    let error = gateway.start_shard(shard(1), None).unwrap_err();
    assert!(matches!(error, LeaseError::Stopping), "{error}");
    record.ended().await;

    let (whole, _events) = builder(&sim).start().await.unwrap();
    let error = whole.start_shard(shard(0), None).unwrap_err();
    assert!(matches!(error, LeaseError::NotLeased), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_session_that_cannot_be_resumed_is_left_out_and_the_shard_identifies() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, mut record) = leased(&sim).await;
    gateway.start_shard(shard(0), None).unwrap();
    record.until("ready", |seen| seen.count(EventKind::Ready) == 1).await;
    let kept = gateway.stop_shard(shard(0), PATIENCE).await.unwrap().unwrap();
    let other_intents =
        ShardRecord { intents: gateway_model::gateway::Intents::GUILDS, ..kept.clone() };
    gateway.start_shard(shard(0), Some(other_intents)).unwrap();
    record.until("a second ready", |seen| seen.count(EventKind::Ready) == 2).await;
    // The session of another shard is ignored.
    gateway.start_shard(shard(1), Some(kept)).unwrap();
    record.until("a third ready", |seen| seen.count(EventKind::Ready) == 3).await;
    assert_eq!((sim.stats().identifies, resumes(&record)), (3, 0));
    gateway.shutdown(Shutdown::Offline, PATIENCE).await;
}

#[tokio::test(start_paused = true)]
async fn a_gateway_without_a_shard_runs_until_it_is_stopped_or_nobody_reads() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, mut record) = leased(&sim).await;
    let ended = tokio::time::timeout(Duration::from_secs(600), gateway.ended()).await;
    assert!(ended.is_err(), "it waits for shards");
    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    record.ended().await;

    let started = builder(&sim).shards(ShardPlan::Leased { total: 2 }).start().await;
    let (gateway, events) = started.unwrap();
    drop(events);
    tokio::time::timeout(PATIENCE, gateway.ended()).await.expect("nobody reads").unwrap();
}

fn of(id: u32, total: u32) -> ShardId {
    ShardId::new(id, total).unwrap()
}

/// Two processes change from two shards to four. An event that two sessions bring is delivered once if both are in one
/// process, and marked if they are not.
#[tokio::test(start_paused = true)]
async fn another_number_of_shards_begins_beside_and_what_both_bring_is_dropped_or_marked() {
    let sim = two_shards().max_concurrency(4).start().await.unwrap();
    let ((one, mut first), (two, mut second)) = (leased(&sim).await, leased(&sim).await);
    one.start_shard(of(0, 2), None).unwrap();
    two.start_shard(of(1, 2), None).unwrap();
    assert!(one.wait_ready(PATIENCE).await && two.wait_ready(PATIENCE).await);
    // Their queues are not shared, so the new shards identify after Discord's window.
    tokio::time::sleep(Duration::from_secs(6)).await;
    let error = one.start_shard(of(0, 4), None).unwrap_err();
    assert!(matches!(error, LeaseError::ShardCountMismatch { total: 2, .. }), "{error}");
    one.begin_total(4).unwrap();
    two.begin_total(4).unwrap();
    // The guilds of shard 0 of 2 are those of shards 0 and 2 of 4.
    one.start_shard(of(0, 4), None).unwrap();
    one.start_shard(of(1, 4), None).unwrap();
    two.start_shard(of(2, 4), None).unwrap();
    two.start_shard(of(3, 4), None).unwrap();
    assert!(one.wait_ready(PATIENCE).await && two.wait_ready(PATIENCE).await);
    assert!(matches!(one.begin_total(8), Err(LeaseError::Busy(4))));

    assert_eq!(say_to_any(&sim, 0..16), 32, "two sessions each");
    let both = |first: &Record, second: &Record| {
        first.with(|seen| seen.numbers.len()) + second.with(|seen| seen.numbers.len())
    };
    first.until("its own and those of 1/4", |seen| seen.numbers.len() == 12).await;
    second.until("its own and those of 2/4", |seen| seen.numbers.len() == 12).await;
    assert_eq!(both(&first, &second), 24, "8 of 16 come twice, each marked once");
    // The Guild Creates of the sessions of 1/4 and 2/4 are marked too: two each.
    assert_eq!((one.doubled_events(), two.doubled_events()), (4 + 2, 4 + 2));

    one.serve_total(4).unwrap();
    two.serve_total(4).unwrap();
    one.end_shard(of(0, 2), PATIENCE).await.unwrap();
    two.end_shard(of(1, 2), PATIENCE).await.unwrap();
    let totals = one.leased_totals().unwrap();
    assert_eq!((totals.serving, totals.beside, totals.ending), (4, None, None));
    one.end_overlap();
    two.end_overlap();
    // Events delivered by the other process may be read here a little later.
    tokio::time::sleep(Duration::from_secs(11)).await;
    say(&sim, 16..32);
    first.until("the rest", |seen| seen.numbers.len() == 12 + 8).await;
    second.until("the rest", |seen| seen.numbers.len() == 12 + 8).await;
    assert_eq!((one.doubled_events(), two.doubled_events()), (6, 6), "nothing more is doubled");
    let stats = sim.stats();
    assert_eq!(stats.identifies, 6);
    let ended = stats.sessions.values().filter(|session| session.ended).count();
    assert_eq!(ended, 2, "the old sessions are closed for good");
    for gateway in [one, two] {
        gateway.shutdown(Shutdown::KeepSession, PATIENCE).await;
    }
}
