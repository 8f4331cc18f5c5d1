//! Wrong rules that a test plants one by one, to show that the simulation catches them.
//!
//! Outside of this crate's own tests nothing is ever planted, and the question costs nothing.

/// A rule of this crate, done wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrongRule {
    /// A write with unknown outcome counts as written.
    UnknownIsDone,
    /// A record that is written confirms everything again, however long the gap before it.
    LapsesAreForgotten,
    /// Confirmation counts from the answer, not from when the record was sent.
    ConfirmedFromTheAnswer,
    /// The observer's own gap counts as silence of the others.
    GapsCountAsSilence,
    /// A record that has not moved in an old view is one that does not move.
    OldViewsProveDeath,
    /// Workers are dead before their confirmation is over.
    DeadTooSoon,
    /// A sequence of another session is taken for this one's.
    AnySequenceFits,
    /// A moved lease is closed for good.
    MovesEndSessions,
    /// A lease that another worker has goes on here.
    LostLeasesGoOn,
    /// A grant may be used at any time.
    GrantsLastForEver,
    /// Identifies of one key are granted too soon after each other.
    ShortWindow,
    /// An Identify is sent before its start is known to be counted.
    CountedAfterwards,
    /// Discord's count replaces the ledger while Identifies are on their way.
    DiscordRaisesTheLedgerAtOnce,
    /// All workers get the same share.
    CapacityIsIgnored,
    /// A change of the total that cannot succeed is not given up.
    GiveUpIsForgotten,
    /// A change of the total is accepted though nobody has room for it.
    ReshardNeedsNoRoom,
    /// What another worker says of Discord's window replaces what is known here.
    KnownWindowsAreReplaced,
}

#[cfg(not(test))]
pub(crate) const fn planted(_: WrongRule) -> bool {
    false
}

#[cfg(test)]
pub(crate) use for_tests::{plant, planted};

#[cfg(test)]
mod for_tests {
    use std::cell::Cell;

    use super::WrongRule;

    thread_local! {
        static PLANTED: Cell<Option<WrongRule>> = const { Cell::new(None) };
    }

    pub(crate) fn planted(rule: WrongRule) -> bool {
        PLANTED.get() == Some(rule)
    }

    pub(crate) fn plant(rule: Option<WrongRule>) {
        PLANTED.set(rule);
    }
}
