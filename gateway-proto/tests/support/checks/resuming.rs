//! How long a session is resumed, and how the waits between the attempts grow.

use std::time::{Duration, Instant};

use gateway_proto::{DisconnectCause, StateChange};

use super::Checks;

/// How long Resumes continue while they are refused.
pub(super) const REFUSED: Duration = Duration::from_secs(90);
/// The maximum number of Resumes in that time, with the shortest waits that jitter gives (0.5, 1, 2, 4, 8, 16, 30 and
/// 30 s).
pub(super) const RESUMES_IN_A_ROW: u32 = 8;
/// How long a session is live before its loss counts as the first failure.
const SETTLED: Duration = Duration::from_secs(60);
/// How long a Resume may get no answer.
const RESUMED: Duration = Duration::from_secs(30);

/// The results of the Resumes of one process, and of its attempts to connect.
#[derive(Debug, Default)]
pub(crate) struct ResumeWatch {
    dialled_at: Option<Instant>,
    /// Resume was sent on the present connection, and nothing of the session has arrived.
    unanswered: bool,
    in_a_row: u32,
    refused_for: Duration,
    live_since: Option<Instant>,
    failures: u32,
    /// Events since Resume was sent.
    pub(super) replayed: u64,
}

impl ResumeWatch {
    pub(super) fn dialled(&mut self, now: Instant) {
        if let (true, Some(at)) = (self.unanswered, self.dialled_at) {
            self.refused_for += now - at;
        }
        (self.unanswered, self.dialled_at) = (false, Some(now));
    }

    /// Returns the number of Resumes in a row.
    pub(super) fn resume_sent(&mut self) -> u32 {
        self.unanswered = true;
        self.replayed = 0;
        self.in_a_row += 1;
        self.in_a_row
    }

    pub(super) fn in_use(&mut self) {
        (self.unanswered, self.in_a_row, self.refused_for) = (false, 0, Duration::ZERO);
    }

    pub(super) fn refused_for(&self) -> Duration {
        self.refused_for
    }
}

impl Checks {
    /// Compares the machine's reports of its attempts with what happened.
    pub(super) fn follow(&mut self, change: &StateChange) {
        if let StateChange::Resumed { replayed } = change {
            let (said, came) = (*replayed, self.resuming.replayed);
            let rule = "each replayed event is counted once";
            self.require(said == came, rule, || format!("{said} said, {came} came"));
        }
        match change {
            StateChange::Ready { .. } | StateChange::Resumed { .. } => {
                self.resuming.live_since.get_or_insert(self.now);
            }
            StateChange::Disconnected { cause, .. } => {
                let live_since = self.resuming.live_since.take();
                let settled = live_since.is_some_and(|since| self.now - since >= SETTLED);
                self.resuming.failures = if settled { 0 } else { self.resuming.failures + 1 };
                let blamed = matches!(
                    cause,
                    DisconnectCause::HelloTimedOut
                        | DisconnectCause::ReadyTimedOut
                        | DisconnectCause::ResumedTimedOut
                        | DisconnectCause::HeartbeatUnanswered
                );
                let fair = !(blamed && self.not_read);
                let rule = "nothing is held against a peer that is not read";
                self.require(fair, rule, || cause.to_string());
                if *cause == DisconnectCause::ResumedTimedOut {
                    let silent = self.now - self.alive_at;
                    let rule = "a replay that goes on is waited for";
                    self.require(silent >= RESUMED, rule, || format!("silent for {silent:?}"));
                }
            }
            StateChange::Connecting { failures, .. } => {
                let (said, wanted) = (*failures, self.resuming.failures);
                let rule = "only a settled session settles the back-off";
                self.require(said == wanted, rule, || format!("{said} failures, not {wanted}"));
            }
            _ => {}
        }
    }
}
