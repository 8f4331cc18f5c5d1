//! Finds the event with a name, without comparing all names.
//!
//! It uses a perfect hash table that is computed at compile time: no two names of [`EventKind`] have the same slot, so
//! one comparison is enough.

use crate::wire::event_kind::EventKind;

const SLOTS: usize = 512;

/// For names of up to this length, the three words cover every byte.
const ALL_IN_WORDS: usize = 24;

/// The multiplier with which no two names share a slot.
const MULTIPLIER: u64 = multiplier();

static KNOWN: [Known; SLOTS] = known();

/// Returns the kind with this name.
#[inline]
pub(crate) fn kind(name: &[u8]) -> EventKind {
    let Some(words) = Words::of(name) else { return short(name) };
    let known = &KNOWN[words.slot(MULTIPLIER)];
    let equal = known.words == words
        && known.length == name.len()
        && (name.len() <= ALL_IN_WORDS || is_name_of(name, known.kind));
    if equal { known.kind } else { EventKind::Unknown }
}

/// A name of fewer than eight bytes: such events occur once in a session.
#[cold]
fn short(name: &[u8]) -> EventKind {
    let kinds = [EventKind::Ready, EventKind::Resumed];
    kinds.into_iter().find(|kind| is_name_of(name, *kind)).unwrap_or(EventKind::Unknown)
}

fn is_name_of(name: &[u8], kind: EventKind) -> bool {
    kind.name().is_some_and(|known| known.as_bytes() == name)
}

/// A slot of the table.
#[derive(Clone, Copy)]
struct Known {
    words: Words,
    length: usize,
    kind: EventKind,
}

/// Three words of eight bytes of a name that is at least eight bytes long: the first, the middle and the last.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Words {
    first: u64,
    middle: u64,
    last: u64,
}

impl Words {
    #[inline]
    const fn of(name: &[u8]) -> Option<Self> {
        let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) else {
            return None;
        };
        let Some(middle) = name.split_at((name.len() - 8) / 2).1.first_chunk() else {
            return None;
        };
        Some(Self {
            first: u64::from_le_bytes(*first),
            middle: u64::from_le_bytes(*middle),
            last: u64::from_le_bytes(*last),
        })
    }

    #[inline]
    const fn slot(self, multiplier: u64) -> usize {
        let mixed = (self.first ^ self.last.rotate_left(23)).wrapping_mul(multiplier);
        (mixed >> (64 - SLOTS.trailing_zeros())) as usize
    }
}

/// Tries one multiplier after the other.
const fn multiplier() -> u64 {
    let mut multiplier: u64 = 0x9e37_79b9_7f4a_7c15;
    while !is_perfect(multiplier) {
        multiplier = multiplier.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(2);
    }
    multiplier
}

const fn is_perfect(multiplier: u64) -> bool {
    let mut taken = [false; SLOTS];
    let mut at = 0;
    while at < EventKind::KNOWN.len() {
        if let Some(name) = EventKind::KNOWN[at].name()
            && let Some(words) = Words::of(name.as_bytes())
        {
            let slot = words.slot(multiplier);
            if taken[slot] {
                return false;
            }
            taken[slot] = true;
        }
        at += 1;
    }
    true
}

const fn known() -> [Known; SLOTS] {
    // No name is empty.
    let nothing = Words { first: 0, middle: 0, last: 0 };
    let mut known = [Known { words: nothing, length: 0, kind: EventKind::Unknown }; SLOTS];
    let mut at = 0;
    while at < EventKind::KNOWN.len() {
        let kind = EventKind::KNOWN[at];
        if let Some(name) = kind.name()
            && let Some(words) = Words::of(name.as_bytes())
        {
            known[words.slot(MULTIPLIER)] = Known { words, length: name.len(), kind };
        }
        at += 1;
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name_and_by_no_other() {
        for &known in EventKind::KNOWN {
            let name = known.name().unwrap().as_bytes();
            assert_eq!(kind(name), known);
            for end in 0..name.len() {
                assert_ne!(kind(&name[..end]), known);
                let mut other = name.to_vec();
                other[end] ^= 1;
                assert_ne!(kind(&other), known);
            }
        }
        for name in ["", "READ", "A_NEW_EVENT", "message_create"] {
            assert_eq!(kind(name.as_bytes()), EventKind::Unknown, "{name}");
        }
    }
}
