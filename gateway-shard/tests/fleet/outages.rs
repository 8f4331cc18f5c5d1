//! Failures of Discord or the network, and their effect on a whole fleet.

use std::collections::BTreeMap;
use std::time::Duration;

use gateway_model::EventKind;
use gateway_model::event::GuildMembersChunk;
use gateway_model::gateway::command::RequestGuildMembers;
use gateway_model::id::Id;
use gateway_shard::{Gateway, ShardEventKind, Shutdown, StateChange};
use gateway_sim::control::{ConnectionAction, ServerAction, Target};
use gateway_sim::{Endpoint, Outage, Sim, SimBuilder};
use tokio::time::Instant;

use crate::support::{PATIENCE, Record, TestFolder, builder, two_shards};

fn sixty_four_shards() -> SimBuilder {
    Sim::builder().guilds(64).members(1).recommended_shards(64).max_concurrency(64)
}

async fn ready(sim: &Sim) -> (Gateway, Record) {
    let (gateway, events) = builder(sim).start().await.unwrap();
    let record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    (gateway, record)
}

#[tokio::test(start_paused = true)]
async fn sixty_four_shards_are_ready_in_the_least_time_the_rule_allows() {
    let sim = sixty_four_shards().max_concurrency(16).start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let start = Instant::now();
    let _record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    // Four rounds of 16, 5 s apart. Docs: Gateway, Max Concurrency,
    // https://docs.discord.com/developers/events/gateway#sharding-max-concurrency
    let (least, took) = (Duration::from_secs(15), start.elapsed());
    println!("64 shards at max_concurrency 16 ready after {took:?}");
    assert!(took >= least && took <= least.mul_f64(1.05), "{took:?}");
    let stats = sim.stats();
    assert_eq!((stats.identifies, stats.invalid_sessions), (64, 0));
}

/// Hard case 4.
#[tokio::test(start_paused = true)]
async fn an_outage_costs_no_identify() {
    let sim = sixty_four_shards().start().await.unwrap();
    let (gateway, mut record) = ready(&sim).await;
    for endpoint in [Endpoint::Gateway, Endpoint::Resume] {
        let (mode, for_ms) = (Some(Outage::Refuse), Some(60_000));
        sim.act(ServerAction::Outage { endpoint, mode, for_ms }).unwrap();
    }
    let start = Instant::now();
    assert_eq!(sim.drop_connections(None), 64);
    // The number of failed attempts by the end of each second.
    let mut failed = Vec::new();
    while start.elapsed() < Duration::from_secs(60) {
        tokio::time::sleep(Duration::from_secs(1)).await;
        failed.push(record.with(|seen| {
            seen.notices.iter().filter(|(_, k)| matches!(k, ShardEventKind::LinkFailed(_))).count()
        }));
    }
    tokio::time::sleep(Duration::from_secs(60)).await;
    record.until("64 times Resumed", |seen| seen.count(EventKind::Resumed) == 64).await;
    let stats = sim.stats();
    assert_eq!((stats.identifies, stats.resumed), (64, 64));
    let rates: Vec<_> = failed.windows(2).map(|pair| pair[1] - pair[0]).collect();
    println!("{} failed attempts, by second {rates:?}", failed.last().unwrap());
    // In the first seconds each shard makes its first attempts. Later attempts are rarer and not simultaneous.
    assert!(*failed.last().unwrap() <= 64 * 12, "{failed:?}");
    assert!(rates[10..].iter().all(|rate| *rate <= 40), "{rates:?}");
    assert!(gateway.status().is_ready());
    record.assert_no_gap();
}

