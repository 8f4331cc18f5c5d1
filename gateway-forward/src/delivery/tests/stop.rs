//! A stop: what is left is on disk or stays unhandled.

use super::*;

fn queue(when_full: WhenFull, folder: Option<&std::path::Path>) -> DeliveryConfig {
    DeliveryConfig {
        limits: QueueLimits { events: 8, bytes: 1 << 20 },
        when_full,
        spill_folder: folder.map(std::path::Path::to_owned),
        ..DeliveryConfig::default()
    }
}

/// Sends as many as there is room for.
async fn send_all(running: &Running, count: u32) -> Vec<Handled> {
    let mut handled = Vec::new();
    for number in 0..count {
        let (tracked, flag) = tracked(u64::from(number % 3) + 1, number);
        let send = running.input.send(tracked);
        if tokio::time::timeout(Duration::from_secs(1), send).await.is_ok() {
            handled.push(flag);
        }
    }
    handled
}

#[tokio::test(start_paused = true)]
async fn what_is_left_at_a_stop_lies_in_the_spill_folder_and_is_handled_whatever_the_policy() {
    for when_full in [WhenFull::Wait, WhenFull::Spill] {
        let folder = tempfile::tempdir().unwrap();
        let config = queue(when_full, Some(folder.path()));
        let running = start(down_for(Duration::from_secs(1 << 30)), config.clone());
        let handled = send_all(&running, 20).await;
        assert!(!running.stop().await, "not all was delivered");
        assert!(handled.iter().all(Handled::is_handled), "{when_full:?}");

        let taken = start(Scripted::default(), config).end().await;
        assert_eq!(taken.len(), handled.len(), "{when_full:?}");
        for guild in ["1", "2", "3"] {
            let numbers = of_guild(&taken, guild);
            let numbers: Vec<u32> = numbers.iter().map(|id| id[2..].parse().unwrap()).collect();
            assert!(numbers.is_sorted(), "{when_full:?}: {numbers:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_spill_folder_what_is_left_at_a_stop_is_unhandled() {
    for when_full in [WhenFull::Wait, WhenFull::Drop] {
        let running = start(down_for(Duration::from_secs(1 << 30)), queue(when_full, None));
        let handled = send_all(&running, 20).await;
        let counters = Arc::clone(&running.counters);
        assert!(!running.stop().await);
        let dropped = counters.snapshot("").dropped;
        let said = handled.iter().filter(|flag| flag.is_handled()).count();
        assert_eq!(said as u64, dropped, "{when_full:?}: only what it was told to drop");
    }
}

#[tokio::test(start_paused = true)]
async fn whether_all_was_delivered_is_known_only_when_nothing_more_can_come() {
    assert!(!start(Scripted::default(), DeliveryConfig::default()).stop().await, "more may come");
    let running = start(down_for(Duration::from_secs(1 << 30)), DeliveryConfig::default());
    running.send(1, 0).await;
    drop(running.input);
    tokio::time::sleep(Duration::from_secs(1)).await;
    running.stop.send_replace(true);
    assert!(!running.task.await.unwrap(), "one is left");
}

#[tokio::test(start_paused = true)]
async fn a_task_that_is_dropped_has_handled_nothing() {
    let running = start(down_for(Duration::from_secs(1 << 30)), DeliveryConfig::default());
    let handled = running.send(1, 0).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    running.task.abort();
    let _ = running.task.await;
    assert!(!handled.is_handled());
}

#[tokio::test(start_paused = true)]
async fn a_sink_that_panics_has_failed_one_try_and_nothing_else() {
    let sink = Scripted::default();
    *sink.panics_at.lock().unwrap() = Some("1-0");
    let running = start(sink, DeliveryConfig::default());
    let handled = [running.send(1, 0).await, running.send(1, 1).await, running.send(2, 0).await];
    let counters = Arc::clone(&running.counters);
    assert_eq!(running.end().await, ["2-0", "1-0", "1-1"]);
    assert!(handled.iter().all(Handled::is_handled));
    assert_eq!(counters.snapshot("").retried, 1);
}
