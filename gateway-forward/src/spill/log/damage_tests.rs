//! Every file of a folder is damaged at every position: undamaged events are delivered, and the loss is
//! reported.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use super::tests::{event, fill};
use super::*;
use crate::spill::record::Start;
use crate::spill::test_disk::{Op, TestDisk};
use crate::test_log::lines_of;

const FOLDER: &str = "/spill";
const EVENTS: u32 = 7;

fn open(disk: &TestDisk) -> SpillLog {
    SpillLog::open_on(Arc::new(disk.clone()), Path::new(FOLDER), 1 << 30, 300).unwrap()
}

type Files = BTreeMap<String, Vec<u8>>;

/// A folder of several files with several events each, the first of which were delivered.
fn folder(delivered: usize) -> Files {
    let disk = TestDisk::default();
    let mut log = open(&disk);
    fill(&mut log, 0..EVENTS);
    for _ in 0..delivered {
        let (record, _) = log.read_next().unwrap().unwrap();
        log.done(record);
    }
    log.sync().unwrap();
    disk.files()
}

/// Which bytes of which file belong to which event.
fn records(files: &Files) -> Vec<(String, Range<usize>, u32)> {
    let mut records = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".spill")) {
        let mut at = 0;
        while let Start::Record(prefix) = record::start(&bytes[at..]) {
            let end = at + usize::try_from(prefix.length()).unwrap();
            let event = prefix.decode(&bytes[at..end]).unwrap().event;
            records.push((name.clone(), at..end, event.id[4..].parse().unwrap()));
            at = end;
        }
        assert_eq!(at, bytes.len());
    }
    records
}

/// Reads everything, delivers it, and ends; returns the events and how many were reported as lost.
fn drain(disk: &TestDisk) -> (Vec<u32>, u64) {
    let mut log = open(disk);
    let mut numbers = Vec::new();
    while log.unread() > 0 {
        let Some((record, event)) = log.read_next().unwrap() else { break };
        numbers.push(event.id[4..].parse().unwrap());
        log.done(record);
        assert!(numbers.len() < 100, "read without end");
    }
    assert_eq!(log.unread(), 0);
    log.sync().unwrap();
    (numbers, log.damaged())
}

/// Damage at a position, and the bytes of the whole file that it affects.
fn damages(bytes: &[u8], at: usize) -> Vec<(&'static str, Vec<u8>, Range<usize>)> {
    let changed = |length: usize, change: &dyn Fn(&mut [u8])| {
        let hit = at..bytes.len().min(at + length);
        let mut damaged = bytes.to_vec();
        change(&mut damaged[hit.clone()]);
        (damaged, hit)
    };
    let removed = |length: usize| {
        let hit = at..bytes.len().min(at + length);
        ([&bytes[..hit.start], &bytes[hit.end..]].concat(), hit)
    };
    let inserted = [&bytes[..at], &[b'?'; 5], &bytes[at..]].concat();
    let named = |name, (damaged, hit)| (name, damaged, hit);
    vec![
        named("bit flipped", changed(1, &|bytes| bytes[0] ^= 1 << (at % 8))),
        named("eight zeros", changed(8, &|bytes| bytes.fill(0))),
        named("zeros to the end", changed(usize::MAX - at, &|bytes| bytes.fill(0))),
        named("four ones", changed(4, &|bytes| bytes.fill(0xff))),
        named("one removed", removed(1)),
        named("fifty removed", removed(50)),
        named("cut", removed(usize::MAX - at)),
        named("inserted", (inserted, at..at)),
    ]
}

#[test]
fn damage_at_every_place_of_every_file_costs_only_what_it_hits_and_is_told() {
    for delivered in [0, 4] {
        let files = folder(delivered);
        let records = records(&files);
        assert!(files.keys().filter(|name| name.ends_with(".spill")).count() >= 2);
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".spill")) {
            for at in 0..bytes.len() {
                for (kind, damaged, hit) in damages(bytes, at) {
                    if damaged == *bytes {
                        continue;
                    }
                    let is_hit = |(file, range, _): &&(String, Range<usize>, u32)| {
                        let overlaps = range.start < hit.end && hit.start < range.end;
                        let inside = |at: usize| range.contains(&at);
                        file == name
                            && match damaged.len().cmp(&bytes.len()) {
                                Ordering::Equal => damaged[range.clone()] != bytes[range.clone()],
                                Ordering::Less => overlaps,
                                Ordering::Greater => at > 0 && inside(at - 1) && inside(at),
                            }
                    };
                    let left = |number: u32| number as usize >= delivered;
                    let whole = records.iter().filter(|record| !is_hit(record));
                    let whole: Vec<_> = whole.map(|record| record.2).filter(|n| left(*n)).collect();
                    let lost =
                        records.iter().filter(is_hit).filter(|record| left(record.2)).count();
                    let mut files = files.clone();
                    files.insert(name.clone(), damaged.clone());
                    let disk = TestDisk::with(Path::new(FOLDER), files);
                    let (read, told) = drain(&disk);
                    let what = format!("{kind} at {at} of {name}, {delivered} delivered");
                    assert_eq!(read, whole, "{what}");
                    assert!(
                        told >= lost as u64 && told <= lost as u64 + 1,
                        "{told} of {lost} told: {what}"
                    );
                    let after = disk.files();
                    assert!(
                        !after.keys().any(|name| name.ends_with(".spill")),
                        "{what}: {:?}",
                        after.keys()
                    );
                    let kept = after.get(&name.replace(".spill", ".damaged"));
                    assert!(
                        kept == Some(&damaged) || told == 0 || damaged.is_empty(),
                        "{what}: {:?}",
                        after.keys()
                    );
                }
            }
        }
    }
}

