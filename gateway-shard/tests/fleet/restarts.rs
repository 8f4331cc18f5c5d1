//! Processes that are killed, and their successors.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use gateway_model::EventKind;
use gateway_model::gateway::Intents;
use gateway_shard::{
    Dedupe, Events, Gateway, Receipt, ShardEventKind, Shutdown, StartError, StateChange, StoreError,
};
use gateway_sim::Sim;

use crate::support::{PATIENCE, Record, TestFolder, builder, say, two_shards};

/// The bot that the test below starts and kills. It writes what it handles, one line each.
#[tokio::test]
#[ignore = "a process of its own, started by another test"]
async fn child() {
    let of = |name: &str| std::env::var(name).unwrap();
    let (gateway, mut events) = Gateway::builder(of("BOT_TOKEN"), Intents::all())
        .api_url(of("BOT_API_URL"))
        .state_folder(of("BOT_FOLDER"))
        .start()
        .await
        .unwrap();
    let stopping = gateway.clone();
    tokio::spawn(async move {
        let kind = Shutdown::KeepSession;
        assert!(stopping.shutdown_on_signal(kind, PATIENCE).await.unwrap().is_clean());
    });
    let mut log = fs::OpenOptions::new().append(true).create(true).open(of("BOT_LOG")).unwrap();
    while let Some(event) = events.next().await {
        let line = match &event.kind {
            ShardEventKind::State(StateChange::Ready { .. }) => "ready\n".to_owned(),
            ShardEventKind::State(StateChange::Resumed { .. }) => "resumed\n".to_owned(),
            ShardEventKind::Dispatch(dispatch) if dispatch.kind() == EventKind::MessageCreate => {
                let data: serde_json::Value = dispatch.decode().unwrap();
                let key = event.key().unwrap();
                let number = data["content"].as_str().unwrap();
                format!("{} {} {number}\n", key.session, key.sequence)
            }
            _ => continue,
        };
        log.write_all(line.as_bytes()).unwrap();
    }
    gateway.ended().await.unwrap();
}

/// A child process, killed at the end of the test at the latest.
struct Bot(Child);

impl Bot {
    fn start(sim: &Sim, folder: &Path, log: &Path) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "restarts::child"])
            .env("BOT_TOKEN", sim.token())
            .env("BOT_API_URL", sim.api_url())
            .env("BOT_FOLDER", folder)
            .env("BOT_LOG", log)
            .stdout(Stdio::null())
            .spawn();
        Self(child.unwrap())
    }

    /// `kill -9`.
    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Log(PathBuf);

impl Log {
    fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.0).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Waits until the child has written enough. Returns the time in milliseconds.
    async fn until(&self, what: &str, enough: impl Fn(&[String]) -> bool) -> u128 {
        let start = Instant::now();
        while !enough(&self.lines()) {
            assert!(start.elapsed() < PATIENCE, "{what}: {} lines", self.lines().len());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        start.elapsed().as_millis()
    }
}

fn count(lines: &[String], what: &str) -> usize {
    lines.iter().filter(|line| *line == what).count()
}

/// Returns the sorted numbers of a log of sessions, sequences and numbers, and the number of lines whose key was
/// repeated.
fn without_repeats(lines: &[String]) -> (Vec<u64>, usize) {
    let (mut dedupe, mut repeats, mut numbers) = (Dedupe::new(), 0, Vec::new());
    for line in lines {
        let mut words = line.split(' ');
        let (Some(session), Some(sequence), Some(number)) =
            (words.next(), words.next(), words.next())
        else {
            continue;
        };
        match dedupe.insert(session, sequence.parse().unwrap()) {
            true => numbers.push(number.parse().unwrap()),
            false => repeats += 1,
        }
    }
    numbers.sort_unstable();
    (numbers, repeats)
}

