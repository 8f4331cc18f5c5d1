//! Where a partition is taken up, and whether an event killed the workers that had it before.
//!
//! Each ownership makes a consumer of its own, `GROUP-PARTITIONS-PARTITION-EPOCH-N`, at the position: the highest
//! sequence up to which an earlier consumer was acknowledged. So an event that was not handled comes again *before* those behind it,
//! which redelivery by one consumer does not do; and a former owner, whose consumer is deleted, gets nothing more.
//!
//! An event that kills its worker would kill every one after it. So the description of a consumer is a [`Note`] of its owner. If an owner
//! dies before the first event after its position is handled, the next one is careful: up to the last event that was delivered, it handles
//! one event at a time and writes down which one it begins. If it dies then, that event is the suspect, and a suspect that was so in hand
//! as often as it may be tried is given up. A death says nothing of events that were only delivered: another partition's event may have
//! killed the process.

use serde::{Deserialize, Serialize};

/// What a consumer's description says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Note {
    /// Where it began: the sequence before its first one.
    pub(super) position: u64,
    /// Up to this sequence, its owner is careful.
    pub(super) careful_up_to: u64,
    /// The event that its owner began last while it was careful; 0 if there was none.
    pub(super) in_hand: u64,
    /// An event that earlier owners had in hand when they died; 0 if there is none.
    pub(super) suspect: u64,
    /// How many of them in a row.
    pub(super) deaths: u32,
}

/// What is known of a consumer of the partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) name: String,
    pub(super) epoch: u64,
    pub(super) number: u64,
    /// The sequence up to which everything is acknowledged.
    pub(super) acknowledged: u64,
    /// The highest sequence that was delivered.
    pub(super) delivered: u64,
    /// Whether events were delivered and not acknowledged.
    pub(super) is_pending: bool,
    pub(super) note: Note,
}

/// Where a partition is taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TakenUp {
    /// Nobody has consumed it before.
    First,
    /// At the position of this note.
    At(Note),
    /// Another worker has it, with this higher epoch.
    Fenced(u64),
}

/// The base of the names of a partition's consumers.
pub(super) fn base(group: &str, partitions: u32, partition: u32) -> String {
    format!("{group}-{partitions}-{partition}-")
}

/// The epoch and the number of a consumer's name.
pub(super) fn parse(base: &str, name: &str) -> Option<(u64, u64)> {
    let (epoch, number) = name.strip_prefix(base)?.split_once('-')?;
    Some((epoch.parse().ok()?, number.parse().ok()?))
}

/// Where the owner with this epoch takes the partition up.
pub(super) fn take_up(known: &[Known], epoch: u64) -> TakenUp {
    if let Some(higher) = known.iter().map(|one| one.epoch).max().filter(|other| *other > epoch) {
        return TakenUp::Fenced(higher);
    }
    let Some(last) = known.iter().max_by_key(|one| (one.epoch, one.number)) else {
        return TakenUp::First;
    };
    let floors = known.iter().map(|one| one.acknowledged.max(one.note.position));
    let position = floors.max().unwrap_or(0);
    TakenUp::At(next_note(last, position))
}

/// What the next owner notes, after the one that had the last consumer.
fn next_note(last: &Known, position: u64) -> Note {
    let note = last.note;
    if note.in_hand > position {
        let before = if note.suspect == note.in_hand { note.deaths } else { 0 };
        let careful_up_to = note.careful_up_to.max(last.delivered);
        let deaths = before.saturating_add(1);
        return Note { position, careful_up_to, in_hand: 0, suspect: note.in_hand, deaths };
    }
    if note.careful_up_to > position {
        // It was careful, and had nothing in hand when it ended.
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
        let name = format!("bot-8-3-{epoch}-0");
        Known { name, epoch, number: 0, acknowledged, delivered, is_pending, note }
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
        assert_eq!(take_up(&[], 5), TakenUp::First);
        let at = |position| TakenUp::At(plain(position));
        let older = known(3, 40, 40, plain(10));
        assert_eq!(take_up(std::slice::from_ref(&older), 5), at(40));
        // Made, and the older one not deleted yet.
        let newer = known(4, 0, 0, plain(40));
        assert_eq!(take_up(&[older.clone(), newer], 5), at(40));
        // One that was never acknowledged begins where it was made.
        assert_eq!(take_up(&[known(4, 0, 0, plain(40))], 5), at(40));
        assert_eq!(take_up(&[older, known(6, 0, 0, plain(0))], 5), TakenUp::Fenced(6));
    }

    /// What the owner after this one notes.
    fn after(acknowledged: u64, delivered: u64, note: Note) -> Note {
        match take_up(&[known(1, acknowledged, delivered, note)], 2) {
            TakenUp::At(note) => note,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_event_that_kills_its_workers_is_found() {
        // The first one dies in the middle: 103 of 101 to 140 kills. It has made progress, so the next one is not careful.
        let second = after(100, 140, plain(60));
        assert_eq!(second, plain(100));
        // The second had 101 to 140 in hand and acknowledged none of them.
        let mut next = after(100, 140, second);
        assert_eq!(next, note(100, 140, 0, 0));
        // From now on each one dies of 103, which it has written down.
        for deaths in 1..=3 {
            next = after(102, 140, Note { in_hand: 103, ..next });
            assert_eq!(next, note(102, 140, 103, deaths));
        }
        // It is given up, and what comes behind it is handled.
        assert_eq!(after(103, 140, Note { in_hand: 103, ..next }), note(103, 140, 0, 0));
        assert_eq!(after(140, 140, Note { in_hand: 140, ..next }), plain(140));
    }

    #[test]
    fn an_event_that_was_only_delivered_is_not_blamed() {
        let careful = note(100, 140, 0, 0);
        // The process died of an event of another partition, again and again.
        assert_eq!(after(100, 140, careful), careful);
        let suspect = note(100, 140, 101, 2);
        assert_eq!(after(100, 140, suspect), suspect, "it had not begun");
        // 101 went well and 102 was in hand.
        let ended = after(101, 140, Note { in_hand: 102, ..suspect });
        assert_eq!(ended, note(101, 140, 102, 1));
    }

    #[test]
    fn a_note_of_another_program_is_read() {
        assert_eq!(serde_json::from_str::<Note>(r#"{"position":7}"#).unwrap(), plain(7));
    }
}
