//! What a request holds after it passed the limits: a slot while it is in flight, a place while it pauses.

use std::time::{Duration, Instant};

use super::{Gate, Waiting, now};
use crate::ratelimit::Limit;
use crate::ratelimit::headers::{BucketHeaders, TooMany};
use crate::ratelimit::limiter::{Limiter, Ticket, until};
use crate::ratelimit::refusal::Refusal;

/// A slot in a bucket. Dropping it returns the slot, which counts as used.
#[derive(Debug)]
pub(crate) struct Permit {
    gate: Gate,
    ticket: Ticket,
    done: bool,
}

impl Permit {
    pub(super) fn new(gate: Gate, ticket: Ticket) -> Self {
        Self { gate, ticket, done: false }
    }

    /// Records that a connection has to be made for the request.
    pub(crate) fn connects(&self) {
        self.gate.lock().limiter.connects(self.ticket);
    }

    /// Records a response other than 429.
    pub(crate) fn answered(mut self, headers: Option<&BucketHeaders<'_>>, ok: bool) {
        self.done = true;
        self.gate.change(|limiter, now| limiter.answered(self.ticket, headers, ok, false, now));
    }

    /// Records a response, after which the request will be sent again.
    pub(crate) fn rest_answered(self, headers: Option<&BucketHeaders<'_>>) -> Resting {
        self.rest(|limiter, ticket, now| limiter.answered(ticket, headers, false, true, now))
    }

    /// Records a 429, after which the request will be sent again.
    pub(crate) fn rest_exceeded(
        self,
        headers: Option<&BucketHeaders<'_>>,
        limit: TooMany,
    ) -> Resting {
        self.rest(|limiter, ticket, now| limiter.exceeded(ticket, headers, limit, true, now))
    }

    /// Records that there was no response; the request will be sent again.
    pub(crate) fn rest_abandoned(self) -> Resting {
        self.rest(|limiter, ticket, now| limiter.abandoned(ticket, true, now))
    }

    /// Records that the request was not sent yet, because it has to wait for something else first.
    pub(crate) fn rest_unused(self) -> Resting {
        self.rest(|limiter, ticket, now| limiter.unused(ticket, true, now))
    }

    fn rest(mut self, f: impl FnOnce(&mut Limiter, Ticket, Instant)) -> Resting {
        self.done = true;
        self.gate.change(|limiter, now| f(limiter, self.ticket, now));
        Resting { gate: self.gate.clone(), ticket: self.ticket, left: false }
    }
}

/// The place of a request that will be sent again. It holds no slot of its bucket, so other requests are sent
/// meanwhile, except later ones of the same order. Dropping it gives up the place.
#[derive(Debug)]
pub(crate) struct Resting {
    gate: Gate,
    ticket: Ticket,
    left: bool,
}

impl Resting {
    /// Waits again until the request may be sent, in its previous place.
    pub(crate) async fn resume(
        mut self,
        max_wait: Option<Duration>,
        waits: impl FnOnce(&Limit, Option<Duration>),
    ) -> Result<Permit, Refusal> {
        self.left = true;
        let mut there = false;
        self.gate.change(|limiter, now| there = limiter.resume(self.ticket, now));
        if !there {
            // A resting request is removed only if the token was refused.
            return Err(Refusal::TokenRefused);
        }
        let waiting = Waiting { gate: self.gate.clone(), ticket: self.ticket, left: false };
        if let Some((limit, at)) = waiting.reason() {
            waits(&limit, at.map(|at| until(at, now())));
        }
        waiting.granted(max_wait).await
    }
}

impl Drop for Resting {
    fn drop(&mut self) {
        if !self.left {
            self.gate.change(|limiter, now| limiter.cancel(self.ticket, now));
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if !self.done {
            self.gate.change(|limiter, now| limiter.abandoned(self.ticket, false, now));
        }
    }
}
