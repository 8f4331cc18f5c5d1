//! The disk fails, the process dies or the power goes off at every change of the disk: what was synced is
//! delivered.

use std::collections::BTreeSet;
use std::io::ErrorKind::{self, StorageFull};
use std::sync::atomic::{AtomicBool, Ordering};

use fastrand::Rng;

use super::tests::{event, fill};
use super::*;
use crate::spill::test_disk::{Op, TestDisk};
use crate::test_log::lines_of;

const STEPS: usize = 60;

fn open(disk: &TestDisk) -> Result<SpillLog, SpillError> {
    SpillLog::open_on(Arc::new(disk.clone()), Path::new("/spill"), 1 << 30, 400)
}

fn number(event: &ForwardEvent) -> u32 {
    event.id[4..].parse().unwrap()
}

/// A process that uses a log, and what was promised to it.
#[derive(Default)]
struct Session {
    next: u32,
    unsynced: BTreeSet<u32>,
    safe: BTreeSet<u32>,
    held: Vec<(RecordId, u32)>,
    delivered: BTreeSet<u32>,
}

impl Session {
    /// Continues until the disk fails, or through all failures if `patient`.
    fn run(&mut self, disk: &TestDisk, seed: u64, patient: bool) -> Result<(), SpillError> {
        let mut rng = Rng::with_seed(seed);
        let mut log = open(disk)?;
        for _ in 0..STEPS {
            let stepped = self.step(&mut log, &mut rng);
            if !patient {
                stepped?;
            }
        }
        Ok(())
    }

    fn step(&mut self, log: &mut SpillLog, rng: &mut Rng) -> Result<(), SpillError> {
        match rng.u8(0..10) {
            0..4 => {
                log.append(&event(self.next))?;
                self.unsynced.insert(self.next);
                self.next += 1;
            }
            4 if log.unread() == 0 => {
                self.held.push((log.append_held(&event(self.next))?, self.next));
                self.unsynced.insert(self.next);
                self.next += 1;
            }
            4..6 => {
                let Some((record, event)) = log.read_next()? else { return Ok(()) };
                self.held.push((record, number(&event)));
            }
            6..8 if !self.held.is_empty() => {
                let (record, number) = self.held.swap_remove(rng.usize(..self.held.len()));
                log.done(record);
                self.delivered.insert(number);
            }
            _ => {
                log.sync()?;
                self.safe.append(&mut self.unsynced);
            }
        }
        Ok(())
    }

    /// Everything that is safe and was not delivered is there, in order.
    fn check(&self, disk: &TestDisk, what: &str) {
        let mut log = open(disk).unwrap();
        let mut read = Vec::new();
        while let Some((record, event)) = log.read_next().unwrap() {
            read.push(number(&event));
            log.done(record);
        }
        assert!(read.is_sorted_by(|one, two| one < two), "{what}: {read:?}");
        let missing: Vec<_> =
            self.safe.difference(&self.delivered).filter(|number| !read.contains(number)).collect();
        assert!(missing.is_empty(), "{what}: {missing:?} of {read:?}");
        // Nothing was damaged: data that the disk did not accept does not count as damage.
        assert_eq!(log.damaged(), 0, "{what}");
        log.sync().unwrap();
        assert_eq!(open(disk).map(|_| ()).unwrap_err().to_string(), locked(), "{what}");
        drop(log);
        assert!(!disk.files().keys().any(|name| name.ends_with(".spill")), "{what}");
    }
}

fn locked() -> String {
    SpillError::Locked { folder: "/spill".into() }.to_string()
}

/// How many changes of the disk a session makes.
fn ops(seed: u64) -> u64 {
    let disk = TestDisk::default();
    Session::default().run(&disk, seed, false).unwrap();
    disk.ops()
}

#[test]
fn what_was_synced_outlives_a_death_at_every_change_of_the_disk() {
    for seed in 0..3 {
        for dies_at in 0..=ops(seed) {
            let disk = TestDisk::default();
            disk.fail(move |_, op| (op >= dies_at).then_some(ErrorKind::Other));
            let mut session = Session::default();
            let _ = session.run(&disk, seed, false);
            session.check(&disk.after_kill(), &format!("seed {seed}, killed at {dies_at}"));
            for cut in 0..4 {
                let after = disk.after_power_cut(&mut Rng::with_seed(cut));
                session.check(&after, &format!("seed {seed}, power cut {cut} at {dies_at}"));
            }
        }
    }
}

