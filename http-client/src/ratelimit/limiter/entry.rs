//! The states of one request: how it enters, enters again, and is removed.

use std::time::Instant;

use super::{Asked, BucketId, Limiter, Room, Ticket};
use crate::ratelimit::departure::Departure;

/// A request that entered and has not ended.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) asked: Asked,
    pub(super) bucket: BucketId,
    pub(super) stage: Stage,
    /// Whether a connection had to be made for it.
    pub(super) connects: bool,
}

/// The state of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It is in its bucket's queue.
    Waiting,
    /// It was sent at this time.
    Sent(Instant),
    /// It was sent, and will be sent again. An ordered one still blocks later ordered ones.
    Resting,
}

impl Entry {
    pub(super) fn sent(&self) -> Option<Instant> {
        match self.stage {
            Stage::Sent(at) => Some(at),
            Stage::Waiting | Stage::Resting => None,
        }
    }

    pub(super) fn departure(&self, now: Instant) -> Departure {
        Departure { at: self.sent().unwrap_or(now), connects: self.connects }
    }
}

impl Limiter {
    /// Adds a request. Returns `true` if it may be sent immediately; it then counts as sent. Otherwise it is in its
    /// queue, and [`pump`](Self::pump) returns it when it may be sent.
    pub(crate) fn enter(&mut self, asked: Asked, now: Instant) -> (Ticket, bool) {
        self.sweep(now);
        let ticket = Ticket(self.fresh_id());
        let id = self.bucket_of(&asked);
        let free = self.is_free(id, &asked, now);
        let stage = if free { Stage::Sent(now) } else { Stage::Waiting };
        self.entries.insert(ticket, Entry { asked, bucket: id, stage, connects: false });
        if free {
            self.depart(id, &asked, now);
        } else {
            self.wait_in(id, ticket, asked.ordered, now);
        }
        (ticket, free)
    }

    /// Returns whether no request is ahead of this one. This is the fast path that most requests take.
    fn is_free(&mut self, id: BucketId, asked: &Asked, now: Instant) -> bool {
        let Some(bucket) = self.buckets.get_mut(&id) else { return false };
        let others = if asked.global { &self.ready } else { &self.ready_without_global };
        others.is_empty()
            && self.timers.first().is_none_or(|(at, _)| *at > now)
            && bucket.waiting.is_empty()
            && bucket.waiting_ordered.is_empty()
            && !(asked.ordered && bucket.ordered_in_flight > 0)
            && bucket.state.room(bucket.in_flight, &self.trip, now) == Room::Now
            && self.hidden.room(asked, now) == Room::Now
            && !(asked.global && self.global.wait_until(now).is_some())
    }

    /// Counts a request as sent.
    pub(super) fn depart(&mut self, id: BucketId, asked: &Asked, now: Instant) {
        if asked.global {
            self.global.take(now);
        }
        self.hidden.depart(asked);
        if let Some(bucket) = self.buckets.get_mut(&id) {
            bucket.in_flight += 1;
            bucket.ordered_in_flight += u32::from(asked.ordered);
        }
    }

    /// Removes a request that waits or rests.
    pub(crate) fn cancel(&mut self, ticket: Ticket, now: Instant) {
        if self.entries.get(&ticket).is_none_or(|entry| entry.sent().is_some()) {
            return;
        }
        let Some(entry) = self.entries.remove(&ticket) else { return };
        let id = self.resolve(entry.bucket);
        self.waiting -= 1;
        if entry.stage == Stage::Resting {
            self.let_pass(id, entry.asked);
        } else if let Some(bucket) = self.buckets.get_mut(&id) {
            bucket.waiting.remove(&ticket);
            bucket.waiting_ordered.remove(&ticket);
        }
        self.replace(id, now);
    }

    /// Lets a resting request wait again, in its previous place. Returns false if it was removed meanwhile.
    pub(crate) fn resume(&mut self, ticket: Ticket, now: Instant) -> bool {
        let resting = |entry: &Entry| entry.stage == Stage::Resting;
        let Some(entry) = self.entries.get(&ticket).filter(|entry| resting(entry)) else {
            return false;
        };
        let (asked, old) = (entry.asked, entry.bucket);
        let old = self.resolve(old);
        self.let_pass(old, asked);
        // The previous bucket may have been forgotten while it was unused.
        let id = if self.buckets.contains_key(&old) { old } else { self.bucket_of(&asked) };
        let entry = Entry { asked, bucket: id, stage: Stage::Waiting, connects: false };
        self.entries.insert(ticket, entry);
        self.waiting -= 1;
        self.wait_in(id, ticket, asked.ordered, now);
        true
    }
}
