//! Decides where a partition is continued, and whether an event killed its earlier owners.
//!
//! Each ownership creates its own consumer, `GROUP-PARTITIONS-PARTITION-EPOCH-N`, at the position: the highest sequence
//! up to which an earlier consumer was acknowledged. So an unhandled event is delivered again *before* later ones,
//! unlike redelivery by one consumer. A former owner, whose consumer is deleted, receives nothing more.
//!
//! An event that kills its worker would also kill every later owner. So the description of a consumer is a
//! [`Note`] of its owner. If an owner dies before it has handled the first event after its position, the next
//! owner is careful: up to the last delivered event it handles one event at a time, and records each one
//! before it starts. If it dies as well, the recorded event is the suspect. A suspect that was being handled
//! at as many deaths as it may be tried is given up. A death says nothing about events that were only
//! delivered, because an event of another partition may have killed the process.

use serde::{Deserialize, Serialize};

/// The contents of a consumer's description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Note {
    /// The position at which it started: the sequence before its first message.
    pub(super) position: u64,
    /// Up to this sequence the owner is careful.
    pub(super) careful_up_to: u64,
    /// The event that the owner started last while it was careful; 0 if there was none.
    pub(super) in_hand: u64,
    /// The event that earlier owners were handling when they died; 0 if there is none.
    pub(super) suspect: u64,
    /// How many owners in a row died while they handled the suspect.
    pub(super) deaths: u32,
}

/// The state of a consumer of the partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) epoch: u64,
    pub(super) number: u64,
    /// The sequence up to which all messages are acknowledged.
    pub(super) acknowledged: u64,
    /// The highest sequence that was delivered.
    pub(super) delivered: u64,
    /// Whether messages were delivered and not acknowledged.
    pub(super) is_pending: bool,
    pub(super) note: Note,
}

/// Returns the common part of the names of a partition's consumers.
pub(super) fn base(group: &str, partitions: u32, partition: u32) -> String {
    format!("{group}-{partitions}-{partition}-")
}

/// Parses the epoch and the number in a consumer's name.
pub(super) fn parse(base: &str, name: &str) -> Option<(u64, u64)> {
    let (epoch, number) = name.strip_prefix(base)?.split_once('-')?;
    Some((epoch.parse().ok()?, number.parse().ok()?))
}

/// Returns the epoch of a later owner, if one of the consumers has a higher epoch.
pub(super) fn fenced(epochs: impl Iterator<Item = u64>, epoch: u64) -> Option<u64> {
    epochs.max().filter(|other| *other > epoch)
}

/// Returns the note of the next owner: it continues the partition at the note's position. `None` if the partition was
/// never consumed before.
pub(super) fn take_up(known: &[Known]) -> Option<Note> {
    let last = known.iter().max_by_key(|one| (one.epoch, one.number))?;
    let floors = known.iter().map(|one| one.acknowledged.max(one.note.position));
    let position = floors.max().unwrap_or(0);
    Some(next_note(last, position))
}

/// Returns the note of the next owner, after the owner of the last consumer.
fn next_note(last: &Known, position: u64) -> Note {
    let note = last.note;
    if note.in_hand > position {
        let before = if note.suspect == note.in_hand { note.deaths } else { 0 };
        let careful_up_to = note.careful_up_to.max(last.delivered);
        let deaths = before.saturating_add(1);
        return Note { position, careful_up_to, in_hand: 0, suspect: note.in_hand, deaths };
    }
    if note.careful_up_to > position {
        // The owner was careful, and was handling nothing when it ended.
        let (suspect, deaths) =
            if note.suspect > position { (note.suspect, note.deaths) } else { (0, 0) };
        return Note { position, in_hand: 0, suspect, deaths, ..note };
    }
    let made_no_progress = last.is_pending && note.position == position;
    let careful_up_to = if made_no_progress { last.delivered } else { 0 };
    Note { position, careful_up_to, ..Note::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(epoch: u64, acknowledged: u64, delivered: u64, note: Note) -> Known {
        let is_pending = delivered > acknowledged;
        Known { epoch, number: 0, acknowledged, delivered, is_pending, note }
    }

    const fn note(position: u64, careful_up_to: u64, suspect: u64, deaths: u32) -> Note {
        Note { position, careful_up_to, in_hand: 0, suspect, deaths }
    }

    const fn plain(position: u64) -> Note {
        note(position, 0, 0, 0)
    }

    #[test]
    fn names_have_the_epoch_and_a_number() {
        let base = base("bot", 8, 3);
        assert_eq!(parse(&base, "bot-8-3-57-2"), Some((57, 2)));
        for other in ["bot-8-33-57-2", "bot-8-3-x-2", "bot-8-3-57", "robot-8-3-57-2"] {
            assert_eq!(parse(&base, other), None, "{other}");
        }
    }

    #[test]
    fn the_position_is_the_highest_that_any_consumer_was_acknowledged_to() {
        assert_eq!(take_up(&[]), None);
        let at = |position| Some(plain(position));
        let older = known(3, 40, 40, plain(10));
        assert_eq!(take_up(std::slice::from_ref(&older)), at(40));
        // The newer consumer was created, and the older one is not deleted yet.
        let newer = known(4, 0, 0, plain(40));
        assert_eq!(take_up(&[older.clone(), newer]), at(40));
        // A consumer that was never acknowledged starts where it was created.
        assert_eq!(take_up(&[known(4, 0, 0, plain(40))]), at(40));
    }

    #[test]
    fn an_owner_gives_way_to_one_of_a_higher_epoch() {
        assert_eq!(fenced([3, 6].into_iter(), 5), Some(6));
        assert_eq!(fenced([3, 5].into_iter(), 5), None);
        assert_eq!(fenced([].into_iter(), 5), None);
    }

    /// Returns the note of the owner after this one.
    fn after(acknowledged: u64, delivered: u64, note: Note) -> Note {
        take_up(&[known(1, acknowledged, delivered, note)]).unwrap()
    }

    #[test]
    fn an_event_that_kills_its_workers_is_found() {
        // The first one dies in the middle: 103 of 101 to 140 kills. It had made progress, so the next one is
        // not careful.
        let second = after(100, 140, plain(60));
        assert_eq!(second, plain(100));
        // The second received 101 to 140 and acknowledged none of them.
        let mut next = after(100, 140, second);
        assert_eq!(next, note(100, 140, 0, 0));
        // From here on each owner dies of 103, which it has recorded.
        for deaths in 1..=3 {
            next = after(102, 140, Note { in_hand: 103, ..next });
            assert_eq!(next, note(102, 140, 103, deaths));
        }
        // 103 is given up, and later events are handled.
        assert_eq!(after(103, 140, Note { in_hand: 103, ..next }), note(103, 140, 0, 0));
        assert_eq!(after(140, 140, Note { in_hand: 140, ..next }), plain(140));
    }

    #[test]
    fn an_event_that_was_only_delivered_is_not_blamed() {
        let careful = note(100, 140, 0, 0);
        // The process repeatedly died of an event of another partition.
        assert_eq!(after(100, 140, careful), careful);
        let suspect = note(100, 140, 101, 2);
        assert_eq!(after(100, 140, suspect), suspect, "it had not begun");
        // 101 was handled, and 102 was being handled.
        let ended = after(101, 140, Note { in_hand: 102, ..suspect });
        assert_eq!(ended, note(101, 140, 102, 1));
    }

    #[test]
    fn a_note_of_another_program_is_read() {
        assert_eq!(serde_json::from_str::<Note>(r#"{"position":7}"#).unwrap(), plain(7));
    }
}
