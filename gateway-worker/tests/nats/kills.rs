//! Workers and servers that die, and NATS that is away.

use std::time::Duration;

use tokio::runtime::Runtime;

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
        until("it goes on", || log.sequences().len() > already + 150);
        if let Some(first) = first.take() {
            first.kill();
        }
        first = Some(Process::start(server.config(&format!("again-{round}")), &log, nothing()));
    }
    outside.block_on(publishing).unwrap();
    until("all of them", || log.sequences().len() == 3000);
    log.check_order();
    // What came again was in hand, or not acknowledged yet.
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
        until("it goes on", || log.sequences().len() > already + 200);
        server.kill();
        std::thread::sleep(Duration::from_millis(300));
        server.start_again();
    }
    outside.block_on(publishing).unwrap();
    until("all of them", || log.sequences().len() == 2000);
    log.check_order();
    worker.stop();
}
