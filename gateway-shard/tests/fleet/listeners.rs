//! Listeners: order, concurrency, isolated failures, hooks, and how a shutdown treats listeners that hang.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_model::event::{GatewayEvent, MessageCreate};
use gateway_model::{Dispatch, EventKind};
use gateway_shard::{
    Before, Bot, Dedupe, FailureCause, Gateway, GuildAvailable, GuildJoined, GuildLeft,
    GuildUnavailable, ShardDisconnected, ShardReady, ShardResumed, ShardStopped, Shutdown,
};
use gateway_sim::Sim;
use gateway_sim::control::{UserAction, WorldAction};
use serde_json::json;
use tokio::sync::{Notify, watch};

use crate::support::{PATIENCE, TestFolder, builder, say, two_shards};

pub(crate) fn number(message: &Dispatch) -> u64 {
    let data: serde_json::Value = message.decode().unwrap();
    data["content"].as_str().unwrap().parse().unwrap()
}

/// A list to which listeners append, and on which a test waits.
#[derive(Clone, Default)]
pub(crate) struct Log<T>(watch::Sender<Vec<T>>);

impl<T: Clone + std::fmt::Debug> Log<T> {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(Vec::new()))
    }

    pub(crate) fn add(&self, entry: T) {
        self.0.send_modify(|entries| entries.push(entry));
    }

    pub(crate) async fn until(&self, enough: impl Fn(&[T]) -> bool) -> Vec<T> {
        let mut entries = self.0.subscribe();
        let wait = entries.wait_for(|entries| enough(entries));
        let wait = tokio::time::timeout(PATIENCE, wait).await;
        wait.unwrap_or_else(|_| panic!("not enough: {:?}", self.0.borrow())).unwrap().clone()
    }
}

async fn start(sim: &Sim, bot: Bot) -> (Gateway, tokio::task::JoinHandle<()>) {
    let (gateway, events) = builder(sim).start().await.unwrap();
    let running = gateway.clone();
    let task = tokio::spawn(async move { bot.run(&running, events).await.unwrap() });
    assert!(gateway.wait_ready(PATIENCE).await);
    (gateway, task)
}

#[tokio::test(start_paused = true)]
async fn listeners_begin_in_order_for_each_shard_and_a_slow_one_holds_no_other() {
    let sim = two_shards().start().await.unwrap();
    let (begun, ended) = (Log::new(), Log::new());
    let go_on = Arc::new(Notify::new());
    let mut bot = Bot::new();
    let (log, done, gate) = (begun.clone(), ended.clone(), Arc::clone(&go_on));
    bot.on_raw("MESSAGE_CREATE", move |ctx, message| {
        let (log, done, gate) = (log.clone(), done.clone(), Arc::clone(&gate));
        async move {
            let number = number(&message);
            log.add((ctx.shard().id(), number));
            if number == 0 {
                gate.notified().await;
            }
            done.add(number);
        }
    });
    let (gateway, task) = start(&sim, bot).await;
    say(&sim, 0..200);
    ended.until(|numbers| numbers.len() == 199).await;
    go_on.notify_one();
    ended.until(|numbers| numbers.len() == 200).await;
    let begun = begun.until(|numbers| numbers.len() == 200).await;
    for shard in 0..2 {
        let of_shard: Vec<_> = begun.iter().filter(|(id, _)| *id == shard).collect();
        assert!(of_shard.is_sorted(), "{of_shard:?}");
    }
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    task.await.unwrap();
}

/// Returns the most listeners of one shard that ran concurrently, with a concurrency of `bound`.
async fn most_at_a_time(bound: usize) -> usize {
    let sim = Sim::builder().guilds(2).start().await.unwrap();
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let ended = Log::new();
    let mut bot = Bot::new();
    let (now, high, done) = (Arc::clone(&running), Arc::clone(&most), ended.clone());
    bot.concurrency(bound).on_raw("MESSAGE_CREATE", move |_, message| {
        let (now, high, done) = (Arc::clone(&now), Arc::clone(&high), done.clone());
        async move {
            high.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // Later ones are faster, so that they would overtake.
            tokio::time::sleep(Duration::from_millis(200 - number(&message))).await;
            now.fetch_sub(1, Ordering::SeqCst);
            done.add(number(&message));
        }
    });
    let (gateway, _task) = start(&sim, bot).await;
    say(&sim, 0..100);
    let ended = ended.until(|numbers| numbers.len() == 100).await;
    assert_eq!(ended.is_sorted(), bound == 1, "{ended:?}");
    gateway.shutdown(Shutdown::Offline, PATIENCE).await;
    most.load(Ordering::SeqCst)
}

