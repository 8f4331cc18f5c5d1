use std::fs::{self, OpenOptions};

use bytes::Bytes;
use gateway_model::gateway::Intents;
use gateway_model::id::Id;
use tempfile::TempDir;

use super::*;
use crate::test_log::lines_of;

pub(crate) fn event(number: u32) -> ForwardEvent {
    ForwardEvent {
        id: format!("s:0:{number}").into(),
        name: "MESSAGE_CREATE".into(),
        shard: 0,
        guild: Id::new(7),
        intents: Intents::GUILD_MESSAGES,
        received_ms: 5,
        fleet: None,
        data: Bytes::from(format!("{{\"n\":{number}}}")),
    }
}

pub(super) fn fill(log: &mut SpillLog, numbers: std::ops::Range<u32>) {
    for number in numbers {
        log.append(&event(number)).unwrap();
    }
}

fn open(folder: &TempDir) -> SpillLog {
    SpillLog::open(folder.path(), 1 << 30).unwrap()
}

fn ids(log: &mut SpillLog, count: usize) -> (Vec<RecordId>, Vec<String>) {
    let read = std::iter::from_fn(|| log.read_next().unwrap()).take(count);
    read.map(|(record, event)| (record, event.id.to_string())).unzip()
}

fn files(folder: &TempDir) -> usize {
    fs::read_dir(folder.path())
        .unwrap()
        .filter(|entry| {
            entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "spill")
        })
        .count()
}

#[test]
fn events_come_back_in_order_and_new_ones_after_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(&folder);
    assert_eq!(log.read_next().unwrap(), None);
    fill(&mut log, 0..3);
    assert_eq!(log.unread(), 3);
    assert_eq!(ids(&mut log, 2).1, ["s:0:0", "s:0:1"]);
    log.append(&event(3)).unwrap();
    assert_eq!(ids(&mut log, 9).1, ["s:0:2", "s:0:3"]);
    assert_eq!(log.unread(), 0);
}

#[test]
fn a_crash_brings_back_what_was_not_delivered() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(&folder);
    fill(&mut log, 0..5);
    let (records, _) = ids(&mut log, 3);
    log.done(records[0]);
    log.done(records[2]);
    log.sync().unwrap();
    // The process is killed here: nothing more is written.
    drop(log);
    let mut log = open(&folder);
    assert_eq!(log.unread(), 4);
    assert_eq!(ids(&mut log, 9).1, ["s:0:1", "s:0:2", "s:0:3", "s:0:4"]);
}

#[test]
fn what_is_delivered_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(&folder);
    for round in 0..3 {
        log.append(&event(round)).unwrap();
        assert_eq!(files(&folder), 1);
        let (records, read) = ids(&mut log, 9);
        assert_eq!(read, [format!("s:0:{round}")]);
        log.done(records[0]);
        log.sync().unwrap();
        assert_eq!(files(&folder), 0);
    }
    drop(log);
    let mut log = open(&folder);
    assert_eq!(log.read_next().unwrap(), None);
    log.append(&event(9)).unwrap();
    assert_eq!(ids(&mut log, 9).1, ["s:0:9"]);
}

#[test]
fn events_held_in_memory_are_read_only_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(&folder);
    let held: Vec<_> = (0..2).map(|number| log.append_held(&event(number)).unwrap()).collect();
    log.append(&event(2)).unwrap();
    assert_eq!(ids(&mut log, 1).1, ["s:0:2"]);
    log.done(held[0]);
    log.sync().unwrap();
    drop(log);
    assert_eq!(ids(&mut open(&folder), 9).1, ["s:0:1", "s:0:2"]);
}

#[test]
fn a_torn_tail_costs_only_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(&folder);
    fill(&mut log, 0..2);
    drop(log);
    let path = segment::path(folder.path(), 1, false);
    let length = fs::metadata(&path).unwrap().len();
    OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 1).unwrap();
    let mut log = open(&folder);
    log.append(&event(5)).unwrap();
    assert_eq!(ids(&mut log, 9).1, ["s:0:0", "s:0:5"]);
    assert_eq!(log.damaged(), 0, "nobody was told that it is safe");
}

#[test]
fn a_damaged_file_costs_what_is_damaged_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(&folder);
    fill(&mut log, 0..2);
    drop(log);
    let path = segment::path(folder.path(), 1, false);
    let mut bytes = fs::read(&path).unwrap();
    bytes[20] ^= 1;
    fs::write(&path, bytes).unwrap();
    let mut log = open(&folder);
    log.append(&event(5)).unwrap();
    let (records, read) = ids(&mut log, 9);
    assert_eq!(read, ["s:0:1", "s:0:5"]);
    assert_eq!(log.damaged(), 1);
    records.into_iter().for_each(|record| log.done(record));
    log.sync().unwrap();
    assert_eq!(files(&folder), 0);
    assert!(path.with_extension("damaged").exists());
}

#[test]
fn a_second_process_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _first = open(&folder);
    let error = SpillLog::open(folder.path(), 1).unwrap_err();
    assert!(matches!(error, SpillError::Locked { .. }), "{error}");
}

#[test]
fn it_holds_no_more_than_it_may() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = SpillLog::open(folder.path(), 100).unwrap();
    log.append(&event(0)).unwrap();
    assert!(matches!(log.append(&event(1)), Err(SpillError::Full { .. })));
    let (records, _) = ids(&mut log, 9);
    log.done(records[0]);
    log.sync().unwrap();
    log.append(&event(2)).unwrap();
}

#[test]
fn it_holds_just_as_much_as_it_may() {
    let folder = tempfile::tempdir().unwrap();
    let length = record::encode(&event(0), 0).len() as u64;
    let mut log = SpillLog::open(folder.path(), 2 * length).unwrap();
    fill(&mut log, 0..2);
    assert!(matches!(log.append(&event(2)), Err(SpillError::Full { .. })));
}

#[test]
fn a_delivered_file_that_is_gone_is_no_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(&folder);
    fill(&mut log, 0..1);
    let (records, _) = ids(&mut log, 9);
    log.done(records[0]);
    fs::remove_file(segment::path(folder.path(), 1, false)).unwrap();
    let lines = lines_of(|| log.sync().unwrap());
    assert!(lines.is_empty(), "{lines:?}");
}

#[test]
fn a_file_in_which_nothing_was_written_holds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(&folder);
    fill(&mut log, 0..1);
    let (records, _) = ids(&mut log, 9);
    log.done(records[0]);
    log.sync().unwrap();
    drop(log);
    fs::write(segment::path(folder.path(), 9, false), "").unwrap();
    assert_eq!(open(&folder).unread(), 0);
}

#[test]
fn a_damaged_cursor_delivers_again_rather_than_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(&folder);
    fill(&mut log, 0..2);
    let (records, _) = ids(&mut log, 1);
    log.done(records[0]);
    log.sync().unwrap();
    drop(log);
    fs::write(folder.path().join("cursor.json"), "{").unwrap();
    assert_eq!(ids(&mut open(&folder), 9).1, ["s:0:0", "s:0:1"]);
}
