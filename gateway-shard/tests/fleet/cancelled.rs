//! Futures that are dropped before they complete: checks what their docs say.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use gateway_model::gateway::Opcode;
use gateway_model::gateway::command::RequestSoundboardSounds;
use gateway_shard::{Bot, Shutdown, StartError, StoreError};

use crate::support::{PATIENCE, Record, TestFolder, builder, two_shards};

/// Polls a future this many times, and drops it if it is not ready then.
async fn polled<F: Future>(future: F, times: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(cx) {
            Poll::Pending if left == 0 => Poll::Ready(None),
            polled => polled.map(Some),
        }
    })
    .await
}

#[tokio::test]
async fn a_start_that_is_dropped_wherever_it_is_leaves_nothing_behind() {
    let sim = two_shards().start().await.unwrap();
    let folder = TestFolder::new();
    let mut times = 1;
    let (gateway, events) = loop {
        match polled(builder(&sim).state_folder(folder.path()).start(), times).await {
            Some(Ok(started)) => break started,
            // A thread holds the folder for a moment longer.
            Some(Err(StartError::Store(StoreError::InUse { .. }))) => {
                tokio::task::yield_now().await
            }
            Some(Err(error)) => panic!("{error}"),
            None => times += 1,
        }
    };
    // On a busy machine several steps are done in one poll.
    assert!(times > 2, "it was dropped {} times only", times - 1);
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    let stats = sim.stats();
    assert_eq!((stats.connections, stats.identifies), (2, 2));
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    record.ended().await;
}

#[tokio::test]
async fn the_run_of_a_bot_that_is_dropped_closes_its_connections_and_keeps_the_sessions() {
    let sim = two_shards().start().await.unwrap();
    let mut bot = Bot::new();
    bot.on_raw("MESSAGE_CREATE", async |_, _| {});
    let (gateway, run) = bot.start(builder(&sim)).await.unwrap();
    let run = tokio::spawn(run);
    assert!(gateway.wait_ready(PATIENCE).await);
    run.abort();
    tokio::time::timeout(PATIENCE, gateway.ended()).await.unwrap().unwrap();
    let stats = sim.stats();
    assert!(stats.sessions.values().all(|session| !session.ended), "{stats:?}");
    assert_eq!((stats.identifies, stats.open_connections), (2, 0));
}

#[tokio::test]
async fn a_shutdown_goes_on_though_nobody_waits_for_it() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut record = Record::new(events);
    assert!(gateway.wait_ready(PATIENCE).await);
    assert!(polled(gateway.shutdown(Shutdown::Offline, PATIENCE), 1).await.is_none());
    tokio::time::timeout(PATIENCE, gateway.ended()).await.unwrap().unwrap();
    record.ended().await;
    assert_eq!(sim.stats().client_closes.get(&1000), Some(&2));
}

#[tokio::test]
async fn a_command_whose_future_is_dropped_is_not_sent() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut record = Record::new(events);
    let guild = sim.inspect(|core| core.world().guilds().next().unwrap());
    // The shard has no connection yet, so the command waits.
    let request = RequestSoundboardSounds::guild(guild);
    assert!(polled(gateway.send_to_guild(guild, request), 1).await.is_none());
    assert!(gateway.wait_ready(PATIENCE).await);
    // The cancelled one would be sent before this one.
    gateway.request_soundboard_sounds(guild).await.unwrap();
    let sent = sim.stats().received.get(&Opcode::RequestSoundboardSounds.get()).copied();
    assert_eq!(sent, Some(1));
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    record.ended().await;
}
