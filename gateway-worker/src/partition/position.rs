//! Where a partition is taken up, and whether an event killed the workers that had it before.
//!
//! Each ownership makes a consumer of its own, `GROUP-PARTITIONS-PARTITION-EPOCH-N`, at the position: the highest
//! sequence up to which an earlier consumer was acknowledged. So an event that was not handled comes again *before* those behind it,
//! which redelivery by one consumer does not do; and a former owner, whose consumer is deleted, gets nothing more.
//!
//! An event that kills its worker would kill every one after it. So the description of a consumer says at which position it
//! began, and how many owners in a row began there and died with events in their hands. From the first on, the
//! next owner handles one event at a time until it is past those, so that the position says exactly which
//! event was in hand; and an event that was so in hand as often as it may be tried is given up.

use serde::{Deserialize, Serialize};

/// What a consumer's description says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Note {
    /// Where it began: the sequence before its first one.
    pub(super) position: u64,
    /// How many owners in a row ended there with events in their hands.
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
    /// Behind this position. Up to `careful_up_to`, one event is handled at a time.
    At { note: Note, careful_up_to: u64 },
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
    let died = last.is_pending && last.note.position == position;
    let deaths = if died { last.note.deaths.saturating_add(1) } else { 0 };
    let careful_up_to = if deaths > 0 { last.delivered } else { 0 };
    TakenUp::At { note: Note { position, deaths }, careful_up_to }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(epoch: u64, acknowledged: u64, delivered: u64, note: Note) -> Known {
        let is_pending = delivered > acknowledged;
        let name = format!("bot-8-3-{epoch}-0");
        Known { name, epoch, number: 0, acknowledged, delivered, is_pending, note }
    }

    const fn note(position: u64, deaths: u32) -> Note {
        Note { position, deaths }
    }

    fn at(position: u64, deaths: u32, careful_up_to: u64) -> TakenUp {
        TakenUp::At { note: note(position, deaths), careful_up_to }
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
        let older = known(3, 40, 40, note(10, 0));
        assert_eq!(take_up(std::slice::from_ref(&older), 5), at(40, 0, 0));
        // Made, and the older one not deleted yet.
        let newer = known(4, 0, 0, note(40, 0));
        assert_eq!(take_up(&[older.clone(), newer], 5), at(40, 0, 0));
        // One that was never acknowledged begins where it was made.
        assert_eq!(take_up(&[known(4, 0, 0, note(40, 0))], 5), at(40, 0, 0));
        assert_eq!(take_up(&[older, known(6, 0, 0, note(0, 0))], 5), TakenUp::Fenced(6));
    }

    #[test]
    fn an_event_that_kills_its_workers_is_found() {
        // The first one dies in the middle: 103 of 101 to 140 kills.
        let first = known(1, 100, 140, note(60, 0));
        assert_eq!(take_up(&[first], 2), at(100, 0, 0));
        // The second had 101 to 140 in hand and acknowledged none of them.
        let second = known(2, 100, 140, note(100, 0));
        assert_eq!(take_up(&[second], 3), at(100, 1, 140));
        // The third handles one at a time, and dies of 103.
        let third = known(3, 102, 140, note(100, 1));
        assert_eq!(take_up(&[third], 4), at(102, 0, 0));
        let fourth = known(4, 102, 140, note(102, 0));
        assert_eq!(take_up(&[fourth], 5), at(102, 1, 140));
        let fifth = known(5, 102, 140, note(102, 1));
        assert_eq!(take_up(&[fifth], 6), at(102, 2, 140));
        // One that ends with nothing in hand has not died of it.
        let clean = Known { is_pending: false, ..known(6, 102, 102, note(102, 2)) };
        assert_eq!(take_up(&[clean], 7), at(102, 0, 0));
    }
}