/// Hard case 11.
#[tokio::test(start_paused = true)]
async fn health_does_not_lie_when_acks_are_muted() {
    let interval = Duration::from_secs(20);
    let sim = two_shards().heartbeat_interval(interval).start().await.unwrap();
    let (gateway, _record) = ready(&sim).await;
    tokio::time::sleep(interval * 2).await;
    let status = gateway.status();
    assert!(status.is_ready() && status.shards.iter().all(|shard| shard.latency.is_some()));
    sim.act(ConnectionAction::MuteAcks { muted: true }.on(Target::Shard(1))).unwrap();
    let muted_at = Instant::now();
    let (mut ages, mut not_ready_after) = (Vec::new(), None);
    while not_ready_after.is_none() {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let status = gateway.status();
        assert!(status.shards[0].ready, "the other shard is not touched");
        let shard = &status.shards[1];
        if shard.ready {
            ages.push(shard.last_ack_age.unwrap());
        } else {
            not_ready_after = Some(muted_at.elapsed());
            assert_eq!(shard.latency, None, "the last latency is not the present one");
        }
    }
    // The last ACK may have arrived just before: the heartbeat that is not answered is due one interval later.
    let limit = interval + Duration::from_secs(5);
    println!("not ready {not_ready_after:?} after the last possible ACK");
    assert!(ages.is_sorted() && *ages.last().unwrap() <= limit, "{ages:?}");
    assert!(not_ready_after.unwrap() <= limit, "{not_ready_after:?}");
    tokio::time::sleep(interval).await;
    assert!(gateway.status().is_ready(), "it reconnected by itself");
    let status = gateway.status();
    assert_eq!(status.shards[1].disconnects["heartbeat_unanswered"], 1);
    assert_eq!((sim.stats().identifies, sim.stats().resumed), (2, 1));
}

/// Hard case 12.
#[tokio::test(start_paused = true)]
async fn commands_survive_a_resume_in_order_and_within_the_limit() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let (gateway, mut record) = ready(&sim).await;
    let guild = sim.inspect(|core| core.world().guilds().next().unwrap());
    let endpoint = Endpoint::Resume;
    let mode = Some(Outage::Hang);
    sim.act(ServerAction::Outage { endpoint, mode, for_ms: Some(3000) }).unwrap();
    sim.drop_connections(None);
    // Commands that were on the wire when it broke were not confirmed. All others must arrive.
    let lost = |change: &StateChange| matches!(change, StateChange::Disconnected { .. });
    record.until("the loss", |seen| seen.states(lost) > 0).await;
    for number in 0..200 {
        let command = RequestGuildMembers::user(guild, Id::new(1).unwrap());
        let command = command.nonce(number.to_string()).unwrap();
        gateway.send_to_guild(guild, command).await.unwrap();
    }
    tokio::time::sleep(Duration::from_secs(180)).await;
    record.until("200 answers", |seen| seen.count(EventKind::GuildMembersChunk) == 200).await;
    let nonces = record.with(|seen| {
        let chunks = seen.of_kind(EventKind::GuildMembersChunk);
        let nonces = chunks.map(|chunk| chunk.decode::<GuildMembersChunk>().unwrap().nonce);
        nonces.map(|nonce| nonce.unwrap().parse::<u32>().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(nonces, (0..200).collect::<Vec<_>>(), "all, in order");
    let stats = sim.stats();
    // The simulation closes with 4008 after more than 120 in 60 s.
    assert_eq!((stats.closes, stats.resumed), (BTreeMap::new(), 1));
}

/// Hard case 13.
#[tokio::test(start_paused = true)]
async fn both_shutdowns_end_in_time_although_the_server_never_answers() {
    let folder = TestFolder::new();
    let sim = sixty_four_shards().start().await.unwrap();
    for (kind, resumed) in [(Shutdown::KeepSession, 0), (Shutdown::Offline, 64)] {
        let (gateway, events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
        let mut record = Record::new(events);
        assert!(gateway.wait_ready(PATIENCE).await);
        assert_eq!(sim.stats().resumed, resumed);
        sim.act(ConnectionAction::IgnoreClose).unwrap();
        let start = Instant::now();
        let report = gateway.shutdown(kind, Duration::from_secs(5)).await;
        println!("{kind:?}: 64 shards ended after {:?}", start.elapsed());
        assert!(report.is_clean() && start.elapsed() < Duration::from_secs(5), "{report:?}");
        record.ended().await;
        // The server never received the close, so for it the connections still exist.
        sim.drop_connections(None);
    }
    assert_eq!(sim.stats().identifies, 64, "the second start resumed every shard");
    // After Offline there is nothing to resume.
    tokio::time::sleep(Duration::from_secs(10)).await;
    let (gateway, events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
    let _record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    assert_eq!((sim.stats().identifies, sim.stats().resumed), (128, 64));
}
