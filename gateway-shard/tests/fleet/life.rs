//! A fleet from its first request to its end.

use std::time::Duration;

use gateway_model::EventKind;
use gateway_shard::{GuildChange, ShardEventKind, Shutdown, StateChange};
use gateway_sim::traffic::TrafficConfig;

use crate::support::{PATIENCE, Record, builder, say, two_shards};

#[tokio::test]
async fn two_shards_live_through_a_lost_connection_and_lose_nothing() {
    let traffic = TrafficConfig { events_per_second: 500.0, ..TrafficConfig::default() };
    let sim = two_shards().traffic(traffic).start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await, "{:#?}", gateway.status());

    // The shard count is that of GET /gateway/bot, and every guild arrived through its own shard.
    assert_eq!(gateway.shards().len(), 2);
    record.until("8 guilds", |seen| seen.count(EventKind::GuildCreate) == 8).await;
    let status = gateway.status();
    assert!(status.is_ready());
    assert_eq!((status.guilds(), status.shards.len()), (8, 2));
    assert!(status.shards.iter().all(|shard| shard.guilds > 0 && shard.unavailable_guilds == 0));
    record.with(|seen| {
        let available = seen.notices.iter().filter_map(|(shard, kind)| match kind {
            ShardEventKind::Guild { guild, change: GuildChange::Available } => Some((shard, guild)),
            _ => None,
        });
        let available: Vec<_> = available.collect();
        assert_eq!(available.len(), 8);
        assert!(available.iter().all(|(shard, guild)| **shard == gateway.shard_of(**guild).id()));
    });

    say(&sim, 0..100);
    record.until("100 numbers", |seen| seen.numbers.len() == 100).await;
    assert_eq!(sim.drop_connections(Some(1)), 1);
    say(&sim, 100..300);
    let resumed = |change: &StateChange| matches!(change, StateChange::Resumed { .. });
    record.until("Resumed", |seen| seen.states(resumed) == 1).await;
    say(&sim, 300..400);
    record.until("400 numbers", |seen| seen.numbers.len() == 400).await;

    let report = gateway.shutdown(Shutdown::KeepSession, PATIENCE).await;
    assert!(report.is_clean(), "{report:?}");
    record.ended().await;
    gateway.ended().await.unwrap();
    let stats = sim.stats();
    assert_eq!((stats.identifies, stats.resumed, stats.drops), (2, 1, 1));
    assert_eq!(stats.open_connections, 0);
    assert!(stats.client_closes.keys().all(|code| !matches!(code, 0 | 1000 | 1001)), "{stats:?}");
    assert!(stats.sessions.values().all(|session| !session.ended), "{stats:?}");
    assert!(stats.sessions.values().map(|session| session.replayed).sum::<u64>() > 0);
    assert_eq!(record.with(|seen| seen.count(EventKind::Resumed)), 1);
    record.assert_no_gap();
}

#[tokio::test(start_paused = true)]
async fn every_event_before_a_clean_end_is_handed_on() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    for round in 0..5 {
        say(&sim, round * 100..round * 100 + 50);
        sim.drop_connections(Some(u32::try_from(round % 2).unwrap()));
        say(&sim, round * 100 + 50..round * 100 + 100);
        let want = usize::try_from(round * 100 + 100).unwrap();
        record.until("all numbers", |seen| seen.numbers.len() == want).await;
        assert!(gateway.wait_ready(PATIENCE).await);
    }
    assert_eq!(sim.stats().resumed, 5);
    let report = gateway.shutdown(Shutdown::Offline, Duration::from_secs(5)).await;
    assert!(report.is_clean(), "{report:?}");
    record.ended().await;
    record.assert_nothing_lost(&sim);
    let stats = sim.stats();
    assert_eq!(stats.identifies, 2);
    assert_eq!(stats.client_closes.get(&1000), Some(&2), "{stats:?}");
    assert!(stats.sessions.values().all(|session| session.ended), "1000 ends the sessions");
    record.with(|seen| {
        let ends = seen.notices.iter().filter(|(_, k)| matches!(k, ShardEventKind::Stopped(_)));
        assert_eq!(ends.count(), 2);
    });
}
