//! Waits, with events that the test supplies.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use gateway_commands::waiting::{WaitError, Waits};
use gateway_model::event::{
    Event, GatewayEvent, MessageCreate, MessageDelete, MessageReactionAdd, TypingStart,
};
use gateway_model::id::Id;
use gateway_model::{Bytes, Dispatch, EventKind};
use serde_json::{Value, json};

fn dispatch(name: &str, data: &Value) -> Dispatch {
    let text = json!({ "t": name, "s": 1, "op": 0, "d": data }).to_string();
    Dispatch::parse(Bytes::from(text)).unwrap()
}

fn deleted(message: u64, channel: u64, guild: u64) -> Dispatch {
    let data = json!({ "id": message.to_string(), "channel_id": channel.to_string(), "guild_id": guild.to_string() });
    dispatch("MESSAGE_DELETE", &data)
}

fn typing(user: u64, channel: u64) -> Dispatch {
    let data =
        json!({ "user_id": user.to_string(), "channel_id": channel.to_string(), "timestamp": 1 });
    dispatch("TYPING_START", &data)
}

fn id<T>(number: u64) -> Id<T> {
    Id::new(number).unwrap()
}

fn waits() -> Waits {
    Waits::new([EventKind::MessageDelete, EventKind::TypingStart, EventKind::MessageReactionAdd])
}

/// Polls once.
fn now<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn a_wait_is_for_all_the_ids_that_it_names() {
    let waits = waits();
    let wait = || waits.wait_for::<MessageDelete>();
    let mut all = [
        (wait().on_message(id(1)).start(), true),
        (wait().in_channel(id(2)).in_guild(id(3)).start(), true),
        (wait().on_message(id(1)).in_channel(id(9)).start(), false),
        (wait().in_channel(id(2)).in_guild(id(9)).start(), false),
        (wait().from(id(1)).start(), false),
        (wait().start(), true),
        (wait().filter(|event| event.id.get() == 9).start(), false),
        (wait().in_guild(id(3)).filter(|event| event.id.get() == 1).start(), true),
    ];
    assert_eq!(waits.process(&typing(1, 2)), 0);
    assert_eq!(waits.process(&deleted(1, 2, 3)), 4);
    for (place, (wait, expected)) in all.iter_mut().enumerate() {
        assert_eq!(now(wait).is_ready(), *expected, "{place}");
    }
    // Waits that received something are no longer counted.
    assert_eq!(waits.len(), 4);
}

#[tokio::test]
async fn dropping_a_wait_leaves_nothing_behind() {
    let waits = waits();
    let one = waits.wait_for::<MessageDelete>().on_message(id(1)).start();
    let two = waits.wait_for_any([EventKind::TypingStart, EventKind::MessageDelete]).collect();
    let begun = format!("{waits:?}");
    assert!(begun.contains("Waiter"), "{begun}");
    drop((one, two));
    assert!(waits.is_empty());
    assert_eq!(format!("{waits:?}"), format!("{:?}", self::waits()).replace("next: 0", "next: 2"));
    assert_eq!(waits.process(&deleted(1, 2, 3)), 0);
}

/// A custom event type, which counts how often it is decoded.
#[derive(Debug)]
struct Counted;

static DECODED: AtomicU32 = AtomicU32::new(0);

