//! A set of event kinds.

use std::fmt;

use gateway_model::EventKind;

/// A set of event kinds, as a bit set of two words. [`EventKind::Unknown`] stands for all events that this version does
/// not know.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventSet([u64; 2]);

// `EventKind::Unknown` is the last kind.
const _: () = assert!((EventKind::Unknown as usize) < 128, "EventSet has 128 bits");

impl EventSet {
    /// All events, including unknown ones.
    pub const ALL: Self = Self([u64::MAX; 2]);
    /// No event.
    pub const NONE: Self = Self([0; 2]);

    /// Returns the set of these events.
    #[must_use]
    pub fn only(kinds: impl IntoIterator<Item = EventKind>) -> Self {
        kinds.into_iter().fold(Self::NONE, Self::with)
    }

    /// Returns the set of all events except these.
    #[must_use]
    pub fn all_but(kinds: impl IntoIterator<Item = EventKind>) -> Self {
        kinds.into_iter().fold(Self::ALL, Self::without)
    }

    /// Adds this kind.
    #[must_use]
    pub const fn with(mut self, kind: EventKind) -> Self {
        self.0[kind as usize / 64] |= 1 << (kind as usize % 64);
        self
    }

    /// Removes this kind.
    #[must_use]
    pub const fn without(mut self, kind: EventKind) -> Self {
        self.0[kind as usize / 64] &= !(1 << (kind as usize % 64));
        self
    }

    /// Returns whether the set contains this kind.
    #[must_use]
    pub const fn contains(&self, kind: EventKind) -> bool {
        self.0[kind as usize / 64] & (1 << (kind as usize % 64)) != 0
    }
}

impl FromIterator<EventKind> for EventSet {
    fn from_iter<I: IntoIterator<Item = EventKind>>(kinds: I) -> Self {
        Self::only(kinds)
    }
}

impl fmt::Debug for EventSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = EventKind::KNOWN.iter().chain(&[EventKind::Unknown]);
        f.debug_set().entries(kinds.filter(|kind| self.contains(**kind))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in_and_nothing_else() {
        for kind in EventKind::KNOWN.iter().copied().chain([EventKind::Unknown]) {
            let set = EventSet::only([kind]);
            let held = EventKind::KNOWN.iter().filter(|other| set.contains(**other)).count();
            assert!(set.contains(kind));
            assert_eq!(held, usize::from(kind != EventKind::Unknown));
            assert!(EventSet::ALL.contains(kind) && !EventSet::NONE.contains(kind));
            assert!(!EventSet::all_but([kind]).contains(kind));
            assert_eq!(set.without(kind), EventSet::NONE);
        }
        let set = EventSet::only([EventKind::Ready, EventKind::Unknown]);
        assert_eq!(format!("{set:?}"), "{Ready, Unknown}");
    }
}
