//! Gives a lease away (rule 5).
//!
//! The owner stops the lease with a close code that keeps the session, and writes its last checkpoint and the release
//! in one write. The next owner claims the lease as soon as it sees that write. Only a few leases move at a time: the
//! next one follows when one of them has its new owner.
//!
//! Nothing is given away while the worker is not confirmed, because the release could not be written. A move that was
//! in progress when the bucket was lost is completed when the bucket is back.

use std::time::{Duration, Instant};

use crate::lease::Lease;
use crate::output::{Output, StopHow};
use crate::planted::{WrongRule, planted};

use super::machine::Fleet;
use super::ownership::{Phase, Why};

/// How long to wait for the new owner of a lease before the next lease is given away.
const HANDED: Duration = Duration::from_secs(5);

impl Fleet {
    /// Stops a lease in order to give it away or to end it.
    pub(super) fn stop(&mut self, lease: Lease, why: Why, now: Instant) {
        let Some(Phase::Held(held)) = self.local.get(&lease).cloned() else { return };
        self.waiting.remove(&lease);
        if !held.is_started {
            self.enter(lease, Some(Phase::Releasing(held, why)));
            return self.tend(lease, now);
        }
        let ends = why == Why::Done || planted(WrongRule::MovesEndSessions);
        let how = if ends { StopHow::ForGood } else { StopHow::Resumable };
        self.outputs.push_back(Output::Stop { lease, how });
        self.enter(lease, Some(Phase::Stopping(held, why)));
    }

    /// The release was written.
    pub(super) fn released(&mut self, lease: Lease, now: Instant) {
        if let Some(Phase::Releasing(_, Why::Moves)) = self.local.get(&lease) {
            self.handed.insert(lease, now + HANDED);
        }
        self.enter(lease, None);
        self.assign_soon(now);
    }

    /// Gives away as many of these leases as may move at the same time.
    pub(super) fn give_away(&mut self, leases: &[Lease], now: Instant) {
        self.handed.retain(|_, until| now < *until);
        let leaving = |phase: &&Phase| {
            matches!(phase, Phase::Stopping(_, Why::Moves) | Phase::Releasing(_, Why::Moves))
        };
        let under_way = self.local.values().filter(leaving).count() + self.handed.len();
        let room = self.config.moves_at_once.saturating_sub(under_way);
        for lease in leases.iter().take(room) {
            self.stop(*lease, Why::Moves, now);
        }
    }
}
