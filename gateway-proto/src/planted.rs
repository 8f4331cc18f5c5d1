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
    /// A session is resumed for its whole lifetime though every Resume is turned away.
    RefusedSessionsLiveOn,
    /// Attempts that did not reach the gateway count as Resumes that were turned away.
    OutagesAreRefusals,
    /// An event does not tell the machine what time it is.
    ReceiveForgetsTime,
    /// A replayed event that nobody wants does not restart the time limit of the Resume.
    SkippedReplayLeavesTheDeadline,
    /// A replayed event that nobody wants does not show that the session is in use.
    SkippedReplayIsNoUse,
    /// Events of an old socket are taken for the present one's.
    OldLinksAreReceived,
    /// A session that was live at all settles the back-off.
    AnyLiveSessionSettles,
    /// A session that was live for half the stated time settles the back-off.
    HalfTheTimeSettles,
    /// The sequence of an event that nobody wants is not kept.
    SkippedEventsDoNotCount,
    /// The sequence of an event that is to come again is kept.
    PostponedEventsCount,
    /// A replayed event that nobody wants is not counted as replayed.
    SkippedReplayIsNotCounted,
    /// An event is handed on before those that wait.
    EventsOvertake,
    /// What the peer sent while nothing was read counts as not sent.
    PausedReadingIsHeldAgainstThePeer,
    /// A Ready that nobody wants begins no session.
    SkippedReadyHasNoEffect,
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
    use crate::support::{Pair, schedule, unwanted_replay};

    thread_local! {
        static PLANTED: Cell<Option<WrongRule>> = const { Cell::new(None) };
    }

    pub(crate) fn planted(rule: WrongRule) -> bool {
        PLANTED.get() == Some(rule)
    }

    /// Seeds tried for each wrong rule before it counts as not caught.
    const SEEDS: u64 = 3000;

    /// Each wrong rule and the checks that may catch it.
    const CAUGHT_BY: [(WrongRule, &[&str]); 28] = [
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
        (
            WrongRule::BackoffResetsAtOnce,
            &["dials are spaced", "only a settled session settles the back-off"],
        ),
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
        (WrongRule::RefusedSessionsLiveOn, &["a refused session is given up"]),
        (WrongRule::OutagesAreRefusals, &["no Identify while there is a session"]),
        (WrongRule::ReceiveForgetsTime, &["no deadline lies behind", "no heartbeat is late"]),
        (
            WrongRule::SkippedReplayLeavesTheDeadline,
            &["a replay that goes on is waited for", "a refused session is given up"],
        ),
        (WrongRule::SkippedReplayIsNoUse, &["no Identify while there is a session"]),
        (WrongRule::OldLinksAreReceived, &["no event is handed on twice", "no event is lost"]),
        (
            WrongRule::AnyLiveSessionSettles,
            &["only a settled session settles the back-off", "dials are spaced"],
        ),
        (WrongRule::HalfTheTimeSettles, &["only a settled session settles the back-off"]),
        (
            WrongRule::SkippedEventsDoNotCount,
            &["an ACK says what was handed on", "Resume names the last sequence handed on"],
        ),
        (WrongRule::PostponedEventsCount, &["an ACK says what was handed on", "no event is lost"]),
        (WrongRule::SkippedReplayIsNotCounted, &["each replayed event is counted once"]),
        (WrongRule::EventsOvertake, &["no event is lost", "no event is handed on twice"]),
        (
            WrongRule::PausedReadingIsHeldAgainstThePeer,
            &["nothing is held against a peer that is not read"],
        ),
        (
            WrongRule::SkippedReadyHasNoEffect,
            &["all ends well", "no Identify while there is a session"],
        ),
    ];

    #[test]
    fn every_wrong_rule_is_caught_and_its_schedule_shrinks() {
        for (rule, checks) in CAUGHT_BY {
            PLANTED.set(Some(rule));
            let schedules = (0..SEEDS).map(|seed| (seed, schedule(seed)));
            let found = schedules.chain([unwanted_replay()]).find_map(|(seed, steps)| {
                Pair::run_schedule(seed, &steps).err().map(|why| (seed, steps, why))
            });
            let Some((seed, steps, violation)) = found else { panic!("{rule:?} was not caught") };
            assert!(checks.contains(&violation.rule), "{rule:?} was caught by '{violation}'");

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
