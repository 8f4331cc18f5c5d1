//! Listeners that wait (hard case 38): they delay neither events nor a shutdown, and are notified of the shutdown.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::{Dispatch, EventKind};
use gateway_shard::{Bot, Context, Gateway, Shutdown};
use gateway_sim::Sim;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::listeners::{Log, number};
use crate::spans::Lines;
use crate::support::{PATIENCE, Record, TestFolder, builder, say, say_to_any};

/// The time of a shutdown that takes no longer than the close frames.
const AT_ONCE: Duration = Duration::from_secs(3);

async fn start(sim: &Sim, folder: &TestFolder, bot: Bot) -> (Gateway, JoinHandle<()>) {
    let (gateway, events) = builder(sim).state_folder(folder.path()).start().await.unwrap();
    let running = gateway.clone();
    let task = tokio::spawn(async move { bot.run(&running, events).await.unwrap() });
    assert!(gateway.wait_ready(PATIENCE).await);
    (gateway, task)
}

async fn no_event_is_unhandled(gateway: &Gateway) {
    let all_handled = async {
        while gateway.status().shards.iter().any(|shard| shard.unhandled_events > 0) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, all_handled).await.expect("events stay unhandled");
}

/// Returns the messages from before its start that a process on this folder gets.
async fn replayed(sim: &Sim, folder: &TestFolder) -> Vec<u64> {
    let (gateway, events) = builder(sim).state_folder(folder.path()).start().await.unwrap();
    let mut record = Record::new(events);
    record.until("the replay", |seen| seen.count(EventKind::Resumed) == 1).await;
    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    record.ended().await;
    record.with(|seen| seen.numbers.clone())
}

#[tokio::test(start_paused = true)]
async fn case_38_thousands_of_listeners_that_wait_stall_nothing_and_are_not_replayed() {
    const WAITING: u64 = 5000;
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let folder = TestFolder::new();
    let (begun, answered) = (Log::new(), Log::new());
    let mut bot = Bot::new();
    let (waits, answers) = (begun.clone(), answered.clone());
    bot.on_raw("MESSAGE_CREATE", move |ctx: Context, message| {
        let (waits, answers) = (waits.clone(), answers.clone());
        async move {
            let number = number(&message);
            if number < WAITING {
                waits.add(());
                ctx.mark_handled();
                std::future::pending::<()>().await;
            }
            answers.add(number);
        }
    });
    let (gateway, task) = start(&sim, &folder, bot).await;
    say(&sim, 0..WAITING);
    let said = Instant::now();
    say(&sim, WAITING..WAITING + 10);
    let heard = answered.until(|numbers| numbers.len() == 10).await;
    assert_eq!(heard, (WAITING..WAITING + 10).collect::<Vec<_>>());
    assert!(said.elapsed() < Duration::from_secs(1), "{:?}", said.elapsed());
    assert_eq!(begun.until(|_| true).await.len() as u64, WAITING);
    let start = Instant::now();
    let report = gateway.shutdown(Shutdown::KeepSession, Duration::from_secs(60)).await;
    assert!(report.is_clean() && start.elapsed() < AT_ONCE, "{report:?} {:?}", start.elapsed());
    tokio::time::timeout(PATIENCE, task).await.unwrap().unwrap();
    assert_eq!(replayed(&sim, &folder).await, [0_u64; 0]);
    assert_eq!(sim.stats().identifies, 1);
}

#[tokio::test(start_paused = true)]
async fn a_listener_that_waits_is_told_of_the_stop_and_its_event_is_handled_by_its_end() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let folder = TestFolder::new();
    let (begun, told) = (Log::new(), Log::new());
    let mut bot = Bot::new();
    let (waits, ends) = (begun.clone(), told.clone());
    bot.on_raw("MESSAGE_CREATE", move |ctx: Context, message| {
        let (waits, ends) = (waits.clone(), ends.clone());
        async move {
            waits.add(number(&message));
            let kind = ctx.stopping().await;
            // It has not marked the event as handled, so the shutdown waits for it.
            tokio::time::sleep(Duration::from_secs(2)).await;
            ends.add((kind, number(&message)));
        }
    });
    let (gateway, _task) = start(&sim, &folder, bot).await;
    say(&sim, 0..3);
    begun.until(|numbers| numbers.len() == 3).await;
    let start = Instant::now();
    let report = gateway.shutdown(Shutdown::KeepSession, Duration::from_secs(60)).await;
    assert!(report.is_clean(), "{report:?}");
    assert!(start.elapsed() < Duration::from_secs(2) + AT_ONCE, "{:?}", start.elapsed());
    let kind = Shutdown::KeepSession;
    let mut told = told.until(|_| true).await;
    told.sort_unstable_by_key(|(_, number)| *number);
    assert_eq!(told, [(kind, 0), (kind, 1), (kind, 2)]);
    assert_eq!(replayed(&sim, &folder).await, [0_u64; 0]);
}