/// Hard cases 7 and 8.
#[tokio::test]
async fn a_process_that_is_killed_at_any_time_resumes_and_accounts_for_every_event() {
    // GET /gateway/bot is allowed twice in 5 s. With limits on, the restarts would wait for that.
    let sim = Arc::new(two_shards().rest_limits(false).start().await.unwrap());
    let folder = TestFolder::new();
    let log = Log(folder.path().join("log"));
    let said = Arc::new(AtomicU64::new(0));
    let (speaker, counter) = (Arc::clone(&sim), Arc::clone(&said));
    let mut bot = Bot::start(&sim, folder.path(), &log.0);
    log.until("ready", |lines| count(lines, "ready") == 2).await;
    // Events happen all the time, whether the bot runs or not.
    let speaking = tokio::spawn(async move {
        let mut ticks = tokio::time::interval(Duration::from_millis(2));
        loop {
            ticks.tick().await;
            let number = counter.fetch_add(1, Ordering::SeqCst);
            say(&speaker, number..number + 1);
        }
    });
    // Killed after this many events each time: immediately, within the first write of the store, after several.
    for (round, events) in [1, 40, 3, 700, 150, 2, 90, 400].into_iter().enumerate() {
        let before = log.lines().len();
        log.until("events", |lines| lines.len() >= before + events).await;
        bot.kill();
        bot = Bot::start(&sim, folder.path(), &log.0);
        let resumed = 2 * (round + 1);
        let took = log.until("resumed", |lines| count(lines, "resumed") == resumed).await;
        println!("both shards resumed {took} ms after the start of the next process");
    }

    // A second process on the same folder gets an error with the owner.
    let second = builder(&sim).state_folder(folder.path()).start().await.unwrap_err();
    let StartError::Store(StoreError::InUse { process, .. }) = &second else { panic!("{second}") };
    assert_eq!(*process, Some(bot.0.id()), "{second}");

    speaking.abort();
    let _ = speaking.await;
    let total = said.load(Ordering::SeqCst);
    log.until("every number", |lines| {
        lines.iter().any(|line| line.ends_with(&format!(" {}", total - 1)))
    })
    .await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    bot.kill();
    let (numbers, repeats) = without_repeats(&log.lines());
    assert_eq!(
        numbers,
        (0..total).collect::<Vec<_>>(),
        "every event once, repeats told by their key"
    );
    let stats = sim.stats();
    println!("{total} events, {repeats} repeats, {} resumes", stats.resumed);
    assert_eq!((stats.identifies, stats.resumed), (2, 16));
}

