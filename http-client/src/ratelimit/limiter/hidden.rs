//! Limits without headers: a 429 of scope `user` while the bucket has room.
//!
//! A channel can be renamed twice in 10 minutes, whatever its bucket says
//! ([discord-api-docs#2190](https://github.com/discord/discord-api-docs/issues/2190)). Such a limit is assumed to apply
//! to the request's kind: its operation, its top-level resource, and the fields set in its body. Requests of that kind
//! wait and are then sent one at a time, because each may meet the limit again. Other requests of the bucket are not
//! affected.

use std::time::{Duration, Instant};

use super::{Asked, HashMap, Limiter, Major, Room, Ticket};
use crate::ratelimit::patience::Patience;

/// The maximum number of kinds kept. Beyond it, a hidden limit is handled as the limit of the bucket.
const MOST: usize = 4_096;
/// How long a limit is remembered after its end. The longest known one is 10 minutes.
const KEPT: Duration = Duration::from_secs(3_600);
/// When a request that waits for the response to another one of its kind is checked again.
const LOOK: Duration = Duration::from_secs(1);

/// The kind of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Kind {
    route: &'static str,
    major: Major,
    fields: u64,
}

impl Kind {
    fn of(asked: &Asked) -> Self {
        Self { route: asked.route, major: asked.major, fields: asked.fields }
    }
}

#[derive(Debug)]
struct Hidden {
    until: Instant,
    in_flight: u32,
    patience: Patience,
}

/// The hidden limits seen so far.
#[derive(Debug, Default)]
pub(super) struct HiddenLimits {
    kinds: HashMap<Kind, Hidden>,
}

impl HiddenLimits {
    /// Returns whether the hidden limit of this kind, if any, allows a request.
    pub(super) fn room(&self, asked: &Asked, now: Instant) -> Room {
        if self.kinds.is_empty() {
            return Room::Now;
        }
        match self.kinds.get(&Kind::of(asked)) {
            Some(hidden) if now < hidden.until => Room::At(hidden.until),
            Some(hidden) if hidden.in_flight > 0 => Room::WhenAnswered,
            _ => Room::Now,
        }
    }

    /// Records that a request met a hidden limit. Returns false if too many are known already.
    pub(super) fn exceeded(
        &mut self,
        asked: &Asked,
        wait: Duration,
        sent: Instant,
        now: Instant,
    ) -> bool {
        let kind = Kind::of(asked);
        if self.kinds.len() >= MOST {
            self.kinds.retain(|_, hidden| now < hidden.until + KEPT || hidden.in_flight > 0);
        }
        if self.kinds.len() >= MOST && !self.kinds.contains_key(&kind) {
            return false;
        }
        let new = || Hidden { until: now, in_flight: 0, patience: Patience::new() };
        let hidden = self.kinds.entry(kind).or_insert_with(new);
        hidden.until = hidden.until.max(now + hidden.patience.exceeded(wait, sent, now));
        true
    }

    /// Records a response other than 429.
    pub(super) fn answered(&mut self, asked: &Asked, sent: Instant) {
        if let Some(hidden) = self.get(asked) {
            hidden.patience.answered(sent);
        }
    }

    /// Records that a request is sent.
    pub(super) fn depart(&mut self, asked: &Asked) {
        if let Some(hidden) = self.get(asked) {
            hidden.in_flight += 1;
        }
    }

    /// Records the end of a request that was sent.
    pub(super) fn landed(&mut self, asked: &Asked) {
        if let Some(hidden) = self.get(asked) {
            // It may have been sent before the limit was met, and was not counted then.
            hidden.in_flight = hidden.in_flight.saturating_sub(1);
        }
    }

    fn get(&mut self, asked: &Asked) -> Option<&mut Hidden> {
        if self.kinds.is_empty() {
            return None;
        }
        self.kinds.get_mut(&Kind::of(asked))
    }
}

/// The next request of a bucket.
pub(super) enum Head {
    /// This request.
    Next(Ticket),
    /// None before this time.
    NotBefore(Instant),
    /// None: no request waits, or all wait for the response to an earlier ordered one.
    Nobody,
}

impl Limiter {
    /// Returns the first request of a bucket that waits neither for an earlier ordered one nor for a hidden limit.
    pub(super) fn head(&self, id: super::BucketId, now: Instant) -> Head {
        let Some(bucket) = self.buckets.get(&id) else { return Head::Nobody };
        if self.hidden.kinds.is_empty() {
            return bucket.head().map_or(Head::Nobody, Head::Next);
        }
        let mut not_before: Option<Instant> = None;
        let mut is_free = |ticket: &&Ticket| {
            let Some(entry) = self.entries.get(*ticket) else { return true };
            let at = match self.hidden.room(&entry.asked, now) {
                Room::Now => return true,
                Room::At(at) => at,
                Room::WhenAnswered => now + LOOK,
            };
            not_before = Some(not_before.map_or(at, |other| other.min(at)));
            false
        };
        // No request overtakes the first ordered one, even if that one waits for a hidden limit.
        let ordered = bucket.waiting_ordered.first().filter(|_| bucket.ordered_in_flight == 0);
        let ordered = ordered.filter(&mut is_free);
        let free = bucket.waiting.iter().find(&mut is_free);
        match (free.into_iter().chain(ordered).min(), not_before) {
            (Some(ticket), _) => Head::Next(*ticket),
            (None, Some(at)) => Head::NotBefore(at),
            (None, None) => Head::Nobody,
        }
    }
}
