//! The sequence of a session. It is set only here.
//!
//! Docs: [Dispatch Events](https://docs.discord.com/developers/events/gateway#dispatch-events): an app keeps the last
//! `s` that it received, for heartbeats and for Resume.

/// The sequence of the last event that was delivered or skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sequence(Option<u64>);

impl Sequence {
    /// The sequence of a session from an earlier process.
    pub(super) const fn kept(last: Option<u64>) -> Self {
        Self(last)
    }

    /// The last sequence, for heartbeats and for Resume.
    pub(super) const fn last(self) -> Option<u64> {
        self.0
    }

    /// Returns whether an event with this sequence was counted before. Gaps are not an error: the docs do not rule them
    /// out.
    #[inline]
    pub(super) fn is_repeated(self, sequence: u64) -> bool {
        self.0.is_some_and(|last| sequence <= last)
    }

    /// Counts an event. Within a session the sequence only rises.
    #[inline]
    pub(super) fn count(&mut self, sequence: u64) {
        self.0 = self.0.max(Some(sequence));
    }

    /// Starts the sequence of a new session at that of its Ready.
    pub(super) const fn begin(&mut self, ready: u64) {
        self.0 = Some(ready);
    }

    /// Clears the sequence, because there is no session.
    pub(super) const fn clear(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_only_rises_until_a_session_begins_or_ends() {
        let mut sequence = Sequence::default();
        assert!(!sequence.is_repeated(0));
        sequence.count(5);
        sequence.count(3);
        assert_eq!(sequence.last(), Some(5));
        assert!(sequence.is_repeated(5) && !sequence.is_repeated(6));
        sequence.begin(1);
        assert_eq!(sequence.last(), Some(1));
        sequence.clear();
        assert_eq!(sequence, Sequence::kept(None));
    }
}
