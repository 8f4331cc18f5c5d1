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
async fn what_the_disk_does_not_take_and_what_it_lost_is_counted() {
    let disk = TestDisk::default();
    let running = on(&disk, down_for(Duration::from_secs(1 << 30)), 8);
    let second = || tokio::time::sleep(Duration::from_secs(1));
    let fails = |running: &Running| running.counters.snapshot("").spill_fails;
    for number in 0..3 {
        running.send(1, number).await;
    }
    second().await;
    assert!(!fails(&running));
    full(&disk);
    running.send(1, 3).await;
    second().await;
    assert!(fails(&running));
    disk.fail(|_, _| None);
    second().await;
    assert!(!fails(&running));
    assert!(!running.stop().await);

    disk.change(&PathBuf::from("/spill/00000000000000000001.spill"), |bytes| bytes.fill(0));
    let running = on(&disk, Scripted::default(), 8);
    second().await;
    assert_eq!(running.counters.snapshot("").spill_damaged, 4);
    // Lost events are no longer waited for, so there is room in memory.
    let made = disk.made();
    running.send(1, 4).await;
    let counters = Arc::clone(&running.counters);
    assert_eq!(running.end().await, ["1-4"]);
    assert_eq!((counters.snapshot("").spilled, disk.made()), (0, made));
}

#[tokio::test(start_paused = true)]
async fn a_full_disk_is_asked_again_at_the_next_tick_only() {
    let disk = TestDisk::default();
    full(&disk);
    let running = on(&disk, down_for(Duration::from_secs(1 << 30)), 800);
    let mut before = 0;
    // All at the same moment. A hundred have room in memory; the next exceeds its guild's share.
    for number in 0..300 {
        if number == 110 {
            before = disk.ops();
            assert!(before > 0);
        }
        running.send(1, number).await;
    }
    assert_eq!(disk.ops(), before);
    assert!(!running.stop().await);
}

#[tokio::test(start_paused = true)]
async fn what_has_room_in_memory_is_not_written_and_what_has_none_is_only_with_spill() {
    for when_full in [WhenFull::Wait, WhenFull::Drop, WhenFull::Spill] {
        let disk = TestDisk::default();
        let config = DeliveryConfig {
            limits: QueueLimits { events: 8, bytes: 1 << 20 },
            when_full,
            spill_folder: Some(PathBuf::from("/spill")),
            ..DeliveryConfig::default()
        };
        let running = {
            let _on = Installed::new(&disk);
            start(down_for(Duration::from_secs(1 << 30)), config)
        };
        for guild in 1..=8 {
            running.send(guild, 0).await;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(disk.made(), 0, "{when_full:?}");
        running.send(9, 0).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(disk.made(), usize::from(when_full == WhenFull::Spill), "{when_full:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_memory_holds_may_come_to_disk_behind_what_is_not_read_yet() {
    for dies in [false, true] {
        let disk = TestDisk::default();
        let mut running = on(&disk, down_for(Duration::from_secs(60)), 8);
        // The first eight fill the memory.
        for number in 0..3 {
            for guild in 10..30 {
                running.send(guild, number).await;
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(running.counters.snapshot("").queued, 8);
        if dies {
            running.task.abort();
            running = on(&disk.after_kill(), Scripted::default(), 8);
        }
        let taken = running.end().await;
        assert_eq!(taken.len(), 60);
        for guild in 10..30 {
            let wanted: Vec<_> = (0..3).map(|number| format!("{guild}-{number}")).collect();
            assert_eq!(of_guild(&taken, &format!("{guild}-")), wanted);
        }
    }
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
    // More than the memory can hold: the rest waits for the sink, not for the disk.
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
    // Events in memory, events that wait for room, and earlier ones.
    for number in 0..10 {
        handled.push(running.send(u64::from(number) + 1, number).await);
    }
    // There is no room for another event.
    let more = running.input.send(tracked(20, 10).0);
    assert!(tokio::time::timeout(Duration::from_secs(60), more).await.is_err());
    assert!(!running.stop().await);
    assert!(!handled.iter().any(Handled::is_handled));
}
