//! What a request in flight holds, returned however it ends.

use super::gate::{Permit, now};
use super::token_limits::TokenLimits;

/// Permission to send a request once: a slot of its bucket, and a place among the requests that the guard counts as in
/// flight. See [`Passage`](super::Passage).
#[derive(Debug)]
pub struct Slot<'a> {
    pub(crate) permit: Permit,
    pub(crate) admitted: Admitted<'a>,
}

impl Slot<'_> {
    /// Records that a connection had to be made for the request. The time to its response is then not used to decide
    /// how long before a reset a request may be sent.
    pub(crate) fn connected(&self) {
        self.permit.connects();
    }
}

/// A place among the requests that the guard counts as in flight. Dropping it gives it back.
#[derive(Debug)]
pub(crate) struct Admitted<'a> {
    limits: &'a TokenLimits,
    /// Whether it checks if a ban is over.
    probe: bool,
    answered: bool,
    invalid: bool,
}

impl<'a> Admitted<'a> {
    pub(super) fn new(limits: &'a TokenLimits, probe: bool) -> Self {
        Self { limits, probe, answered: false, invalid: false }
    }

    /// Records the response; `invalid` says whether it counts as invalid.
    pub(super) fn answered(mut self, invalid: bool) {
        (self.answered, self.invalid) = (true, invalid);
    }
}

impl Drop for Admitted<'_> {
    fn drop(&mut self) {
        self.limits.guard.with(|guard| {
            if self.invalid || self.probe {
                let now = now();
                guard.ended(self.invalid, now);
                if self.probe {
                    guard.probed(&self.limits.host, self.answered, now);
                }
            } else {
                guard.valid();
            }
        });
    }
}

/// A place among the requests that wait for the end of a ban.
pub(super) struct InBanQueue<'a> {
    pub(super) limits: &'a TokenLimits,
}

impl Drop for InBanQueue<'_> {
    fn drop(&mut self) {
        self.limits.guard.with(|guard| guard.leave_ban_queue(&self.limits.host));
    }
}
