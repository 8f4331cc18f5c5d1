//! Shards move when processes start, leave and die.

use gateway_fleet::nats::NatsSettings;
use gateway_fleet::shards::{self, JoinError};
use gateway_fleet::{FleetConfig, LeaseKind};
use gateway_model::gateway::{Intents, ShardId};
use gateway_shard::Gateway;
use gateway_sim::Sim;
use tokio::runtime::Runtime;

use crate::support::{Log, Process, Server, TOTAL, config, say, settings, until};

#[test]
#[ignore = "needs nats-server"]
fn a_bot_in_several_processes_loses_no_event_and_spends_no_identify_when_they_come_go_and_die() {
    let server = Server::start();
    let outside = Runtime::new().unwrap();
    let sim = Sim::builder().guilds(16).members(2).recommended_shards(TOTAL).max_concurrency(TOTAL);
    let sim = outside.block_on(sim.start()).unwrap();
    let log = Log::default();

    let first = Process::start(&server, &sim, &log, "first", Some(TOTAL));
    until("all shards on the first", || first.ready() == 4);
    say(&sim, 0..40);
    // A second worker joins without a number of shards, and takes its half.
    let second = Process::start(&server, &sim, &log, "second", None);
    until("two and two", || (first.ready(), second.ready()) == (2, 2));
    say(&sim, 40..80);
    let of_second = second.gateway.shards();
    let owner = |process: &Process, shard: ShardId| process.member.as_ref().unwrap().owner(shard);
    until("the owners are known", || {
        of_second.iter().all(|shard| owner(&first, *shard).as_deref() == Some("second"))
    });

    // A deploy: the first worker leaves while events arrive, and the second one has all shards.
    say(&sim, 80..100);
    first.leave();
    say(&sim, 100..120);
    until("all shards on the second", || second.ready() == 4);

    // A host dies. Events of that time arrive after another worker has its shards.
    let third = Process::start(&server, &sim, &log, "third", None);
    until("two and two again", || (second.ready(), third.ready()) == (2, 2));
    say(&sim, 120..160);
    third.kill();
    say(&sim, 160..200);
    until("all shards on the second again", || second.ready() == 4);
    until("every number", || log.numbers().len() == 200);

    assert_eq!(log.len(), 200, "each once, repeats told by their key");
    assert_eq!(sim.stats().identifies, 4, "no Identify but the first of each shard");
    second.leave();
}

#[test]
#[ignore = "needs nats-server"]
fn a_worker_that_cannot_join_says_why() {
    let runtime = Runtime::new().unwrap();
    let server = Server::start();
    let builder = || Gateway::builder("a.b.c", Intents::GUILDS);
    let kind = FleetConfig::new("one", "life", LeaseKind::Partition, 1).unwrap();
    let error = runtime.block_on(shards::join(builder(), settings(&server), kind)).unwrap_err();
    assert!(matches!(error, JoinError::NotShards), "{error}");
    let nowhere = NatsSettings::new("nats://127.0.0.1:1", "fleet-test");
    let error =
        runtime.block_on(shards::join(builder(), nowhere, config("one", Some(1)))).unwrap_err();
    assert!(matches!(error, JoinError::Bucket(_)), "{error}");
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn nats_away_at_the_start_is_told_and_a_later_try_joins() {
    let runtime = Runtime::new().unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut nats = NatsSettings::new(&format!("nats://127.0.0.1:{port}"), "fleet-test");
    nats.timeout = std::time::Duration::from_millis(500);
    let builder = || Gateway::builder("a.b.c", Intents::GUILDS);
    let join = || runtime.block_on(shards::join(builder(), nats.clone(), config("one", Some(1))));
    let error = join().unwrap_err();
    assert!(matches!(error, JoinError::Bucket(_)), "{error}");
    let text = error.to_string();
    assert!(text.contains("check whether nats-server runs"), "{text}");
    let _server = Server::start_at(port);
    let mut joined = None;
    until("it joins", || {
        joined = join().ok();
        joined.is_some()
    });
}
