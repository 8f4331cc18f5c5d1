//! Wrong rules that tests plant one by one, to show that the simulation detects them.
//!
//! Outside of this crate's own tests no wrong rule is ever planted, and the check costs nothing.

/// A rule of this crate, implemented wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrongRule {
    /// A write with unknown outcome counts as written.
    UnknownIsDone,
    /// A written record confirms everything again, however long the gap before it.
    LapsesAreForgotten,
    /// Confirmation counts from the answer, not from when the record was sent.
    ConfirmedFromTheAnswer,
    /// A gap of the observer counts as silence of the others.
    GapsCountAsSilence,
    /// A record that has not changed in an old view counts as one that does not change.
    OldViewsProveDeath,
    /// Workers are dead before their confirmation is over.
    DeadTooSoon,
    /// A sequence of another session is used for this one.
    AnySequenceFits,
    /// A moved lease is closed for good.
    MovesEndSessions,
    /// A lease that another worker owns continues here.
    LostLeasesGoOn,
    /// A grant may be used at any time.
    GrantsLastForEver,
    /// Identifies of one key are granted too soon after one another.
    ShortWindow,
    /// An Identify is sent before its start is known to be counted.
    CountedAfterwards,
    /// Discord's count replaces the ledger while Identifies are in flight.
    DiscordRaisesTheLedgerAtOnce,
    /// All workers get the same share.
    CapacityIsIgnored,
    /// A change of the total that cannot succeed is not cancelled.
    GiveUpIsForgotten,
    /// A change of the total is accepted although the workers have no room for it.
    ReshardNeedsNoRoom,
    /// Another worker's report of Discord's window replaces a known value.
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