#[test]
fn a_file_that_is_gone_is_told() {
    let files = folder(1);
    let records = records(&files);
    for gone in files.keys().filter(|name| name.ends_with(".spill")) {
        let mut left = files.clone();
        left.remove(gone);
        let (read, told) = drain(&TestDisk::with(Path::new(FOLDER), left));
        let lost = records.iter().filter(|(name, _, number)| name == gone && *number >= 1).count();
        assert_eq!(told, lost as u64, "{gone}");
        assert_eq!(read.len(), EVENTS as usize - 1 - lost, "{gone}");
    }
}

#[test]
fn a_cursor_damaged_anywhere_or_gone_is_told_and_all_is_delivered_again() {
    let files = folder(4);
    let all: Vec<_> = records(&files).iter().map(|record| record.2).collect();
    assert!(all.contains(&3), "delivered, but in a file with others");
    let cursor = &files["cursor.json"];
    let mut cases = vec![None];
    for at in 0..cursor.len() {
        let damages = damages(cursor, at).into_iter().map(|(_, damaged, _)| damaged);
        // A different digit: a changed segment, offset or index.
        let digits = (b'0'..=b'9').map(|digit| {
            let mut damaged = cursor.clone();
            damaged[at] = digit;
            damaged
        });
        cases.extend(damages.chain(digits).filter(|damaged| damaged != cursor).map(Some));
    }
    for damaged in cases {
        let mut files = files.clone();
        files.remove("cursor.json");
        files.extend(damaged.clone().map(|damaged| ("cursor.json".to_owned(), damaged)));
        let disk = TestDisk::with(Path::new(FOLDER), files);
        let (read, told) = drain(&disk);
        let text = damaged.as_deref().map(String::from_utf8_lossy);
        assert_eq!((&read, told), (&all, 1), "{text:?}");
        let after = disk.files();
        let mut kept = after.iter().filter(|(name, _)| name.starts_with("cursor.json.damaged-"));
        assert_eq!(kept.next().map(|(_, bytes)| bytes), damaged.as_ref(), "{text:?}");
        assert_eq!(drain(&disk), (Vec::new(), 0), "the new cursor is whole: {text:?}");
    }
}

#[test]
fn damage_is_told_once_with_the_event_that_it_hit_and_those_around_it() {
    let mut files = folder(0);
    let (name, range, number) = records(&files)[1].clone();
    files.get_mut(&name).unwrap()[range.end - 1] ^= 1;
    let disk = TestDisk::with(Path::new(FOLDER), files);
    let lines = lines_of(|| {
        let (read, told) = drain(&disk);
        assert_eq!((read.len(), told), (EVENTS as usize - 1, 1));
    });
    let [line] = &*lines else { panic!("{lines:?}") };
    let (bytes, id) = (format!(" bytes={} ", range.len()), format!("s:0:{number}"));
    for part in ["ERROR", &bytes, "lost=1", &id, "after=\"s:0:0\"", "before=\"s:0:2\"", &name] {
        assert!(line.contains(part), "{part}: {line}");
    }
}

#[test]
fn a_file_that_is_cut_off_before_a_damaged_one_is_kept_too() {
    let mut files = folder(0);
    let records = records(&files);
    let second = records.iter().position(|(name, ..)| *name != records[0].0).unwrap();
    let [(cut, cut_at, _), (hit, hit_at, _)] = [&records[second - 1], &records[second]];
    files.get_mut(cut).unwrap().truncate(cut_at.end - 1);
    files.get_mut(hit).unwrap()[hit_at.start] ^= 1;
    let disk = TestDisk::with(Path::new(FOLDER), files);
    assert_eq!(drain(&disk).1, 2);
    for name in [cut, hit] {
        let kept = name.replace(".spill", ".damaged");
        assert!(disk.files().contains_key(&kept), "{:?}", disk.files().keys());
    }
}