#[tokio::test(start_paused = true)]
async fn the_bound_of_concurrency_is_reached_and_kept() {
    for bound in [1, 7] {
        assert_eq!(most_at_a_time(bound).await, bound);
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_or_panic_of_one_listener_touches_nothing_else() {
    let sim = two_shards().start().await.unwrap();
    let (heard, failures) = (Log::new(), Log::new());
    let mut bot = Bot::new();
    bot.on_raw("MESSAGE_CREATE", |_, message| async move {
        if number(&message).is_multiple_of(2) { Err("no even numbers") } else { Ok(()) }
    });
    bot.on_raw("MESSAGE_CREATE", |_, message: Dispatch| async move {
        assert!(!number(&message).is_multiple_of(3), "no multiples of 3");
    });
    let log = heard.clone();
    bot.on_raw("MESSAGE_CREATE", move |_, message| {
        log.add(number(&message));
        async {}
    });
    let log = failures.clone();
    bot.on_failure(move |failure| {
        assert_eq!(failure.event, "MESSAGE_CREATE");
        log.add(match &failure.cause {
            FailureCause::Error(error) => error.to_string(),
            FailureCause::Panicked(text) => text.clone(),
            other => panic!("{other:?}"),
        });
    });
    let (gateway, task) = start(&sim, bot).await;
    say(&sim, 0..60);
    assert_eq!(heard.until(|numbers| numbers.len() == 60).await.len(), 60);
    let failures = failures.until(|failures| failures.len() == 50).await;
    assert_eq!(failures.iter().filter(|text| *text == "no even numbers").count(), 30);
    assert_eq!(failures.iter().filter(|text| *text == "no multiples of 3").count(), 20);
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    task.await.unwrap();
}

/// A type of the user, which reads one field of a message.
#[derive(serde::Deserialize)]
pub(crate) struct JustTheContent {
    pub(crate) content: String,
}

impl GatewayEvent for JustTheContent {
    const KIND: EventKind = EventKind::MessageCreate;
}

#[tokio::test(start_paused = true)]
async fn typed_listeners_are_given_the_decoded_event_and_data_of_another_shape_is_reported() {
    let sim = two_shards().start().await.unwrap();
    let (log, failures) = (Log::new(), Log::new());
    let mut bot = Bot::new();
    for name in ["first", "second"] {
        let log = log.clone();
        bot.on::<MessageCreate>(move |ctx, message| {
            assert_eq!(ctx.gateway().shard_of(message.guild_id.unwrap()), ctx.shard());
            log.add(format!("{name} {}", message.content));
            async {}
        });
    }
    let own = log.clone();
    bot.on::<JustTheContent>(move |_, message| {
        own.add(format!("own {}", message.content));
        async {}
    });
    let failed = failures.clone();
    bot.on_failure(move |failure| failed.add(failure.to_string()));
    let (gateway, _task) = start(&sim, bot).await;
    let guild = sim.inspect(|core| core.world().guilds().next().unwrap()).to_string();
    let say = |content: &str| UserAction::Message {
        content: content.to_owned(),
        guild: Some(guild.clone()),
        channel: None,
        author: None,
        fields: json!({}),
    };
    sim.act(say("hello")).unwrap();
    let heard = log.until(|entries| entries.len() == 3).await;
    assert_eq!(heard, ["first hello", "second hello", "own hello"]);
    // Without an author it is not a message, but it has content nevertheless.
    let data = json!({ "content": "odd", "guild_id": guild });
    sim.inject("MESSAGE_CREATE", guild.parse().ok(), data);
    sim.act(say("after")).unwrap();
    let heard = log.until(|entries| entries.len() == 7).await;
    assert_eq!(heard[3..], ["own odd", "first after", "second after", "own after"]);
    let failures = failures.until(|failures| !failures.is_empty()).await;
    assert_eq!(failures.len(), 1, "one for both listeners of the type: {failures:?}");
    assert!(failures[0].contains("MESSAGE_CREATE"), "{failures:?}");
    gateway.shutdown(Shutdown::Offline, PATIENCE).await;
}

/// Hard case 7.
#[tokio::test(start_paused = true)]
async fn what_an_earlier_process_handled_is_skipped_by_its_key() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let (first, second) = (TestFolder::new(), TestFolder::new());
    let log = Log::new();
    // The first process handles 10 events and dies. Its last stored state is from before them.
    let (gateway, mut events) = builder(&sim).state_folder(first.path()).start().await.unwrap();
    let mut handled = Dedupe::new();
    let mut numbers = 0;
    while numbers < 10 {
        let event = events.next().await.unwrap();
        if event.event_kind() == Some(EventKind::GuildCreate) {
            // The session is written by now, but this event is not handled yet.
            tokio::time::sleep(Duration::from_secs(2)).await;
            crate::support::copy(first.path(), second.path());
            say(&sim, 0..10);
        }
        if event.event_kind() == Some(EventKind::MessageCreate) {
            let key = event.key().unwrap();
            assert!(handled.insert(&key.session, key.sequence));
            numbers += 1;
        }
    }
    drop(events);
    gateway.ended().await.unwrap();
    say(&sim, 10..15);
    // The next process has the old state, so all 15 are replayed, and it has the keys of the 10.
    let mut bot = Bot::new();
    let heard = log.clone();
    bot.skip_handled(handled).on_raw("MESSAGE_CREATE", move |_, message| {
        heard.add(number(&message));
        async {}
    });
    let (gateway, events) = builder(&sim).state_folder(second.path()).start().await.unwrap();
    let running = gateway.clone();
    tokio::spawn(async move { bot.run(&running, events).await });
    assert_eq!(log.until(|numbers| numbers.len() >= 5).await, [10, 11, 12, 13, 14]);
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    assert_eq!(sim.stats().sessions.values().map(|session| session.replayed).max(), Some(16));
    assert_eq!(sim.stats().identifies, 1);
}

#[tokio::test(start_paused = true)]
async fn hooks_run_around_the_listeners_and_may_skip_them() {
    let sim = two_shards().start().await.unwrap();
    let log = Log::new();
    let mut bot = Bot::new();
    bot.before(|_, message| async move {
        if number(&message) == 1 { Before::Skip } else { Before::Go }
    });
    let heard = log.clone();
    bot.on_raw("MESSAGE_CREATE", move |_, message| {
        heard.add(format!("heard {}", number(&message)));
        async { Err::<(), _>("failed") }
    });
    let after = log.clone();
    bot.after(move |_, report| {
        let (number, skipped) = (number(&report.dispatch), report.skipped);
        let (ran, failed) = (report.listeners, report.failures.len());
        after.add(format!("after {number}: skipped {skipped}, {ran} ran, {failed} failed"));
        async {}
    });
    let (gateway, _task) = start(&sim, bot).await;
    // One guild, so that the order is defined by the numbers.
    let guild = sim.inspect(|core| core.world().guilds().next().unwrap().get());
    for number in 0..2 {
        let data = json!({ "content": number.to_string(), "guild_id": guild.to_string() });
        sim.inject("MESSAGE_CREATE", Some(guild), data);
    }
    let log = log.until(|entries| entries.len() == 3).await;
    let expected = [
        "heard 0",
        "after 0: skipped false, 1 ran, 1 failed",
        "after 1: skipped true, 0 ran, 0 failed",
    ];
    assert_eq!(log, expected);
    gateway.shutdown(Shutdown::Offline, PATIENCE).await;
}

#[tokio::test(start_paused = true)]
async fn guild_and_health_events_are_told_apart() {
    let sim = two_shards().start().await.unwrap();
    let log = Log::new();
    let mut bot = Bot::new();
    macro_rules! record {
        ($($event:ident),*) => {$(
            let entries = log.clone();
            bot.on::<$event>(move |_, _| {
                entries.add(stringify!($event));
                async {}
            });
        )*};
    }
    record!(GuildAvailable, GuildUnavailable, GuildJoined, GuildLeft);
    record!(ShardReady, ShardResumed, ShardDisconnected, ShardStopped);
    let entries = log.clone();
    bot.on::<GuildJoined>(move |ctx, guild| {
        assert_eq!(ctx.gateway().shard_of(guild.guild_id), ctx.shard());
        let data: serde_json::Value = guild.cause.as_ref().unwrap().decode().unwrap();
        assert_eq!(data["id"], guild.guild_id.to_string());
        entries.add("with its data");
        async {}
    });
    let (gateway, task) = start(&sim, bot).await;
    let count = |log: &[&str], what| log.iter().filter(|entry| **entry == what).count();
    log.until(|log| count(log, "GuildAvailable") == 8 && count(log, "ShardReady") == 2).await;

    let guild = sim.inspect(|core| core.world().guilds().next().unwrap()).to_string();
    sim.act(WorldAction::GuildOutage { guild: guild.clone(), down: true }).unwrap();
    log.until(|log| count(log, "GuildUnavailable") == 1).await;
    sim.act(WorldAction::GuildOutage { guild, down: false }).unwrap();
    log.until(|log| count(log, "GuildAvailable") == 9).await;
    let other = 1_u64 << 40;
    sim.inject("GUILD_CREATE", Some(other), json!({ "id": other.to_string() }));
    log.until(|log| count(log, "GuildJoined") == 1 && count(log, "with its data") == 1).await;
    sim.inject("GUILD_DELETE", Some(other), json!({ "id": other.to_string() }));
    log.until(|log| count(log, "GuildLeft") == 1).await;
    sim.drop_connections(Some(0));
    let resumed = |log: &[&str]| count(log, "ShardResumed") == 1;
    log.until(|log| count(log, "ShardDisconnected") == 1 && resumed(log)).await;

    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    task.await.unwrap();
    let log = log.until(|_| true).await;
    assert_eq!(count(&log, "ShardStopped"), 2);
    assert_eq!((count(&log, "GuildJoined"), count(&log, "GuildUnavailable")), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_stuck_listener_is_dropped_at_the_deadline_and_its_event_is_not_handled() {
    let sim = two_shards().start().await.unwrap();
    let folder = crate::support::TestFolder::new();
    let stuck = Log::new();
    let mut bot = Bot::new();
    let (begun, dropped) = (stuck.clone(), Arc::new(Mutex::new(false)));
    struct SaysItsDrop(Arc<Mutex<bool>>);
    impl Drop for SaysItsDrop {
        fn drop(&mut self) {
            *self.0.lock().unwrap() = true;
        }
    }
    let flag = Arc::clone(&dropped);
    bot.on_raw("MESSAGE_CREATE", move |_, message| {
        let (begun, flag) = (begun.clone(), SaysItsDrop(Arc::clone(&flag)));
        async move {
            begun.add(number(&message));
            std::future::pending::<()>().await;
            drop(flag);
        }
    });
    let started = builder(&sim).state_folder(folder.path()).start().await.unwrap();
    let (gateway, events) = started;
    let running = gateway.clone();
    let task = tokio::spawn(async move { bot.run(&running, events).await });
    assert!(gateway.wait_ready(PATIENCE).await);
    say(&sim, 0..1);
    stuck.until(|numbers| numbers.len() == 1).await;
    let start = tokio::time::Instant::now();
    let report = gateway.shutdown(Shutdown::KeepSession, Duration::from_secs(3)).await;
    assert_eq!((report.unhandled_events, start.elapsed().as_secs()), (1, 3), "{report:?}");
    tokio::time::timeout(PATIENCE, task).await.unwrap().unwrap().unwrap();
    assert!(*dropped.lock().unwrap());

    // The next process gets it again.
    let again = Log::new();
    let mut bot = Bot::new();
    let heard = again.clone();
    bot.on_raw("MESSAGE_CREATE", move |_, message| {
        heard.add(number(&message));
        async {}
    });
    let (gateway, events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
    let running = gateway.clone();
    tokio::spawn(async move { bot.run(&running, events).await });
    assert_eq!(again.until(|numbers| !numbers.is_empty()).await, [0]);
    gateway.shutdown(Shutdown::Offline, PATIENCE).await;
    assert_eq!(sim.stats().identifies, 2, "both shards resumed");
}