#[tokio::test(start_paused = true)]
async fn an_event_is_handled_once_each_of_its_listeners_has_ended_or_said_so() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let folder = TestFolder::new();
    let log = Log::new();
    let (first_ends, second_ends) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let mut bot = Bot::new();
    bot.concurrency(1);
    let (entries, end) = (log.clone(), Arc::clone(&first_ends));
    bot.on_raw("MESSAGE_CREATE", move |ctx: Context, message: Dispatch| {
        let (entries, end) = (entries.clone(), Arc::clone(&end));
        async move {
            entries.add(format!("begun {}", number(&message)));
            ctx.mark_handled();
            end.notified().await;
        }
    });
    let end = Arc::clone(&second_ends);
    bot.on_raw("MESSAGE_CREATE", move |_, _| {
        let end = Arc::clone(&end);
        async move { end.notified().await }
    });
    let entries = log.clone();
    bot.after(move |ctx, report| {
        ctx.mark_handled();
        entries.add(format!("after {}", number(&report.dispatch)));
        async {}
    });
    let (gateway, _task) = start(&sim, &folder, bot).await;
    say(&sim, 0..2);
    log.until(|entries| entries.len() == 1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(log.until(|_| true).await, ["begun 0"], "the second listener has the place");
    assert!(gateway.status().shards[0].unhandled_events > 0);
    second_ends.notify_one();
    log.until(|entries| entries.len() == 2).await;
    second_ends.notify_one();
    no_event_is_unhandled(&gateway).await;
    assert_eq!(log.until(|_| true).await, ["begun 0", "begun 1"]);
    // The hook runs when all have ended.
    first_ends.notify_waiters();
    log.until(|entries| entries.len() == 4).await;
    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
}

#[tokio::test(start_paused = true)]
async fn a_listener_that_waits_goes_on_when_its_shard_is_replaced() {
    let sim = Sim::builder().guilds(2).max_concurrency(8).start().await.unwrap();
    let folder = TestFolder::new();
    let (begun, ended) = (Log::new(), Log::new());
    let end = Arc::new(Notify::new());
    let mut bot = Bot::new();
    let (waits, ends, answer) = (begun.clone(), ended.clone(), Arc::clone(&end));
    bot.on_raw("MESSAGE_CREATE", move |ctx: Context, message| {
        let (waits, ends, answer) = (waits.clone(), ends.clone(), Arc::clone(&answer));
        async move {
            ctx.mark_handled();
            waits.add(number(&message));
            answer.notified().await;
            ends.add(number(&message));
        }
    });
    let (gateway, task) = start(&sim, &folder, bot).await;
    say(&sim, 0..2);
    begun.until(|numbers| numbers.len() == 2).await;
    gateway.reshard(2).await.unwrap();
    say_to_any(&sim, 2..3);
    begun.until(|numbers| numbers.len() == 3).await;
    end.notify_waiters();
    assert_eq!(ended.until(|numbers| numbers.len() == 3).await.len(), 3);
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    task.await.unwrap();
}

async fn asks(ctx: Context, message: Dispatch, answer: Arc<Notify>) {
    if number(&message) < 70 {
        answer.notified().await;
    }
    drop(ctx);
}

#[tokio::test(start_paused = true)]
async fn the_log_names_once_which_listeners_have_every_place() {
    let log = Lines::default();
    let _guards = log.keep();
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let folder = TestFolder::new();
    let answer = Arc::new(Notify::new());
    let answered = Log::new();
    let mut bot = Bot::new();
    let (later, done) = (Arc::clone(&answer), answered.clone());
    bot.on_raw("MESSAGE_CREATE", move |ctx, message: Dispatch| {
        let (later, done) = (Arc::clone(&later), done.clone());
        async move {
            asks(ctx, message.clone(), later).await;
            done.add(number(&message));
        }
    });
    let (gateway, _task) = start(&sim, &folder, bot).await;
    say(&sim, 0..63);
    tokio::time::sleep(Duration::from_secs(10)).await;
    say(&sim, 63..100);
    tokio::time::sleep(Duration::from_secs(5)).await;
    // One place is free for a moment, but not for an arriving event.
    answer.notify_one();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let about = |what: &str| {
        let lines = log.taken();
        lines.into_iter().filter(|line| line.contains(what)).collect::<Vec<_>>()
    };
    let warnings = about("listeners use the whole concurrency");
    assert_eq!(warnings.len(), 1, "{warnings:#?}");
    let of_it = "64 of MESSAGE_CREATE in fleet::waiting::the_log_names_once";
    for part in [" WARN ", "shard=0/1", "places=64", of_it, "the longest for 11.0 s"] {
        assert!(warnings[0].contains(part), "{part}: {}", warnings[0]);
    }
    // Once when there is room again, although events arrive all the time.
    while answered.until(|_| true).await.len() < 100 {
        answer.notify_waiters();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    say(&sim, 100..120);
    answered.until(|numbers| numbers.len() == 120).await;
    assert_eq!(about("listeners no longer use the whole concurrency").len(), 1);
    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
}