#[test]
fn a_disk_that_fails_for_a_while_costs_nothing() {
    for seed in 0..3 {
        for fails_at in 0..=ops(seed) {
            for (length, kind) in [(1, ErrorKind::Other), (1, StorageFull), (7, StorageFull)] {
                let disk = TestDisk::default();
                let fails = fails_at..fails_at + length;
                disk.fail(move |_, op| fails.contains(&op).then_some(kind));
                let mut session = Session::default();
                session.run(&disk, seed, true).unwrap();
                let what = format!("seed {seed}, {length} failures at {fails_at}");
                session.check(&disk.after_power_cut(&mut Rng::with_seed(seed)), &what);
                session.check(&disk.after_kill(), &what);
            }
        }
    }
}

/// A disk that has no room for some time.
fn full_disk() -> (TestDisk, Arc<AtomicBool>) {
    let (disk, full) = (TestDisk::default(), Arc::new(AtomicBool::new(false)));
    let asked = Arc::clone(&full);
    disk.fail(move |op, _| {
        let takes_room = matches!(op, Op::Create | Op::Write);
        (takes_room && asked.load(Ordering::Relaxed)).then_some(StorageFull)
    });
    (disk, full)
}

#[test]
fn a_full_disk_is_one_file_and_one_line_when_it_begins_and_one_when_it_ends() {
    let (disk, full) = full_disk();
    let lines = lines_of(|| {
        let mut log = open(&disk).unwrap();
        log.append(&event(0)).unwrap();
        log.sync().unwrap();
        full.store(true, Ordering::Relaxed);
        for _ in 0..50 {
            let error = log.append(&event(1)).unwrap_err();
            assert!(error.is_no_room(), "{error}");
            log.sync().unwrap();
        }
        full.store(false, Ordering::Relaxed);
        fill(&mut log, 1..3);
        log.sync().unwrap();
        let read: Vec<_> = std::iter::from_fn(|| log.read_next().unwrap())
            .map(|(_, event)| number(&event))
            .collect();
        assert_eq!(read, [0, 1, 2]);
        assert_eq!(log.damaged(), 0);
    });
    assert_eq!(disk.made(), 1);
    let [begin, end] = &*lines else { panic!("{lines:#?}") };
    assert!(begin.contains("ERROR a spill folder cannot be written"), "{begin}");
    assert!(end.contains("INFO the spill folder can be written again"), "{end}");
    assert!(
        begin.contains("cannot write /spill/") && begin.contains(&StorageFull.to_string()),
        "{begin}"
    );
}

#[test]
fn no_file_is_left_if_none_can_be_made() {
    let (disk, full) = full_disk();
    let mut log = open(&disk).unwrap();
    full.store(true, Ordering::Relaxed);
    (0..9).for_each(|_| drop(log.append(&event(0)).unwrap_err()));
    assert_eq!(disk.files().len(), 0, "{:?}", disk.files().keys());
    full.store(false, Ordering::Relaxed);
    log.append(&event(0)).unwrap();
    assert_eq!(disk.made(), 1);
}

#[test]
fn what_a_failed_sync_forgot_is_written_again() {
    let disk = TestDisk::default();
    let mut log = open(&disk).unwrap();
    log.append(&event(0)).unwrap();
    log.sync().unwrap();
    let syncs = disk.ops();
    disk.fail(move |op, number| {
        (op == Op::Sync && number <= syncs + 1).then_some(ErrorKind::Other)
    });
    log.append(&event(1)).unwrap();
    log.sync().unwrap_err();
    log.append(&event(2)).unwrap();
    log.sync().unwrap();
    drop(log);
    let mut log = open(&disk.after_power_cut(&mut Rng::with_seed(0))).unwrap();
    let read: Vec<_> =
        std::iter::from_fn(|| log.read_next().unwrap()).map(|(_, event)| number(&event)).collect();
    assert_eq!((read, log.damaged()), (vec![0, 1, 2], 0));
}

#[test]
fn a_disk_that_is_full_of_delivered_events_frees_itself() {
    let (disk, room) = (TestDisk::default(), Arc::new(AtomicBool::new(true)));
    let asked = Arc::clone(&room);
    disk.fail(move |op, _| {
        if op == Op::Remove {
            asked.store(true, Ordering::Relaxed);
        }
        let takes_room = matches!(op, Op::Create | Op::Write);
        (takes_room && !asked.load(Ordering::Relaxed)).then_some(StorageFull)
    });
    let mut log = open(&disk).unwrap();
    fill(&mut log, 0..20);
    log.sync().unwrap();
    room.store(false, Ordering::Relaxed);
    while let Some((record, _)) = log.read_next().unwrap() {
        log.done(record);
    }
    log.sync().unwrap();
    assert!(!disk.files().keys().any(|name| name.ends_with(".spill")));
    drop(log);
    assert_eq!(open(&disk).unwrap().unread(), 0);
}

