//! Leaving (rule 5): all leases are moved away, a few at a time, within a deadline.

use std::time::{Duration, Instant};

use crate::lease::Lease;
use crate::output::{Output, StopHow};
use crate::value::WorkerState;

use super::machine::Fleet;
use super::ownership::{Phase, Why};

/// How long the last leases may take to end and to be released after the deadline of a drain.
const LAST: Duration = Duration::from_secs(5);

/// A drain in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drain {
    /// Leases are being moved away. At this time the remaining ones are stopped together.
    Moving(Instant),
    /// Leases that are not released by this time are left to a takeover.
    Ending(Instant),
    /// This worker owns no lease any more. Its record says so, by this time at the latest.
    Leaving(Instant),
    /// The drain is complete.
    Left(usize),
}

impl Fleet {
    pub(super) fn begin_drain(&mut self, within: Duration, now: Instant) {
        if self.drain.is_none() {
            self.drain = Some(Drain::Moving(now + within));
            self.presence.state = WorkerState::Draining;
            self.presence.next_beat = now;
            self.assign_soon(now);
        }
    }

    pub(super) const fn drain_at(&self) -> Option<Instant> {
        match self.drain {
            Some(Drain::Moving(at) | Drain::Ending(at) | Drain::Leaving(at)) => Some(at),
            Some(Drain::Left(_)) | None => None,
        }
    }

    /// Advances the drain if all leases are given away.
    pub(super) fn advance_drain(&mut self, now: Instant) {
        if matches!(self.drain, Some(Drain::Moving(_) | Drain::Ending(_))) && self.local.is_empty()
        {
            self.drain = Some(Drain::Leaving(now + LAST));
            self.presence.state = WorkerState::Left;
            self.presence.next_beat = now;
        }
    }

    /// The worker's record in the bucket now says that it has left.
    pub(super) fn record_tells_leaving(&mut self) {
        if matches!(self.drain, Some(Drain::Leaving(_))) {
            self.drain = Some(Drain::Left(0));
        }
    }

    /// The time limit of the current phase of the drain has passed.
    pub(super) fn drain_ended(&mut self, now: Instant) {
        match self.drain {
            Some(Drain::Moving(_)) => {
                self.drain = Some(Drain::Ending(now + LAST));
                for lease in self.held() {
                    self.stop(lease, Why::Moves, now);
                }
                self.advance_drain(now);
            }
            Some(Drain::Ending(_) | Drain::Leaving(_)) => {
                for (lease, phase) in &self.local {
                    if matches!(phase, Phase::Held(held) if held.is_started) {
                        let how = StopHow::Resumable;
                        self.outputs.push_back(Output::Stop { lease: *lease, how });
                    }
                }
                self.drain = Some(Drain::Left(self.local.len()));
            }
            Some(Drain::Left(_)) | None => {}
        }
    }

    /// Returns the leases that this worker owns and is not giving away.
    pub(super) fn held(&self) -> Vec<Lease> {
        let held = |phase: &Phase| matches!(phase, Phase::Held(_));
        self.local.iter().filter(|(_, phase)| held(phase)).map(|(lease, _)| *lease).collect()
    }
}
