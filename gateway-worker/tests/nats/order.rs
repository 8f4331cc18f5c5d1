//! Order, bounds and repeats.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_nats::jetstream::consumer::PullConsumer;
use futures_util::TryStreamExt as _;
use gateway_worker::{Order, Start};
use tokio::runtime::Runtime;

use crate::support::{Event, Log, Process, Server, event, guild, nothing, publish, until};

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn partitions_are_shared_and_a_guild_keeps_its_order_while_workers_come_and_go() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let log = Log::default();
    let say = |range: std::ops::Range<u64>| {
        outside.block_on(async {
            for sequence in range {
                publish(&context, event(guild(sequence % 8), sequence), true).await;
            }
        });
    };
    let first = Process::start(server.config("first"), &log, nothing());
    say(1..200);
    until("the first has all", || log.sequences().len() == 199);
    let second = Process::start(server.config("second"), &log, nothing());
    let mut next = 200;
    until("both work", || {
        say(next..next + 8);
        next += 8;
        log.workers().len() == 2
    });
    let end = next + 200;
    say(next..end);
    until("all of them", || log.sequences().len() as u64 == end - 1);
    // A planned end: nothing arrives twice.
    let report = first.stop();
    assert_eq!((report.unreleased, report.listeners_ended), (0, true));
    let before = log.all().len() as u64;
    assert_eq!(before, end - 1, "nothing came twice");
    say(end..end + 200);
    until("the second has all", || log.sequences().len() as u64 == end + 199);
    log.check_order();
    assert_eq!(log.all().len() as u64, end + 199, "nothing came twice");
    second.stop();
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn a_slow_worker_leaves_the_rest_in_the_stream() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    outside.block_on(async {
        for sequence in 1..=300 {
            publish(&context, event(guild(1), sequence), true).await;
        }
    });
    let (log, goes) = (Log::default(), Arc::new(AtomicBool::new(false)));
    let mut config = server.config("slow");
    config.in_flight = 20;
    let act = {
        let goes = Arc::clone(&goes);
        Arc::new(move |_, _, _| {
            let goes = Arc::clone(&goes);
            Box::pin(async move {
                while !goes.load(Ordering::SeqCst) {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                Ok(())
            }) as futures_util::future::BoxFuture<'static, _>
        })
    };
    let worker = Process::start(config, &log, act);
    until("it has as many as it may", || log.all().len() == 20);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(log.all().len(), 20);
    let pending = || {
        outside.block_on(async {
            let stream = context.get_stream("DISCORD").await.unwrap();
            let infos: Vec<_> = stream.consumers().try_collect().await.unwrap();
            let ours = infos.into_iter().find(|info| info.name.starts_with("bot-8-1-")).unwrap();
            (ours.num_ack_pending, ours.num_pending, ours.ack_floor.stream_sequence)
        })
    };
    assert_eq!(pending(), (20, 280, 0), "the rest is in the stream");
    goes.store(true, Ordering::SeqCst);
    until("all of them", || log.sequences().len() == 300);
    until("all are acknowledged", || pending() == (0, 0, 300));
    assert_eq!(log.all().len(), 300);
    worker.stop();
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn repeats_and_what_a_former_owner_sends_are_dropped() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let at = |sequence, epoch| Event { epoch, ..event(guild(2), sequence) };
    outside.block_on(async {
        // The new owner, which resumed after 10, sends 11 and 12 of epoch 5 again; 14 of epoch 5 is late.
        for (sequence, epoch) in
            [(9, 5), (10, 5), (11, 5), (12, 5), (11, 7), (12, 7), (13, 7), (14, 5), (8, 5), (14, 7)]
        {
            publish(&context, at(sequence, epoch), false).await;
        }
    });
    let log = Log::default();
    let worker = Process::start(server.config("one"), &log, nothing());
    until("the last one", || log.all().iter().any(|(_, sequence, _)| *sequence == 14));
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(log.of(guild(2)), [9, 10, 11, 12, 13, 8, 14]);
    worker.stop();
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn a_group_that_is_new_may_begin_with_new_events_and_groups_do_not_share() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    outside.block_on(publish(&context, event(guild(3), 1), true));
    let (old, new) = (Log::default(), Log::default());
    let all = Process::start(server.config("one"), &old, nothing());
    let mut config = server.config("one");
    (config.group, config.start) = ("other".into(), Start::New);
    let only_new = Process::start(config, &new, nothing());
    let made = || {
        outside.block_on(async {
            let stream = context.get_stream("DISCORD").await.unwrap();
            let names: Vec<String> = stream.consumer_names().try_collect().await.unwrap();
            names.iter().filter(|name| name.starts_with("other-8-")).count()
        })
    };
    until("the consumers are made", || made() == 8);
    outside.block_on(publish(&context, event(guild(3), 2), true));
    until("both have it", || old.sequences().contains(&2) && new.sequences().contains(&2));
    assert_eq!((old.of(guild(3)), new.of(guild(3))), (vec![1, 2], vec![2]));
    all.stop();
    only_new.stop();
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn without_an_order_all_workers_take_from_one_queue() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let log = Log::default();
    let config = |worker: &str| {
        let mut config = server.config(worker);
        (config.order, config.in_flight) = (Order::None, 10);
        config
    };
    let act: crate::support::Act = Arc::new(|_, _, _| {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(2)).await;
            Ok(())
        })
    });
    let first = Process::start(config("first"), &log, Arc::clone(&act));
    let second = Process::start(config("second"), &log, act);
    outside.block_on(async {
        for sequence in 1..=300 {
            // One guild: with ordering, a single worker would get all of it.
            publish(&context, event(guild(1), sequence), true).await;
        }
    });
    until("all of them", || log.sequences().len() == 300);
    assert_eq!(log.workers().len(), 2);
    let acknowledged = || {
        outside.block_on(async {
            let stream = context.get_stream("DISCORD").await.unwrap();
            let mut consumer: PullConsumer = stream.get_consumer("bot-queue").await.unwrap();
            consumer.info().await.unwrap().ack_floor.stream_sequence
        })
    };
    until("all are acknowledged", || acknowledged() == 300);
    assert_eq!(log.all().len(), 300);
    first.stop();
    second.stop();
}
