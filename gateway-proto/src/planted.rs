//! Faulty variants of single rules, with tests that show that the simulation detects each of them.
//!
//! Outside of this crate's own tests no fault is ever enabled, and the check costs nothing.

/// A faulty variant of a rule of this crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrongRule {
    /// Input of an old socket is processed as the present one's.
    OldLinksAreHeard,
    /// The back-off restarts at every loss.
    BackoffResetsAtOnce,
    /// Commands may fill the send window.
    NoRoomForHeartbeats,
    /// A permit is not given back when its connection is lost.
    PermitsLeak,
    /// An event that was delivered before is delivered again.
    RepeatsAreHandedOn,
    /// The loss of a connection ends the session.
    LossEndsTheSession,
    /// A missing ACK does not end the connection.
    ZombiesLive,
    /// There is no time limit for Hello.
    HelloHasNoDeadline,
    /// A connection is given up with close code 1000.
    ReconnectEndsTheSession,
    /// Waiting commands are dropped with the connection.
    CommandsDieWithTheLink,
    /// A command is removed as soon as it is sent.
    SentCommandsAreForgotten,
    /// The ACK of an earlier heartbeat is taken for a receipt.
    AnyAckIsAReceipt,
    /// Resume asks for the last event again.
    ResumesFromTooEarly,
    /// There is no time limit for the answer to a close frame.
    ClosingHasNoDeadline,
    /// A session is resumed for its whole lifetime although every Resume is refused.
    RefusedSessionsLiveOn,
    /// Attempts that did not reach the gateway count as refused Resumes.
    OutagesAreRefusals,
    /// An event does not update the machine's time.
    ReceiveForgetsTime,
    /// A skipped replayed event does not restart the time limit of the Resume.
    SkippedReplayLeavesTheDeadline,
    /// A skipped replayed event does not show that the session is in use.
    SkippedReplayIsNoUse,
    /// Events of an old socket are processed as the present one's.
    OldLinksAreReceived,
    /// A session that was live for any time resets the back-off.
    AnyLiveSessionSettles,
    /// A session that was live for half the required time resets the back-off.
    HalfTheTimeSettles,
    /// The sequence of a skipped event is not kept.
    SkippedEventsDoNotCount,
    /// The sequence of a postponed event is kept.
    PostponedEventsCount,
    /// A skipped replayed event is not counted as replayed.
    SkippedReplayIsNotCounted,
    /// An event is delivered before the outputs that wait.
    EventsOvertake,
    /// Time during which reading was paused counts against the peer.
    PausedReadingIsHeldAgainstThePeer,
    /// A skipped Ready begins no session.
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

    /// The number of seeds tried for each fault before it counts as undetected.
    const SEEDS: u64 = 3000;

    /// Each fault and the checks that may detect it.
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

            // The enabled fault must fail, not the schedule.
            PLANTED.set(None);
            assert_eq!(run(&steps), None, "seed {seed}");
            assert_eq!(run(&short), None, "the shrunk schedule of seed {seed}");
        }
    }
}