#[test]
fn files_of_which_nothing_is_known_any_more_are_kept() {
    let files: Files =
        folder(0).into_iter().map(|(name, bytes)| (name, vec![0; bytes.len()])).collect();
    let disk = TestDisk::with(Path::new(FOLDER), files.clone());
    assert_eq!(drain(&disk), (Vec::new(), 2), "the cursor, and one gap of unknown size");
    let after = disk.files();
    for name in files.keys().filter(|name| name.ends_with(".spill")) {
        assert!(after.contains_key(&name.replace(".spill", ".damaged")), "{:?}", after.keys());
    }
}

#[test]
fn an_event_that_is_read_again_may_be_damaged_by_then() {
    let disk = TestDisk::with(Path::new(FOLDER), folder(0));
    let mut log = open(&disk);
    let read: Vec<_> = std::iter::from_fn(|| log.read_next().unwrap()).collect();
    for (record, event) in read.iter().rev() {
        assert_eq!(log.read_again(*record).unwrap().as_ref(), Some(event));
    }
    let (name, range, number) = records(&disk.files())[1].clone();
    disk.change(&Path::new(FOLDER).join(&name), |bytes| bytes[range.end - 1] ^= 1);
    let number = number as usize;
    // Another file is read in between: nothing of this one is cached.
    log.read_again(read[6].0).unwrap().unwrap();
    assert_eq!((log.read_again(read[number].0).unwrap(), log.damaged()), (None, 1));
    read.iter()
        .filter(|(record, _)| *record != read[number].0)
        .for_each(|(record, _)| log.done(*record));
    log.sync().unwrap();
    let files = disk.files();
    assert!(
        !files.keys().any(|name| name.ends_with(".spill")),
        "nothing waits for it: {:?}",
        files.keys()
    );
    assert!(files.contains_key(&name.replace(".spill", ".damaged")), "{:?}", files.keys());
}

#[test]
fn the_rest_of_a_damaged_file_is_read_by_the_next_process() {
    let mut files = folder(0);
    let (name, range, _) = records(&files)[1].clone();
    files.get_mut(&name).unwrap()[range.end - 1] ^= 1;
    let disk = TestDisk::with(Path::new(FOLDER), files);
    let mut log = open(&disk);
    let [first, third] = [log.read_next(), log.read_next()].map(|read| read.unwrap().unwrap());
    assert_eq!((&*first.1.id, &*third.1.id), ("s:0:0", "s:0:2"));
    log.done(first.0);
    log.sync().unwrap();
    drop(log);
    assert!(disk.files().contains_key(&name.replace(".spill", ".damaged.spill")));
    assert_eq!(drain(&disk).0, (2..EVENTS).collect::<Vec<_>>());
}

#[test]
fn the_number_of_a_kept_file_is_not_used_again() {
    let kept = ("00000000000000000005.damaged".to_owned(), vec![0]);
    let disk = TestDisk::with(Path::new(FOLDER), Files::from([kept]));
    open(&disk).append(&event(0)).unwrap();
    assert!(disk.files().contains_key("00000000000000000006.spill"), "{:?}", disk.files().keys());
}

#[test]
fn an_event_behind_damage_is_read_again_from_its_own_place() {
    let mut files = folder(0);
    let (name, range, _) = records(&files)[0].clone();
    files.get_mut(&name).unwrap()[range.end - 1] ^= 1;
    let mut log = open(&TestDisk::with(Path::new(FOLDER), files));
    let (record, event) = log.read_next().unwrap().unwrap();
    assert_eq!((log.read_again(record).unwrap(), log.damaged()), (Some(event), 1));
}

#[test]
fn a_damaged_cursor_that_cannot_be_set_aside_is_an_error_and_stays() {
    let mut files = folder(0);
    files.insert("cursor.json".to_owned(), b"{".to_vec());
    let disk = TestDisk::with(Path::new(FOLDER), files.clone());
    disk.fail(|op, _| (op == Op::Rename).then_some(io::ErrorKind::PermissionDenied));
    let opened = SpillLog::open_on(Arc::new(disk.clone()), Path::new(FOLDER), 1 << 30, 300);
    let error = opened.unwrap_err();
    assert!(matches!(error, SpillError::Io { doing: "set aside", .. }), "{error}");
    assert_eq!(disk.files(), files);
}

#[test]
fn what_is_written_after_damage_is_read_after_it() {
    let mut files = folder(0);
    // Everything in it is lost.
    files
        .iter_mut()
        .filter(|(name, _)| name.ends_with(".spill"))
        .for_each(|(_, bytes)| bytes.fill(0));
    let disk = TestDisk::with(Path::new(FOLDER), files);
    let mut log = open(&disk);
    log.append(&event(50)).unwrap();
    let (_, read) = log.read_next().unwrap().unwrap();
    assert_eq!((&*read.id, log.damaged()), ("s:0:50", u64::from(EVENTS)));
}
