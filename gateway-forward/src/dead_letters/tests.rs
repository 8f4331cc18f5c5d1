use std::io::ErrorKind;
use std::path::Path;
use std::sync::Mutex;

use super::*;
use crate::event::ForwardEvent;
use crate::sink::{Delivery, Outcome, Sink};
use crate::spill::test_disk::{Installed, Op, TestDisk};
use crate::spill::test_event;
use crate::test_log::lines_of;

fn config() -> DeadLettersConfig {
    DeadLettersConfig::new("/dead")
}

fn letter(event: &ForwardEvent) -> Letter<'_> {
    Letter { event, reason: "status 410", attempts: 3, died_ms: 7 }
}

fn write(letters: &mut DeadLetters, numbers: std::ops::Range<u32>) {
    for number in numbers {
        assert!(letters.write(&letter(&test_event(number))));
    }
}

/// Accepts this many events, then refuses.
struct Takes(Mutex<(usize, Vec<(ForwardEvent, u32)>)>);

impl Takes {
    fn new(count: usize) -> Self {
        Self(Mutex::new((count, Vec::new())))
    }

    fn taken(self) -> Vec<(ForwardEvent, u32)> {
        self.0.into_inner().unwrap().1
    }
}

impl Sink for Takes {
    fn deliver<'a>(&'a self, event: &'a ForwardEvent, attempt: u32) -> Delivery<'a> {
        Box::pin(async move {
            let mut takes = self.0.lock().unwrap();
            if takes.0 == 0 {
                return Outcome::Refused("status 410".into());
            }
            takes.0 -= 1;
            takes.1.push((event.clone(), attempt));
            Outcome::Delivered
        })
    }
}

#[tokio::test]
async fn letters_are_played_back_in_order_and_removed_up_to_the_first_that_is_not_taken() {
    let disk = TestDisk::default();
    let _on = Installed::new(&disk);
    write(&mut DeadLetters::open(&config()).unwrap(), 0..5);
    let sink = Takes::new(2);
    let error = replay_dead_letters(&config(), &sink).await.unwrap_err();
    let ReplayError::NotTaken { id, left, done, .. } = &error else { panic!("{error}") };
    assert_eq!((id, *left, done.delivered), (&test_event(2).id, 3, 2));
    let taken = sink.taken();
    assert_eq!(taken, [(test_event(0), 4), (test_event(1), 4)], "the fourth try, as it was sent");
    assert_eq!(DeadLetters::open(&config()).unwrap().count(), 3);

    let sink = Takes::new(10);
    let done = replay_dead_letters(&config(), &sink).await.unwrap();
    assert_eq!((done.delivered, done.damaged, sink.taken().len()), (3, 0, 3));
    assert_eq!(DeadLetters::open(&config()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_damaged_letter_is_kept_and_told_and_costs_no_other() {
    let disk = TestDisk::default();
    let _on = Installed::new(&disk);
    write(&mut DeadLetters::open(&config()).unwrap(), 0..3);
    disk.change(&path(Path::new("/dead"), 2), |bytes| bytes[40] ^= 1);
    let sink = Takes::new(10);
    let done = replay_dead_letters(&config(), &sink).await.unwrap();
    assert_eq!((done.delivered, done.damaged), (2, 1));
    assert!(disk.files().keys().any(|name| name.ends_with("2.damaged")));
}

#[test]
fn a_letter_outlives_a_power_cut_once_it_is_written() {
    let disk = TestDisk::default();
    let _on = Installed::new(&disk);
    let mut letters = DeadLetters::open(&config()).unwrap();
    for number in 0..20 {
        write(&mut letters, number..number + 1);
        let mut rng = fastrand::Rng::with_seed(number.into());
        let left = disk.after_power_cut(&mut rng);
        let left = left.files().keys().filter(|name| name.ends_with(".dead")).count();
        assert_eq!(left, number as usize + 1);
    }
}

#[test]
fn a_disk_that_fails_is_told_once_and_leaves_no_half_letter() {
    let disk = TestDisk::default();
    let _on = Installed::new(&disk);
    let mut letters = DeadLetters::open(&config()).unwrap();
    let lines = lines_of(|| {
        for op in [Op::Create, Op::Write, Op::Sync, Op::Rename] {
            disk.fail(move |this, _| (this == op).then_some(ErrorKind::StorageFull));
            assert!(!letters.write(&letter(&test_event(1))), "{op:?}");
            assert_eq!(letters.count(), 0, "{op:?}");
        }
        disk.fail(|_, _| None);
        write(&mut letters, 0..1);
    });
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("ERROR") && lines[1].starts_with("INFO"), "{lines:?}");
    assert_eq!(disk.files().keys().filter(|name| name.ends_with(".dead")).count(), 1);
}

#[test]
fn a_folder_that_is_full_takes_no_more_until_letters_are_played_back() {
    let disk = TestDisk::default();
    let _on = Installed::new(&disk);
    let config = DeadLettersConfig { max_bytes: 2 * FILE_BYTES, ..config() };
    let mut letters = DeadLetters::open(&config).unwrap();
    write(&mut letters, 0..2);
    assert!(!letters.write(&letter(&test_event(2))));
    disk.remove(&path(Path::new("/dead"), 1)).unwrap();
    assert!(letters.write(&letter(&test_event(2))));
}
