//! Events that fail, kill the worker, or cannot be read.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use async_nats::jetstream;
use gateway_shard::{Bot, Context, GuildJoined, ShardReady, State};
use gateway_worker::{StartError, WorkerConfig};
use tokio::runtime::Runtime;

use crate::support::{Act, Log, Process, Server, event, guild, nothing, publish, rest, until};

async fn letters(context: &jetstream::Context) -> Vec<(String, String, String)> {
    let Ok(mut stream) = context.get_stream("DISCORD_DEAD").await else { return Vec::new() };
    let state = stream.info().await.unwrap().state.clone();
    let mut letters = Vec::new();
    for sequence in state.first_sequence..=state.last_sequence {
        let Ok(letter) = stream.get_raw_message(sequence).await else { continue };
        let header = |name: &str| letter.headers.get(name).unwrap().to_string();
        letters.push((letter.subject.to_string(), header("Dead-Error"), header("Dead-Tries")));
    }
    letters
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn an_event_that_fails_is_tried_again_before_its_guilds_next_and_can_be_played_back() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let log = Log::default();
    let mut config = server.config("one");
    config.one_at_a_time = true;
    let left = Arc::new(AtomicU32::new(u32::MAX));
    let act: Act = {
        let left = Arc::clone(&left);
        Arc::new(move |_, _, sequence| {
            let left = Arc::clone(&left);
            Box::pin(async move {
                let fails = match sequence {
                    // Only once.
                    1 => left
                        .compare_exchange(u32::MAX, 7, Ordering::SeqCst, Ordering::SeqCst)
                        .is_ok(),
                    2 => left.load(Ordering::SeqCst) != 0,
                    _ => false,
                };
                if fails { Err("the database is away".to_owned()) } else { Ok(()) }
            })
        })
    };
    let worker = Process::start(config, &log, act);
    outside.block_on(async {
        for sequence in 1..=3 {
            publish(&context, event(guild(1), sequence), true).await;
            publish(&context, event(guild(9), 100 + sequence), true).await;
        }
    });
    until("the last one", || log.of(guild(1)).contains(&3));
    assert_eq!(log.of(guild(1)), [1, 1, 2, 2, 2, 3]);
    assert_eq!(log.of(guild(9)), [101, 102, 103], "another guild of the partition");
    let letters = || outside.block_on(letters(&context));
    let subject = format!("dead.DISCORD.bot.discord.8.1.0.MESSAGE_CREATE.{}", guild(1));
    assert_eq!(letters(), [(subject, "the database is away".to_owned(), "3".to_owned())]);

    left.store(0, Ordering::SeqCst);
    let play = || {
        let program = Command::new(env!("CARGO_BIN_EXE_play-back"))
            .args([&server.url(), "DISCORD", "bot"])
            .output()
            .unwrap();
        assert!(program.status.success(), "{program:?}");
        String::from_utf8(program.stdout).unwrap()
    };
    assert_eq!(play(), "played back 1 events\n");
    until("it is handled", || log.of(guild(1)).len() == 7);
    assert_eq!((log.of(guild(1))[6], letters().len()), (2, 0));
    assert_eq!(play(), "played back 0 events\n");
    worker.stop();
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn an_event_that_kills_its_workers_becomes_a_dead_letter_and_the_rest_is_handled() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let log = Log::default();
    outside.block_on(async {
        for sequence in 1..=20 {
            publish(&context, event(guild(4), sequence), true).await;
        }
    });
    // The listener of event 7 never returns, and the test then kills its process.
    let killed = Arc::new(AtomicU64::new(0));
    let act: Act = {
        let killed = Arc::clone(&killed);
        Arc::new(move |_, _, sequence| {
            let killed = Arc::clone(&killed);
            Box::pin(async move {
                if sequence == 7 {
                    killed.fetch_add(1, Ordering::SeqCst);
                    std::future::pending::<()>().await;
                }
                Ok(())
            })
        })
    };
    let mut deaths = 0;
    while deaths < 10 {
        let before = killed.load(Ordering::SeqCst);
        let config = server.config(&format!("worker-{deaths}"));
        let worker = Process::start(config, &log, Arc::clone(&act));
        let acknowledged = || {
            outside.block_on(async {
                let mut stream = context.get_stream("DISCORD_DEAD").await.ok()?;
                Some(stream.info().await.unwrap().state.messages)
            })
        };
        until("it has the event, or has given it up", || {
            killed.load(Ordering::SeqCst) > before || acknowledged() == Some(1)
        });
        if acknowledged() == Some(1) {
            until("the rest", || log.sequences().len() == 20);
            worker.stop();
            break;
        }
        // What was handled until now is acknowledged.
        std::thread::sleep(Duration::from_millis(150));
        worker.kill();
        deaths += 1;
    }
    assert!((3..=5).contains(&deaths), "{deaths}");
    let found = outside.block_on(letters(&context));
    assert_eq!(found.len(), 1);
    assert!(found[0].1.contains("3 workers ended while its listeners ran"), "{found:?}");
    log.check_order();
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn only_the_event_that_kills_its_workers_is_given_up_and_not_those_that_ran_beside_it() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    outside.block_on(async {
        for partition in 0..8 {
            publish(&context, event(guild(partition), partition + 1), true).await;
        }
    });
    let (log, handled) = (Log::default(), Log::default());
    let killed = Arc::new(AtomicU64::new(0));
    // Event 5 kills its process immediately. The others take longer than the process takes to die.
    let act: Act = {
        let (killed, handled) = (Arc::clone(&killed), handled.clone());
        Arc::new(move |_, guild, sequence| {
            let (killed, handled) = (Arc::clone(&killed), handled.clone());
            Box::pin(async move {
                if sequence == 5 {
                    killed.fetch_add(1, Ordering::SeqCst);
                    std::future::pending::<()>().await;
                }
                tokio::time::sleep(Duration::from_millis(300)).await;
                handled.write("", guild, sequence);
                Ok(())
            })
        })
    };
    let given_up = || !outside.block_on(letters(&context)).is_empty();
    let mut starts = 0;
    loop {
        starts += 1;
        assert!(starts < 20, "{:?}", outside.block_on(letters(&context)));
        let before = killed.load(Ordering::SeqCst);
        // The same id: a restarted process gets its leases back without waiting.
        let worker = Process::start(server.config("one"), &log, Arc::clone(&act));
        until("it dies or gives up", || killed.load(Ordering::SeqCst) > before || given_up());
        if given_up() {
            until("the rest", || handled.sequences().len() == 7);
            worker.stop();
            break;
        }
        worker.kill();
    }
    let found = outside.block_on(letters(&context));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0.ends_with(&format!(".{}", guild(4))), "{found:?}");
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn what_cannot_be_read_is_no_obstacle_and_what_is_too_new_is_left_alone() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let log = Log::default();
    let raw = |partition: u64, version: &'static str, body: &'static str| {
        let (context, guild) = (context.clone(), guild(partition));
        outside.block_on(async move {
            let mut headers = async_nats::HeaderMap::new();
            headers.insert("Gateway-Version", version);
            headers.insert("Gateway-Shard", "0/1");
            headers.insert("Gateway-Session", "session");
            headers.insert("Gateway-Sequence", "500");
            headers.insert("Gateway-Epoch", "0");
            let subject = format!("discord.8.{partition}.0.MESSAGE_CREATE.{guild}");
            context
                .publish_with_headers(subject, headers, body.into())
                .await
                .unwrap()
                .await
                .unwrap();
        });
    };
    raw(1, "1", "no JSON");
    raw(2, "2", "{}");
    outside.block_on(async {
        publish(&context, event(guild(1), 1), true).await;
        publish(&context, event(guild(2), 2), true).await;
        publish(&context, event(guild(3), 3), true).await;
    });
    let worker = Process::start(server.config("one"), &log, nothing());
    until("those that can be read", || log.sequences().len() == 2);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!((log.of(guild(1)), log.of(guild(2)), log.of(guild(3))), (vec![1], vec![], vec![3]));
    let found = outside.block_on(letters(&context));
    assert!(found.len() == 1 && found[0].1.contains("not an event"), "{found:?}");
    worker.stop();
}