#[cfg(unix)]
#[tokio::test]
async fn a_process_that_is_asked_to_stop_keeps_its_sessions_and_handles_nothing_twice() {
    let sim = two_shards().rest_limits(false).start().await.unwrap();
    let folder = TestFolder::new();
    let log = Log(folder.path().join("log"));
    let mut bot = Bot::start(&sim, folder.path(), &log.0);
    log.until("ready", |lines| count(lines, "ready") == 2).await;
    say(&sim, 0..50);
    log.until("50 numbers", |lines| lines.len() == 52).await;
    let id = bot.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let start = Instant::now();
    let status = loop {
        if let Some(status) = bot.0.try_wait().unwrap() {
            break status;
        }
        assert!(start.elapsed() < PATIENCE, "it does not stop");
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    assert!(status.success(), "{status}");
    let stats = sim.stats();
    assert!(stats.client_closes.keys().all(|code| !matches!(code, 0 | 1000 | 1001)), "{stats:?}");
    say(&sim, 50..60);
    let _next = Bot::start(&sim, folder.path(), &log.0);
    log.until("10 more", |lines| lines.len() >= 64).await;
    let lines = log.lines();
    assert_eq!((lines.len(), count(&lines, "resumed")), (64, 2), "{lines:?}");
    assert_eq!(sim.stats().identifies, 2);
}

#[tokio::test(start_paused = true)]
async fn a_state_file_that_cannot_be_read_is_set_aside_and_costs_one_identify_a_shard() {
    let sim = two_shards().start().await.unwrap();
    let folder = TestFolder::new();
    for (round, file) in ["", "{", "\0\0\0", r#"{"version":99,"shards":[]}"#].iter().enumerate() {
        let (gateway, events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
        let _record = Record::new(events);
        assert!(gateway.wait_ready(PATIENCE).await);
        assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
        let part = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path().join("all");
        assert_eq!(sim.stats().identifies, 2 * (round as u64 + 1));
        let aside = fs::read_dir(&part).unwrap().filter(|entry| {
            entry.as_ref().unwrap().file_name().to_string_lossy().contains("corrupt")
        });
        // There was not even an Invalid Session: the 5 s between two Identifies are kept across the restart.
        assert_eq!(sim.stats().invalid_sessions, 0);
        // Files that are set aside within one millisecond have the same name.
        assert_eq!(aside.count() > 0, round > 0);
        let text = fs::read_to_string(part.join("sessions.json")).unwrap();
        assert!(!text.contains(&sim.token()), "no token in it");
        fs::write(part.join("sessions.json"), file).unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_stored_session_that_cannot_be_used_costs_an_identify_and_the_others_resume() {
    let sim = two_shards().start().await.unwrap();
    let folder = TestFolder::new();
    let start = async || {
        let (gateway, events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
        let record = Record::new(events);
        assert!(gateway.wait_ready(PATIENCE).await);
        assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
        record.with(|seen| (seen.count(EventKind::Ready), seen.count(EventKind::Resumed)))
    };
    assert_eq!(start().await, (2, 0));
    let part = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path().join("all");
    let file = part.join("sessions.json");
    // What an earlier version stored for a Ready with such an id.
    for id in [String::new(), "x".repeat(513)] {
        let mut stored: serde_json::Value =
            serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        stored["shards"][0]["session"]["id"] = id.into();
        // A shard that no longer exists: it would be loaded at each start.
        let mut gone = stored["shards"][0].clone();
        gone["session"]["shard"] = serde_json::json!([6, 7]);
        stored["shards"].as_array_mut().unwrap().push(gone);
        fs::write(&file, stored.to_string()).unwrap();
        assert_eq!(start().await, (1, 1));
        let stored: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(stored["shards"].as_array().unwrap().len(), 2, "{stored}");
    }
    assert_eq!(start().await, (0, 2));
    assert_eq!(sim.stats().identifies, 4);
}

/// Reads until `count` messages have arrived, and takes their receipts.
async fn receipts_of(events: &mut Events, count: usize) -> Vec<Receipt> {
    let mut receipts = Vec::new();
    while receipts.len() < count {
        let mut event = events.next().await.unwrap();
        let receipt = event.take_receipt();
        match event.event_kind() {
            Some(EventKind::MessageCreate) => receipts.push(receipt),
            _ => receipt.mark_handled(),
        }
    }
    receipts
}

/// Returns the messages that the next process gets from before its start.
async fn replayed(sim: &Sim, folder: &TestFolder, count: usize) -> Vec<u64> {
    let (gateway, events) = builder(sim).state_folder(folder.path()).start().await.unwrap();
    let mut record = Record::new(events);
    record.until("the replay", |seen| seen.count(EventKind::Resumed) == 1).await;
    record.until("the messages", |seen| seen.numbers.len() >= count).await;
    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    record.with(|seen| seen.numbers.clone())
}

#[tokio::test(start_paused = true)]
async fn a_receipt_that_is_dropped_leaves_its_event_to_the_next_process_and_holds_nothing_up() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let folder = TestFolder::new();
    let (gateway, mut events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
    assert!(gateway.wait_ready(PATIENCE).await);
    say(&sim, 0..10);
    let mut receipts = receipts_of(&mut events, 10).await;
    assert_eq!(
        gateway.status().shards[0].unhandled_events,
        10,
        "the events themselves are dropped"
    );
    let (last, lost) = (receipts.pop().unwrap(), receipts.remove(4));
    receipts.into_iter().for_each(Receipt::mark_handled);
    drop(lost);
    tokio::spawn(async move { while events.next().await.is_some() {} });
    // Longer than the end waits if no shutdown sets a time limit.
    let late = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(25)).await;
        last.mark_handled();
    });
    let start = tokio::time::Instant::now();
    let report = gateway.shutdown(Shutdown::KeepSession, Duration::from_secs(60)).await;
    late.await.unwrap();
    assert_eq!((report.in_time, report.unhandled_events), (true, 1), "{report:?}");
    assert_eq!(start.elapsed().as_secs(), 25, "not for the one that was lost");
    assert_eq!(replayed(&sim, &folder, 6).await, [4, 5, 6, 7, 8, 9]);
    assert_eq!(sim.stats().identifies, 1);
}

#[tokio::test(start_paused = true)]
async fn what_a_panic_held_or_nobody_read_comes_again_with_the_next_process() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let folder = TestFolder::new();
    // A small capacity, so that events wait in the queue and before it.
    let builder = builder(&sim).state_folder(folder.path()).event_capacity(4);
    let (gateway, mut events) = builder.start().await.unwrap();
    let mut messages = 0;
    let mut said = false;
    while messages < 2 {
        let event = events.next().await.unwrap();
        if event.event_kind() == Some(EventKind::GuildCreate) && !said {
            say(&sim, 0..10);
            said = true;
        }
        if event.event_kind() != Some(EventKind::MessageCreate) {
            continue;
        }
        messages += 1;
        if messages == 2 {
            let handler = tokio::spawn(async move {
                let _held = event;
                tokio::task::yield_now().await;
                std::panic::resume_unwind(Box::new("the handler's"));
            });
            assert!(handler.await.unwrap_err().is_panic());
        }
    }
    drop(events);
    gateway.ended().await.unwrap();
    assert_eq!(replayed(&sim, &folder, 9).await, (1..10).collect::<Vec<_>>());
    assert_eq!(sim.stats().identifies, 1);
}

#[tokio::test(start_paused = true)]
async fn a_ready_that_was_not_handled_is_the_next_process_s_first_event_until_it_is_handled() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let folder = TestFolder::new();
    let mut keys = Vec::new();
    for is_handled in [false, false, true] {
        let (gateway, mut events) =
            builder(&sim).state_folder(folder.path()).start().await.unwrap();
        let mut first = loop {
            let event = events.next().await.unwrap();
            if event.dispatch().is_some() {
                break event;
            }
        };
        assert_eq!(first.event_kind(), Some(EventKind::Ready));
        keys.push(first.key().unwrap());
        let receipt = first.take_receipt();
        if is_handled {
            receipt.mark_handled();
        }
        tokio::spawn(async move { while events.next().await.is_some() {} });
        assert!(gateway.wait_ready(PATIENCE).await);
        gateway.shutdown(Shutdown::KeepSession, PATIENCE).await;
    }
    assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{keys:?}");

    let (gateway, events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
    let mut record = Record::new(events);
    record.until("a Resume", |seen| seen.count(EventKind::Resumed) == 1).await;
    assert_eq!(record.with(|seen| seen.count(EventKind::Ready)), 0);
    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    assert_eq!(sim.stats().identifies, 1);
}
