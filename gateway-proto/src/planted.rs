//! Wrong rules that a test plants one by one, to show that the simulation catches them.
//!
//! Outside of this crate's own tests nothing is ever planted, and the question costs nothing.

/// A rule of this crate, done wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrongRule {
    /// Input of an old socket is taken for the present one's.
    OldLinksAreHeard,
    /// The back-off starts anew at every loss.
    BackoffResetsAtOnce,
    /// Commands may fill the send window.
    NoRoomForHeartbeats,
    /// A permit is not given back when its connection is lost.
    PermitsLeak,
    /// An event that was handed on already is handed on again.
    RepeatsAreHandedOn,
    /// A lost connection is a lost session.
    LossEndsTheSession,
    /// A missing ACK is no sign of a dead connection.
    ZombiesLive,
    /// Hello may take as long as it likes.
    HelloHasNoDeadline,
    /// A connection is given up with 1000.
    ReconnectEndsTheSession,
    /// Waiting commands are dropped with the connection.
    CommandsDieWithTheLink,
    /// A command is done with as soon as it is sent.
    SentCommandsAreForgotten,
    /// The ACK of an earlier heartbeat is taken for a receipt.
    AnyAckIsAReceipt,
    /// Resume asks for the last event again.
    ResumesFromTooEarly,
    /// A peer that does not answer a close frame is waited for.
    ClosingHasNoDeadline,
}

#[cfg(not(test))]
pub(crate) const fn planted(_: WrongRule) -> bool {
    false
}

#[cfg(test)]
pub(crate) use for_tests::planted;

#[cfg(test)]
mod for_tests {
    use std::cell::Cell;

    use super::WrongRule;
    use crate::support::shrink::shrink;
    use crate::support::{Pair, schedule};

    thread_local! {
        static PLANTED: Cell<Option<WrongRule>> = const { Cell::new(None) };
    }

    pub(crate) fn planted(rule: WrongRule) -> bool {
        PLANTED.get() == Some(rule)
    }

    /// Seeds tried for each wrong rule before it counts as not caught.
    const SEEDS: u64 = 3000;

    /// Each wrong rule and the checks that may catch it.
    const CAUGHT_BY: [(WrongRule, &[&str]); 14] = [
        (
            WrongRule::OldLinksAreHeard,
            &[
                "no event is handed on twice",
                "no event is lost",
                "sends go to the open socket",
                "no Identify while there is a session",
                "one socket at a time",
                "closes go to the open socket",
            ],
        ),
        (WrongRule::BackoffResetsAtOnce, &["dials are spaced"]),
        (
            WrongRule::NoRoomForHeartbeats,
            &["no heartbeat is late", "120 sends in 60 s", "no command waits for ever"],
        ),
        (WrongRule::PermitsLeak, &["no permit leaks", "one permit at a time"]),
        (WrongRule::RepeatsAreHandedOn, &["no event is handed on twice"]),
        (WrongRule::LossEndsTheSession, &["no Identify while there is a session"]),
        (WrongRule::ZombiesLive, &["all ends well", "no event is lost"]),
        (WrongRule::HelloHasNoDeadline, &["never silent"]),
        (WrongRule::ReconnectEndsTheSession, &["1000 ends the session, so only when wanted"]),
        (
            WrongRule::CommandsDieWithTheLink,
            &[
                "commands keep their order",
                "no command is lost",
                "the newest presence arrives",
                "the newest voice state arrives",
            ],
        ),
        (
            WrongRule::SentCommandsAreForgotten,
            &[
                "no command is lost",
                "the newest presence arrives",
                "the newest voice state arrives",
            ],
        ),
        (
            WrongRule::AnyAckIsAReceipt,
            &[
                "no command is lost",
                "the newest presence arrives",
                "the newest voice state arrives",
            ],
        ),
        (WrongRule::ResumesFromTooEarly, &["Resume names the last sequence handed on"]),
        (
            WrongRule::ClosingHasNoDeadline,
            &["a closing socket is dropped in time", "no deadline lies behind"],
        ),
    ];

    #[test]
    fn every_wrong_rule_is_caught_and_its_schedule_shrinks() {
        for (rule, checks) in CAUGHT_BY {
            PLANTED.set(Some(rule));
            let found = (0..SEEDS).find_map(|seed| {
                Pair::run_schedule(seed, &schedule(seed)).err().map(|why| (seed, why))
            });
            let Some((seed, violation)) = found else { panic!("{rule:?} was not caught") };
            assert!(checks.contains(&violation.rule), "{rule:?} was caught by '{violation}'");

            let steps = schedule(seed);
            let run = |steps: &[_]| Pair::run_schedule(seed, steps).err();
            let short = shrink(&steps, violation.rule, &run);
            assert!(
                short.len() <= steps.len().min(4),
                "{rule:?} took {} steps: {short:#?}",
                short.len()
            );
            assert!(run(&short).is_some_and(|again| again.rule == violation.rule), "{rule:?}");

            // It is the planted rule that fails, not the schedule.
            PLANTED.set(None);
            assert_eq!(run(&steps), None, "seed {seed}");
            assert_eq!(run(&short), None, "the shrunk schedule of seed {seed}");
        }
    }
}