#[tokio::test]
#[ignore = "needs nats-server; CI runs it"]
async fn settings_and_listeners_that_cannot_work_are_errors_of_the_start() {
    let mut server = Server::start();
    let start = |bot, config: WorkerConfig| async move {
        gateway_worker::start(bot, rest(), config).await.unwrap_err()
    };
    server.jetstream().await;
    let error = start(Bot::new(), server.config("one")).await;
    assert!(matches!(error, StartError::Stream { .. }) && error.is_retryable(), "{error}");
    server.with_stream().await;
    let mut bot = Bot::new();
    bot.on::<ShardReady>(|_, _| async {});
    let error = start(bot, server.config("one")).await;
    assert!(matches!(&error, StartError::NeverCalled(_)), "{error}");
    assert!(error.to_string().contains("ShardReady") && !error.is_retryable(), "{error}");
    async fn stateful(_: Context, _: Arc<GuildJoined>, _: State<String>) {}
    let mut bot = Bot::new();
    bot.listener(stateful);
    let error = start(bot, server.config("one")).await;
    assert!(matches!(&error, StartError::MissingStates(_)) && !error.is_retryable(), "{error}");
    let mut config = server.config("one");
    config.group = "a.b".into();
    assert!(matches!(start(Bot::new(), config).await, StartError::Group(_)));
    let mut config = server.config("one");
    config.worker = "a.b".into();
    assert!(matches!(start(Bot::new(), config).await, StartError::Lease(_)));
    server.kill();
    let error = start(Bot::new(), server.config("one")).await;
    assert!(matches!(error, StartError::Connect(_)) && error.is_retryable(), "{error}");
}
