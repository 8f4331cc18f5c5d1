//! Tasks that block the runtime (hard case 37), and shutdowns that do not wait for them (hard case 31).

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use gateway_model::Dispatch;
use gateway_shard::{Bot, DriverThread, RuntimeBlocked, ShardEventKind, Shutdown};
use gateway_sim::control::ConnectionAction;
use tokio::time::Instant;

use crate::listeners::{Log, number};
use crate::store::Stuck;
use crate::support::{PATIENCE, Record, builder, say, two_shards};

#[tokio::test(start_paused = true)]
async fn case_37_a_blocked_runtime_is_told_with_how_long_it_was() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    // A task that blocks delays all others: the clock has advanced when they are polled again.
    tokio::time::advance(Duration::from_secs(20)).await;
    let lengths = |seen: &crate::support::Seen| -> Vec<u64> {
        let kinds = seen.notices.iter().filter_map(|(_, kind)| match kind {
            ShardEventKind::RuntimeBlocked { duration: length } => Some(length.as_secs()),
            _ => None,
        });
        kinds.collect()
    };
    record.until("RuntimeBlocked of both", |seen| lengths(seen).len() == 2).await;
    let lengths = record.with(lengths);
    assert!(lengths.iter().all(|length| (19..=20).contains(length)), "{lengths:?}");
    record.with(|seen| {
        let texts = seen.notices.iter().map(|(_, kind)| kind.to_string());
        let told = texts.filter(|text| text.contains("the runtime was blocked for"));
        assert_eq!(told.count(), 2);
    });
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
}

#[tokio::test(start_paused = true)]
async fn case_37_a_listener_can_be_told_of_a_blocked_runtime() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let told = Log::new();
    let mut bot = Bot::new();
    let lengths = told.clone();
    bot.on::<RuntimeBlocked>(move |_, blocked| {
        lengths.add(blocked.duration.as_secs());
        async {}
    });
    let running = gateway.clone();
    let task = tokio::spawn(async move { bot.run(&running, events).await });
    assert!(gateway.wait_ready(PATIENCE).await);
    tokio::time::advance(Duration::from_secs(7)).await;
    told.until(|lengths| lengths.len() == 2).await;
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    task.await.unwrap().unwrap();
}

#[test]
fn case_37_on_a_thread_of_their_own_connections_send_heartbeats_while_the_program_blocks() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (here, there) = mpsc::channel();
    let (done, until_done) = tokio::sync::oneshot::channel::<()>();
    let server = std::thread::spawn(move || {
        runtime().block_on(async {
            here.send(Arc::new(two_shards().start().await.unwrap())).unwrap();
            let _ = until_done.await;
        });
    });
    let sim = there.recv().unwrap();
    runtime().block_on(async {
        let thread = DriverThread::start().unwrap();
        let (gateway, events) = builder(&sim).driver_thread(thread).start().await.unwrap();
        let mut record = Record::new(events);
        assert!(gateway.wait_ready(PATIENCE).await);
        let before = sim.stats().heartbeats;
        // Discord may request a heartbeat at any time. It is sent immediately.
        sim.act(ConnectionAction::RequestHeartbeat).unwrap();
        // The only thread of this runtime blocks until the heartbeats arrive. The limit is never reached.
        let blocked = std::time::Instant::now();
        while sim.stats().heartbeats < before + 2 {
            assert!(blocked.elapsed() < PATIENCE, "no heartbeat while this thread blocks");
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
        record.ended().await;
    });
    done.send(()).unwrap();
    server.join().unwrap();
}

#[tokio::test(start_paused = true)]
async fn case_31_the_end_is_the_deadline_though_the_store_is_stuck_and_listeners_never_end() {
    let sim = two_shards().start().await.unwrap();
    let store = Stuck::default();
    let (gateway, events) = builder(&sim).session_store(store.clone()).start().await.unwrap();
    let begun = Log::new();
    let mut bot = Bot::new();
    let begins = begun.clone();
    bot.on_raw("MESSAGE_CREATE", move |_, message| {
        begins.add(number(&message));
        std::future::pending::<()>()
    });
    let running = gateway.clone();
    let task = tokio::spawn(async move { bot.run(&running, events).await });
    assert!(gateway.wait_ready(PATIENCE).await);
    store.hangs.store(true, Ordering::SeqCst);
    say(&sim, 0..2);
    begun.until(|numbers| numbers.len() == 2).await;
    // A write is in progress, and hangs for longer than the deadline.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let start = Instant::now();
    let report = gateway.shutdown(Shutdown::KeepSession, Duration::from_secs(3)).await;
    task.await.unwrap().unwrap();
    assert!(start.elapsed() <= Duration::from_millis(3_210), "{:?}", start.elapsed());
    assert!(!report.in_time && report.unhandled_events == 2, "{report:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn case_31_a_listener_that_blocks_its_thread_does_not_hold_up_the_end() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let (begun, begins) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let mut bot = Bot::new();
    bot.on_raw("MESSAGE_CREATE", move |_, _: Dispatch| {
        begun.send(()).unwrap();
        // It ends when the test has ended.
        let _ = released.lock().unwrap().recv();
        async {}
    });
    let running = gateway.clone();
    let task = tokio::spawn(async move { bot.run(&running, events).await });
    assert!(gateway.wait_ready(PATIENCE).await);
    say(&sim, 0..1);
    tokio::task::block_in_place(|| begins.recv().unwrap());
    let report = gateway.shutdown(Shutdown::KeepSession, Duration::from_millis(50)).await;
    assert!(!report.in_time, "{report:?}");
    tokio::time::timeout(PATIENCE, task)
        .await
        .expect("it waits for the listener")
        .unwrap()
        .unwrap();
    drop(release);
}
