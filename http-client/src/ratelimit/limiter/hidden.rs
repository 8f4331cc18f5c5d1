//! Limits that no header tells of: a 429 of scope `user` while the bucket has room.
//!
//! A channel can be renamed twice in 10 minutes, whatever its bucket says
//! ([discord-api-docs#2190](https://github.com/discord/discord-api-docs/issues/2190)). Such a limit is taken to be that of
//! the request's kind: its operation, its top-level resource, and the fields that its body names. Requests of that kind
//! wait and then go one at a time, because each may be the one that meets the limit again. All others of the bucket go on.

use std::time::{Duration, Instant};

use super::{Asked, HashMap, Limiter, Major, Room, Ticket};
use crate::ratelimit::patience::Patience;

/// The most kinds kept. If there are more, a hidden limit is taken for that of the bucket.
const MOST: usize = 4_096;
/// How long after its end a limit is remembered: the longest known is one of 10 minutes.
const KEPT: Duration = Duration::from_secs(3_600);
/// When a request is looked at again that waits for the answer to another of its kind.
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

/// The hidden limits met so far.
#[derive(Debug, Default)]
pub(super) struct HiddenLimits {
    kinds: HashMap<Kind, Hidden>,
}

impl HiddenLimits {
    /// Whether a request of this kind may go as far as its hidden limit is concerned, if it has one.
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

    /// A request met a hidden limit. False if too many are known already.
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

    /// A request was answered, and not with a 429.
    pub(super) fn answered(&mut self, asked: &Asked, sent: Instant) {
        if let Some(hidden) = self.get(asked) {
            hidden.patience.answered(sent);
        }
    }

    /// A request is sent.
    pub(super) fn depart(&mut self, asked: &Asked) {
        if let Some(hidden) = self.get(asked) {
            hidden.in_flight += 1;
        }
    }

    /// A request that was sent has ended.
    pub(super) fn landed(&mut self, asked: &Asked) {
        if let Some(hidden) = self.get(asked) {
            // It may have been sent before the limit was met, and is not counted then.
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

/// Who is next in a bucket.
pub(super) enum Head {
    /// This request.
    Next(Ticket),
    /// Nobody before this time.
    NotBefore(Instant),
    /// Nobody waits, or all wait for the answer to an earlier one of their order.
    Nobody,
}

impl Limiter {
    /// The first request of a bucket that waits neither for an earlier one of its order nor for a hidden limit.
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
        // Nobody overtakes the first of an order, not even if it waits for a hidden limit.
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
