//! A disk that is full or fails.

use std::io::ErrorKind;
use std::path::PathBuf;

use super::*;
use crate::spill::test_disk::{Installed, Op, TestDisk};

fn on(disk: &TestDisk, sink: Scripted, events: usize) -> Running {
    let config = DeliveryConfig {
        limits: QueueLimits { events, bytes: 1 << 20 },
        when_full: WhenFull::Spill,
        spill_folder: Some(PathBuf::from("/spill")),
        ..DeliveryConfig::default()
    };
    let _on = Installed::new(disk);
    start(sink, config)
}

fn full(disk: &TestDisk) {
    disk.fail(|op, _| matches!(op, Op::Create | Op::Write).then_some(ErrorKind::StorageFull));
}

#[tokio::test(start_paused = true)]
async fn nothing_on_disk_is_handled_before_it_is_synced() {
    let disk = TestDisk::default();
    let running = on(&disk, down_for(Duration::from_secs(1 << 30)), 8);
    let safe = [running.send(1, 0).await, running.send(1, 1).await];
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(safe.iter().all(Handled::is_handled));
    disk.fail(|op, _| (op == Op::Sync).then_some(ErrorKind::Other));
    let handled = running.send(1, 2).await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(running.counters.snapshot("").spilled, 2, "it is written");
    assert!(!handled.is_handled(), "and not safe");
    disk.fail(|_, _| None);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(handled.is_handled());
}

#[tokio::test(start_paused = true)]
async fn past_a_full_disk_events_are_delivered_as_soon_as_the_sink_is_up() {
    let disk = TestDisk::default();
    let running = on(&disk, down_for(Duration::from_secs(60)), 8);
    for number in 0..4 {
        running.send(1, number).await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(running.counters.snapshot("").spilled > 0);
    full(&disk);
    // More than memory holds: the rest waits for the sink, not for the disk.
    let mut handled = Vec::new();
    for number in 4..40 {
        handled.push(running.send(u64::from(number % 4) + 1, number).await);
    }
    let taken = running.end().await;
    assert_eq!(taken.len(), 40);
    assert!(handled.iter().all(Handled::is_handled));
    for guild in ["1", "2", "3", "4"] {
        let numbers = of_guild(&taken, guild);
        let numbers: Vec<u32> = numbers.iter().map(|id| id[2..].parse().unwrap()).collect();
        assert!(numbers.is_sorted(), "{numbers:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn with_a_full_disk_and_a_sink_that_is_down_a_stop_is_heard_and_what_waits_is_unhandled() {
    let disk = TestDisk::default();
    let running = on(&disk, down_for(Duration::from_secs(1 << 30)), 8);
    full(&disk);
    let mut handled = Vec::new();
    // In memory, waiting for room, and before that.
    for number in 0..10 {
        handled.push(running.send(u64::from(number) + 1, number).await);
    }
    // There is no room for another.
    let more = running.input.send(tracked(20, 10).0);
    assert!(tokio::time::timeout(Duration::from_secs(60), more).await.is_err());
    assert!(!running.stop().await);
    assert!(!handled.iter().any(Handled::is_handled));
}
