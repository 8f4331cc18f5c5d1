//! One guild whose events fail, among others.

use super::*;
use crate::test_log::lines_of;

const BAD: u64 = 1;

fn bad_guild(answer: &'static str) -> Scripted {
    let sink = Scripted::default();
    sink.refuse(Some((BAD, Outcome::Retry(answer.into()))));
    sink
}

fn config(when_full: WhenFull, folder: Option<&std::path::Path>) -> DeliveryConfig {
    DeliveryConfig {
        limits: QueueLimits { events: 200, bytes: 1 << 20 },
        when_full,
        spill_folder: folder.map(std::path::Path::to_owned),
        ..DeliveryConfig::default()
    }
}

fn park_at_most(max: usize) -> impl FnOnce(&mut DeliveryTask) {
    move |task| task.backlog.as_mut().unwrap().limit_parked(max)
}

fn numbers(taken: &[String], guild: &str) -> Vec<u32> {
    of_guild(taken, guild).iter().map(|id| id[2..].parse().unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn with_a_spill_folder_a_guild_that_fails_stops_no_other() {
    for when_full in [WhenFull::Spill, WhenFull::Wait] {
        let folder = tempfile::tempdir().unwrap();
        let running = start(bad_guild("status 500"), config(when_full, Some(folder.path())));
        for number in 0..1000 {
            running.send(BAD, number).await;
            running.send(u64::from(number % 3) + 2, number).await;
        }
        running
            .until("all others are delivered", |running| running.sink.taken().len() == 1000)
            .await;
        assert!(running.sink.taken().iter().all(|id| !id.starts_with("1-")));
        let stats = running.counters.snapshot("");
        assert_eq!(stats.queued, 200 / 8, "its share");
        running
            .until("its failures are seen", |it| it.counters.snapshot("").failing_guilds == 1)
            .await;
        // Other guilds are not queued behind it on disk.
        running.send(2, 1000).await;
        running.until("one more", |running| running.sink.taken().len() == 1001).await;
        running.sink.refuse(None);
        let (sink, counters) = (Arc::clone(&running.sink), Arc::clone(&running.counters));
        let taken = running.end().await;
        assert_eq!(numbers(&taken, "1-"), (0..1000).collect::<Vec<_>>(), "in order, once");
        assert_eq!(sink.taken().len(), 2001);
        assert_eq!(counters.snapshot("").failing_guilds, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_spill_folder_others_wait_only_when_the_guild_has_filled_the_memory() {
    let running = start(bad_guild("status 500"), config(WhenFull::Wait, None));
    let mut sent = [0; 2];
    'full: for number in 0..1000 {
        for (guild, sent) in [BAD, 2].into_iter().zip(&mut sent) {
            let send = running.input.send(tracked(guild, number).0);
            if tokio::time::timeout(Duration::from_secs(60), send).await.is_err() {
                break 'full;
            }
            *sent += 1;
        }
    }
    let [bad, good] = sent;
    assert!((199..=202).contains(&bad), "{bad}: the whole memory, not a share of it");
    assert!(running.sink.taken().len() + 2 >= good, "all others but those behind it");
    running.sink.refuse(None);
    let taken = running.end().await;
    assert_eq!((numbers(&taken, "1-").len(), numbers(&taken, "2-").len()), (bad, good));
}

#[tokio::test(start_paused = true)]
async fn with_drop_a_guild_that_fails_costs_only_its_own_events() {
    let running = start(bad_guild("status 500"), config(WhenFull::Drop, None));
    for number in 0..100 {
        running.send(BAD, number).await;
        running.send(2, number).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let counters = Arc::clone(&running.counters);
    running.sink.refuse(None);
    let taken = running.end().await;
    assert_eq!((numbers(&taken, "1-").len(), numbers(&taken, "2-").len()), (25, 100));
    assert_eq!(counters.snapshot("").dropped, 75);
}

#[tokio::test(start_paused = true)]
async fn a_backlog_of_an_earlier_process_is_read_past_a_guild_that_fails() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(WhenFull::Spill, Some(folder.path()));
    let running = start(down_for(Duration::from_secs(1 << 30)), config.clone());
    for number in 0..600 {
        running.send(u64::from(number % 2) + 1, number).await;
    }
    assert!(!running.stop().await);

    let running = start(bad_guild("status 500"), config);
    running.send(2, 600).await;
    running.until("all others are delivered", |running| running.sink.taken().len() == 301).await;
    running.send(BAD, 601).await;
    running.sink.refuse(None);
    let taken = running.end().await;
    assert_eq!(taken.len(), 602);
    assert!(numbers(&taken, "1-").is_sorted() && numbers(&taken, "2-").is_sorted());
}

#[tokio::test(start_paused = true)]
async fn only_so_many_events_are_passed_over_on_disk_and_the_rest_comes_when_the_guild_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(WhenFull::Spill, Some(folder.path()));
    let running = start_with(bad_guild("status 500"), config, park_at_most(10));
    for number in 0..300 {
        running.send(BAD, number).await;
        running.send(2, number).await;
    }
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert!(running.sink.taken().len() < 300, "the rest lies behind more than may be passed over");
    running.sink.refuse(None);
    let taken = running.end().await;
    for guild in ["1-", "2-"] {
        assert_eq!(numbers(&taken, guild), (0..300).collect::<Vec<_>>());
    }
}

/// A folder with events of the guild that fails, followed by one of another guild.
async fn backlog(folder: &std::path::Path) -> DeliveryConfig {
    let limits = QueueLimits { events: 8, bytes: 1 << 20 }; // one for a guild
    let config = DeliveryConfig { limits, ..config(WhenFull::Spill, Some(folder)) };
    let running = start(down_for(Duration::from_secs(1 << 30)), config.clone());
    for number in 0..20 {
        running.send(BAD, number).await;
    }
    running.send(2, 0).await;
    assert!(!running.stop().await);
    config
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_process_left_comes_first_as_long_as_it_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let config = backlog(folder.path()).await;
    let running = start_with(bad_guild("status 500"), config, park_at_most(10));
    running.send(2, 1).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(running.sink.taken().is_empty(), "it lies behind more than may be passed over");
    running.sink.refuse(None);
    let taken = running.end().await;
    assert_eq!(numbers(&taken, "1-"), (0..20).collect::<Vec<_>>());
    assert_eq!(numbers(&taken, "2-"), [0, 1]);
}

#[tokio::test(start_paused = true)]
async fn what_was_read_from_disk_does_not_send_later_events_there() {
    let folder = tempfile::tempdir().unwrap();
    let config = backlog(folder.path()).await;
    let running = start_with(bad_guild("status 500"), config, park_at_most(10));
    for (guild, number) in [(3, 0), (3, 1), (5, 0)] {
        running.send(guild, number).await;
    }
    for number in 20..100 {
        running.send(BAD, number).await;
    }
    running.send(5, 1).await;
    // Some are accepted: everything that the earlier process left is read, but only part of the rest.
    running.sink.answers.lock().unwrap().extend(vec![Outcome::Delivered; 30]);
    let has = |running: &Running, id: &str| running.sink.taken().iter().any(|taken| taken == id);
    running.until("they are read", |it| has(it, "3-1") && has(it, "5-0")).await;
    running.send(5, 2).await;
    running.send(3, 2).await;
    running.send(4, 0).await;
    running.until("neither waits", |it| has(it, "3-2") && has(it, "4-0")).await;
    assert!(!has(&running, "1-99"));
    running.sink.refuse(None);
    let taken = running.end().await;
    assert_eq!(numbers(&taken, "1-"), (0..100).collect::<Vec<_>>());
    assert_eq!(numbers(&taken, "3-"), [0, 1, 2]);
    assert_eq!(numbers(&taken, "5-"), [0, 1, 2], "one was on disk still");
}

#[test]
fn an_event_that_fails_again_and_again_is_told_once() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().unwrap();
    let lines = lines_of(|| {
        runtime.block_on(async {
            let running = start(bad_guild("status 500"), DeliveryConfig::default());
            running.send(BAD, 0).await;
            // The sink itself works.
            for number in 0..60 {
                running.send(2, number).await;
                tokio::time::sleep(Duration::from_secs(10)).await;
            }
            assert!(running.sink.tries.lock().unwrap().len() > 60 + 2 * DOWN_AFTER as usize);
        });
    });
    let told = lines.iter().filter(|line| line.contains("an event failed several times"));
    assert_eq!(told.count(), 1, "{lines:#?}");
}

#[tokio::test(start_paused = true)]
async fn a_guild_counts_as_failing_from_its_fifth_failure_on() {
    let running = start(bad_guild("status 500"), DeliveryConfig::default());
    running.send(BAD, 0).await;
    for failures in 1..=DOWN_AFTER {
        let tries = |running: &Running| running.sink.tries.lock().unwrap().len() as u64;
        running.until("it is tried", |running| tries(running) == failures).await;
        tokio::time::sleep(Duration::from_millis(1)).await;
        let failing = running.counters.snapshot("").failing_guilds;
        assert_eq!(failing, u64::from(failures == DOWN_AFTER), "{failures}");
    }
}

#[tokio::test(start_paused = true)]
async fn deliveries_under_way_are_counted() {
    let running = start(Scripted::default(), DeliveryConfig::default());
    for guild in 1..=3 {
        running.send(guild, 0).await;
    }
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(running.counters.snapshot("").in_flight, 3);
    let counters = Arc::clone(&running.counters);
    running.end().await;
    assert_eq!(counters.snapshot("").in_flight, 0);
}

#[tokio::test(start_paused = true)]
async fn a_sink_that_is_down_is_counted_and_up_again_at_the_first_event_that_it_takes() {
    let running = start(down_for(Duration::from_secs(60)), DeliveryConfig::default());
    let failures = |running: &Running| running.counters.snapshot("").failures_in_a_row;
    running.send(1, 0).await;
    running.until("it counts as down", |running| failures(running) >= DOWN_AFTER).await;
    running.until("it is up", |running| running.counters.snapshot("").sent == 1).await;
    assert_eq!(failures(&running), 0);
}
