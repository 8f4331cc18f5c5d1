//! Workers and servers that die, and NATS that is unavailable.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use tokio::runtime::Runtime;

use crate::relay::Relay;
use crate::support::{Log, Process, Server, event, guild, nothing, publish, until};

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn events_of_a_worker_that_dies_come_again_in_order_to_another() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let log = Log::default();
    let mut first = Some(Process::start(server.config("first"), &log, nothing()));
    let second = Process::start(server.config("second"), &log, nothing());
    let publisher = context.clone();
    let publishing = outside.spawn(async move {
        for sequence in 1..=3000 {
            publish(&publisher, event(guild(sequence % 24), sequence), true).await;
        }
    });
    for round in 0..3 {
        let already = log.sequences().len();
        until("it goes on", || log.sequences().len() > (already + 150).min(2999));
        if let Some(first) = first.take() {
            first.kill();
        }
        first = Some(Process::start(server.config(&format!("again-{round}")), &log, nothing()));
    }
    outside.block_on(publishing).unwrap();
    until("all of them", || log.sequences().len() == 3000);
    log.check_order();
    // Repeated events were in progress, or not acknowledged yet.
    assert!(log.all().len() < 3000 + 3 * 8 * 512, "{}", log.all().len());
    second.stop();
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn a_server_that_dies_loses_nothing_and_keeps_the_order() {
    let (mut server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let log = Log::default();
    let worker = Process::start(server.config("one"), &log, nothing());
    let publisher = context.clone();
    let publishing = outside.spawn(async move {
        for sequence in 1..=2000 {
            publish(&publisher, event(guild(sequence % 24), sequence), true).await;
        }
    });
    for _ in 0..2 {
        let already = log.sequences().len();
        until("it goes on", || log.sequences().len() > (already + 200).min(1999));
        server.kill();
        std::thread::sleep(Duration::from_millis(300));
        server.start_again();
    }
    outside.block_on(publishing).unwrap();
    until("all of them", || log.sequences().len() == 2000);
    log.check_order();
    worker.stop();
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn events_that_are_lost_on_their_way_with_a_connection_come_again_in_order() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let (relay, log) = (Relay::start(server.port), Log::default());
    let mut config = server.config("one");
    config.url = format!("nats://127.0.0.1:{}", relay.port);
    // The lease outlasts the cut: the lost events are not delivered again because of a new owner.
    config.times.dead = Duration::from_secs(15);
    config.times.confirmed = Duration::from_secs(10);
    config.times.outage_resume = config.times.confirmed;
    let worker = Process::start(config, &log, nothing());
    let say = |range: std::ops::RangeInclusive<u64>| {
        outside.block_on(async {
            for sequence in range {
                publish(&context, event(guild(3), sequence), true).await;
            }
        });
    };
    let delivered = || {
        outside.block_on(async {
            let stream = context.get_stream("DISCORD").await.unwrap();
            let all: Vec<_> = stream.consumers().try_collect().await.unwrap();
            let ours = all.into_iter().filter(|info| info.name.starts_with("bot-8-3-"));
            ours.map(|info| info.delivered.stream_sequence).max().unwrap_or(0)
        })
    };
    let mut last = 0;
    for _ in 0..3 {
        say(last + 1..=last + 50);
        until("the connection works", || log.sequences().len() as u64 == last + 50);
        relay.lose();
        say(last + 51..=last + 150);
        until("they are on their way", || delivered() == last + 150);
        relay.cut();
        last += 150;
    }
    say(last + 1..=last + 10);
    until("all of them", || log.sequences().len() as u64 == last + 10);
    assert_eq!(log.of(guild(3)), (1..=last + 10).collect::<Vec<_>>(), "each once, in order");
    worker.stop();
}