#[test]
fn a_cursor_that_cannot_be_saved_for_another_reason_than_room_deletes_nothing() {
    let disk = TestDisk::default();
    let mut log = open(&disk).unwrap();
    fill(&mut log, 0..9);
    while let Some((record, _)) = log.read_next().unwrap() {
        log.done(record);
    }
    let before = disk.files();
    disk.fail(|op, _| (op == Op::Create).then_some(ErrorKind::PermissionDenied));
    log.sync().unwrap_err();
    assert_eq!(disk.files(), before);
}

#[test]
fn a_file_that_was_deleted_is_not_kept_open() {
    let disk = TestDisk::default();
    let mut log = open(&disk).unwrap();
    let holders = disk.holders();
    fill(&mut log, 0..9);
    let records: Vec<_> =
        std::iter::from_fn(|| log.read_next().unwrap()).map(|(record, _)| record).collect();
    log.read_again(records[0]).unwrap().unwrap();
    assert_eq!(disk.holders(), holders + 3, "one that is written, two that are read");
    records.into_iter().for_each(|record| log.done(record));
    log.sync().unwrap();
    assert_eq!(disk.holders(), holders);
}

#[test]
fn a_file_that_cannot_be_deleted_stops_nothing_and_is_said_once() {
    let (disk, stuck) = (TestDisk::default(), Arc::new(AtomicBool::new(true)));
    let asked = Arc::clone(&stuck);
    disk.fail(move |op, _| {
        (op == Op::Remove && asked.load(Ordering::Relaxed)).then_some(ErrorKind::PermissionDenied)
    });
    let lines = lines_of(|| {
        let mut log = open(&disk).unwrap();
        for number in 0..5 {
            log.append(&event(number)).unwrap();
            let (record, _) = log.read_next().unwrap().unwrap();
            log.done(record);
            log.sync().unwrap();
        }
        stuck.store(false, Ordering::Relaxed);
        log.sync().unwrap();
        assert!(!disk.files().keys().any(|name| name.ends_with(".spill")));
        drop(log);
        assert_eq!(open(&disk).unwrap().unread(), 0);
    });
    let [begin, end] = &*lines else { panic!("{lines:#?}") };
    assert!(begin.contains("a delivered file of a spill folder cannot be deleted"), "{begin}");
    assert!(end.contains("can be deleted again"), "{end}");
}

#[test]
fn a_folder_that_cannot_be_read_is_said_once_and_read_later() {
    let disk = TestDisk::default();
    let mut log = open(&disk).unwrap();
    log.append(&event(0)).unwrap();
    log.sync().unwrap();
    let lines = lines_of(|| {
        let whole = disk.hide();
        (0..5).for_each(|_| drop(log.read_next().unwrap_err()));
        disk.show(whole);
        assert_eq!(number(&log.read_next().unwrap().unwrap().1), 0);
    });
    let [begin, end] = &*lines else { panic!("{lines:#?}") };
    assert!(begin.contains("a spill folder cannot be read"), "{begin}");
    assert!(end.contains("the spill folder can be read again"), "{end}");
}

#[test]
fn what_a_failed_write_left_is_no_part_of_the_file() {
    let mut large = event(1);
    large.data = vec![b'1'; 2000].into();
    // The first write of the file fails, and the first attempt to remove the leftovers may fail too.
    for cut_fails in [false, true] {
        let disk = TestDisk::default();
        let mut log = open(&disk).unwrap();
        fill(&mut log, 0..1);
        let failed = disk.ops();
        disk.fail(move |op, number| {
            let fails = number == failed || cut_fails && op == Op::Cut && number == failed + 1;
            fails.then_some(StorageFull)
        });
        log.append(&large).unwrap_err();
        fill(&mut log, 2..3);
        drop(log);
        let longest = disk.files().values().map(Vec::len).max().unwrap();
        assert!(longest < 400, "{longest} bytes");
        let mut log = open(&disk).unwrap();
        let read = std::iter::from_fn(|| log.read_next().unwrap());
        assert_eq!(read.map(|(_, event)| number(&event)).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(log.damaged(), 0);
    }
}

#[test]
fn what_was_deleted_does_not_come_back() {
    let disk = TestDisk::default();
    let mut log = open(&disk).unwrap();
    fill(&mut log, 0..9);
    while let Some((record, _)) = log.read_next().unwrap() {
        log.done(record);
    }
    log.sync().unwrap();
    for seed in 0..9 {
        let after = disk.after_power_cut(&mut Rng::with_seed(seed)).files();
        assert_eq!(after.keys().collect::<Vec<_>>(), ["cursor.json"]);
    }
}
