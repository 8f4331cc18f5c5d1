//! One guild whose events fail, among others.

use super::*;

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
        // Others do not go behind it on disk.
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
    let sink = Arc::new(bad_guild("status 500"));
    let (counters, folders) = (Arc::new(SinkCounters::default()), config.open_folders().unwrap());
    let to: Arc<dyn Sink> = sink.clone();
    let mut task = DeliveryTask::new("test".into(), to, config, folders, Arc::clone(&counters));
    task.backlog.as_mut().unwrap().limit_parked(10);
    let (input, output) = mpsc::channel(1);
    let (stop, stopping) = watch::channel(false);
    let running =
        Running { sink, counters, input, stop, task: tokio::spawn(task.run(output, stopping)) };
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

#[tokio::test(start_paused = true)]
async fn a_sink_that_is_down_is_counted_and_up_again_at_the_first_event_that_it_takes() {
    let running = start(down_for(Duration::from_secs(60)), DeliveryConfig::default());
    let failures = |running: &Running| running.counters.snapshot("").failures_in_a_row;
    running.send(1, 0).await;
    running.until("it counts as down", |running| failures(running) >= DOWN_AFTER).await;
    running.until("it is up", |running| running.counters.snapshot("").sent == 1).await;
    assert_eq!(failures(&running), 0);
}