impl<'de> serde::Deserialize<'de> for Counted {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        DECODED.fetch_add(1, Ordering::Relaxed);
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl GatewayEvent for Counted {
    const KIND: EventKind = EventKind::TypingStart;
}

#[tokio::test]
async fn an_event_is_decoded_once_and_only_if_somebody_waits_for_its_ids() {
    let waits = waits();
    waits.process(&typing(1, 2));
    let _other = waits.wait_for::<Counted>().from(id(9)).start();
    waits.process(&typing(1, 2));
    assert_eq!(DECODED.load(Ordering::Relaxed), 0);
    let thousand: Vec<_> =
        (0..1000).map(|_| waits.wait_for::<Counted>().from(id(1)).start()).collect();
    assert_eq!(waits.process(&typing(1, 2)), 1000);
    assert_eq!(DECODED.load(Ordering::Relaxed), 1);
    drop(thousand);
}

#[tokio::test]
async fn thousands_of_waits_for_other_ids_are_not_asked() {
    let (waits, asked) = (waits(), Arc::new(AtomicU32::new(0)));
    let wait = |channel| {
        let asked = Arc::clone(&asked);
        let count = move |_: &TypingStart| asked.fetch_add(1, Ordering::Relaxed) < u32::MAX;
        waits.wait_for::<TypingStart>().in_channel(id(channel)).filter(count).start()
    };
    let others: Vec<_> = (100..10_100).map(wait).collect();
    assert_eq!(waits.process(&typing(1, 2)), 0);
    assert_eq!(waits.process(&typing(1, 107)), 1);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    drop(others);
}

#[tokio::test(start_paused = true)]
async fn several_are_collected_until_the_limit_or_the_time() {
    let waits = waits();
    let mut two = waits.wait_for::<TypingStart>().in_channel(id(2)).limit(2).collect();
    let mut minute = waits.wait_for::<TypingStart>().timeout(Duration::from_secs(60)).collect();
    let mut idle = waits.wait_for::<TypingStart>().idle(Duration::from_secs(10)).collect();
    for user in 1..=3 {
        tokio::time::advance(Duration::from_secs(8)).await;
        waits.process(&typing(user, 2));
        assert_eq!(idle.next().await.unwrap().unwrap().user_id, id(user));
    }
    let users = [two.next().await.unwrap().unwrap(), two.next().await.unwrap().unwrap()];
    assert_eq!(users.map(|event| event.user_id.get()), [1, 2]);
    assert!(two.next().await.is_none());
    let begun = tokio::time::Instant::now();
    assert!(idle.next().await.is_none());
    assert_eq!(begun.elapsed(), Duration::from_secs(10));
    for _ in 0..3 {
        minute.next().await.unwrap().unwrap();
    }
    assert!(minute.next().await.is_none());
    assert_eq!(begun.elapsed(), Duration::from_secs(36));
    assert!(minute.next().await.is_none());
    assert!(waits.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_wait_ends_by_its_time() {
    let waits = waits();
    let wait = waits.wait_for::<TypingStart>().timeout(Duration::from_secs(5));
    assert_eq!(wait.await.unwrap_err(), WaitError::Timeout);
    assert!(waits.is_empty());
}

#[tokio::test]
async fn a_shutdown_ends_all_waits_and_later_ones() {
    let waits = waits();
    let one = waits.wait_for::<MessageDelete>().start();
    let mut stream = waits.wait_for_any([EventKind::TypingStart]).collect();
    let got = waits.wait_for::<TypingStart>().start();
    waits.process(&typing(1, 2));
    waits.close();
    assert_eq!(one.await.unwrap_err(), WaitError::ShutDown);
    // Earlier events are still there.
    assert!(got.await.is_ok());
    assert!(stream.next().await.unwrap().is_ok());
    assert_eq!(stream.next().await.unwrap().unwrap_err(), WaitError::ShutDown);
    assert!(stream.next().await.is_none());
    let later = waits.wait_for::<MessageDelete>().await;
    assert_eq!(later.unwrap_err(), WaitError::ShutDown);
    assert!(waits.is_empty());
}

#[tokio::test]
async fn events_of_several_kinds_come_as_one_type() {
    let waits = waits();
    let kinds = [EventKind::TypingStart, EventKind::MessageDelete];
    let mut any = waits.wait_for_any(kinds).in_channel(id(2)).collect();
    waits.process(&typing(1, 2));
    waits.process(&typing(1, 3));
    waits.process(&deleted(7, 2, 3));
    let first = any.next().await.unwrap().unwrap();
    assert!(matches!(&*first, Event::TypingStart(event) if event.user_id == id(1)));
    let second = any.next().await.unwrap().unwrap();
    assert!(matches!(&*second, Event::MessageDelete(event) if event.id == id(7)));
}

#[tokio::test]
async fn an_event_that_does_not_come_here_is_an_error_at_once() {
    let error = waits().wait_for::<MessageCreate>().await.unwrap_err();
    assert_eq!(error, WaitError::NotListening { event: EventKind::MessageCreate });
    assert!(error.to_string().contains("MESSAGE_CREATE"), "{error}");
}

#[tokio::test]
async fn what_comes_between_making_a_wait_and_awaiting_it_is_seen() {
    let waits = waits();
    waits.process(&typing(1, 2));
    let started = waits.wait_for::<TypingStart>().from(id(3)).start();
    let made = waits.wait_for::<TypingStart>().from(id(3));
    let mark = waits.mark();
    waits.process(&typing(3, 2));
    waits.process(&typing(4, 2));
    assert_eq!(started.await.unwrap().user_id, id(3));
    assert_eq!(made.await.unwrap().user_id, id(3));
    // From a given moment on, in order, including later events.
    let mut since = waits.wait_for::<TypingStart>().since(mark).collect();
    waits.process(&typing(5, 2));
    for user in 3..=5 {
        assert_eq!(since.next().await.unwrap().unwrap().user_id, id(user));
    }
    // Earlier events are not included.
    assert!(now(waits.wait_for::<TypingStart>().into_future()).is_pending());
}

#[tokio::test(start_paused = true)]
async fn only_the_last_moments_are_kept() {
    let waits = waits();
    let mark = waits.mark();
    let seen = |waits: &Waits| {
        let mut wait = waits.wait_for::<TypingStart>().since(mark).collect();
        let mut count = 0;
        while now(wait.next()).is_ready() {
            count += 1;
        }
        count
    };
    waits.process(&typing(1, 2));
    tokio::time::advance(Duration::from_secs(5)).await;
    assert_eq!(seen(&waits), 1);
    tokio::time::advance(Duration::from_millis(1)).await;
    waits.process(&typing(1, 2));
    assert_eq!(seen(&waits), 1, "the first is too old");
    for _ in 0..1000 {
        waits.process(&typing(1, 2));
    }
    assert_eq!(seen(&waits), 256);
    let large =
        json!({ "user_id": "1", "channel_id": "2", "timestamp": 1, "x": "x".repeat(100 << 10) });
    for _ in 0..10 {
        waits.process(&dispatch("TYPING_START", &large));
    }
    assert_eq!(seen(&waits), 2);
}

#[tokio::test]
async fn a_filter_that_panics_ends_its_own_wait_alone() {
    let waits = waits();
    let bad = waits.wait_for::<TypingStart>().filter(|_| panic!("not this one")).start();
    let good = waits.wait_for::<TypingStart>().start();
    assert_eq!(waits.process(&typing(1, 2)), 1);
    assert_eq!(bad.await.unwrap_err(), WaitError::FilterPanicked);
    assert!(good.await.is_ok());
}

#[tokio::test]
async fn a_stream_that_nobody_reads_ends_by_an_error_and_not_in_silence() {
    let waits = waits();
    let mut stream = waits.wait_for::<TypingStart>().collect();
    for _ in 0..2000 {
        waits.process(&typing(1, 2));
    }
    for _ in 0..1024 {
        assert!(stream.next().await.unwrap().is_ok());
    }
    assert_eq!(stream.next().await.unwrap().unwrap_err(), WaitError::Overflow);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn an_event_that_cannot_be_decoded_is_given_to_nobody() {
    let waits = waits();
    let wait = waits.wait_for::<MessageReactionAdd>().from(id(1)).start();
    let broken = json!({ "user_id": "1", "channel_id": [], "message_id": "3", "emoji": {} });
    assert_eq!(waits.process(&dispatch("MESSAGE_REACTION_ADD", &broken)), 0);
    assert!(now(wait).is_pending());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_tasks_wait_and_each_gets_its_own() {
    let waits = waits();
    let ready = Arc::new(tokio::sync::Barrier::new(201));
    let tasks: Vec<_> = (1..=200)
        .map(|user| {
            let (waits, ready) = (waits.clone(), Arc::clone(&ready));
            tokio::spawn(async move {
                let wait = waits.wait_for::<TypingStart>().from(id(user)).start();
                ready.wait().await;
                wait.await.unwrap().user_id.get()
            })
        })
        .collect();
    ready.wait().await;
    for user in (1..=200).rev() {
        assert_eq!(waits.process(&typing(user, 2)), 1);
    }
    for (task, user) in tasks.into_iter().zip(1..) {
        assert_eq!(task.await.unwrap(), user);
    }
    assert!(waits.is_empty());
}
