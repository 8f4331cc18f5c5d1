//! All buckets of one token, their queues, and the global limit. It decides which request is sent next.
//!
//! It is a plain value without I/O. [`Limiter::enter`] gives a request a [`Ticket`]; the request may be sent
//! immediately or has to wait. [`Limiter::pump`] returns the waiting tickets that may be sent. Each sent ticket is
//! completed with [`Limiter::answered`], [`Limiter::exceeded`], [`Limiter::abandoned`] or [`Limiter::unused`]. A
//! request that will be sent again rests until [`Limiter::resume`]: it holds no slot, but keeps its place.
//! [`Limiter::cancel`] removes a ticket that waits or rests.

mod entry;
mod hidden;
mod places;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use self::entry::{Entry, Stage};
use self::hidden::HiddenLimits;
use super::bucket::{BucketState, Room};
use super::global::Global;
use super::headers::{BucketHeaders, Scope, TooMany};
use super::refusal::Limit;
use super::round_trip::RoundTrip;

/// The keys are ids, route names and bucket names from Discord, so a hash that resists attacks is not needed.
pub(super) type HashMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;

/// The number of buckets at which unused ones are removed.
const SWEEP_AT: usize = 4_096;

/// The top-level resource of a path: channel, guild, or webhook with its token; zero if there is none.
///
/// Docs: [Rate Limits](https://docs.discord.com/developers/topics/rate-limits), "top-level resources".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Major {
    /// Its id.
    pub(crate) id: u64,
    /// A digest of the webhook's or interaction's token.
    pub(crate) token: u64,
}

/// A request, as the limiter sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// The route's name, one for each method and path.
    pub(crate) route: &'static str,
    /// The top-level resource.
    pub(crate) major: Major,
    /// A digest of the names of the body's fields, whatever their order.
    pub(crate) fields: u64,
    /// Whether the global limit applies; it does not apply to interaction routes.
    pub(crate) global: bool,
    /// Whether it is sent only after earlier ordered requests were answered.
    pub(crate) ordered: bool,
    /// Whether it carries the client's token.
    pub(crate) authorized: bool,
}

/// A request's place. Smaller is earlier, and a retried request keeps its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ticket(u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct BucketId(u64);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum BucketName {
    /// The bucket's name is not known yet, so the route identifies it.
    Route(&'static str),
    /// Discord's `X-RateLimit-Bucket`.
    Hash(Arc<str>),
}

#[derive(Debug)]
struct Bucket {
    name: BucketName,
    major: Major,
    state: BucketState,
    in_flight: u32,
    ordered_in_flight: u32,
    waiting: BTreeSet<Ticket>,
    waiting_ordered: BTreeSet<Ticket>,
    place: Place,
}

/// The limiter's list in which a bucket is.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// In no list: it waits for a response, or no request waits in it.
    Nowhere,
    /// Its first request may be sent as far as the bucket is concerned.
    Ready { head: Ticket, global: bool },
    /// It has room at this time.
    Timer(Instant),
}

/// See the [module](self).
#[derive(Debug)]
pub(crate) struct Limiter {
    next_id: u64,
    hashes: HashMap<&'static str, Arc<str>>,
    ids: HashMap<(BucketName, Major), BucketId>,
    buckets: HashMap<BucketId, Bucket>,
    /// Buckets that turned out to be another bucket.
    moved: HashMap<BucketId, BucketId>,
    entries: HashMap<Ticket, Entry>,
    waiting: usize,
    ready: BTreeSet<(Ticket, BucketId)>,
    ready_without_global: BTreeSet<(Ticket, BucketId)>,
    timers: BTreeSet<(Instant, BucketId)>,
    global: Global,
    trip: RoundTrip,
    hidden: HiddenLimits,
    sweep_at: usize,
}

impl Limiter {
    /// Creates a limiter with this global limit, in requests per second.
    pub(crate) fn new(global_per_second: u32) -> Self {
        Self {
            next_id: 0,
            hashes: HashMap::default(),
            ids: HashMap::default(),
            buckets: HashMap::default(),
            moved: HashMap::default(),
            entries: HashMap::default(),
            waiting: 0,
            ready: BTreeSet::new(),
            ready_without_global: BTreeSet::new(),
            timers: BTreeSet::new(),
            global: Global::new(global_per_second),
            trip: RoundTrip::default(),
            hidden: HiddenLimits::default(),
            sweep_at: SWEEP_AT,
        }
    }

    /// Sets the global limit, in requests per second.
    pub(crate) fn set_global(&mut self, per_second: u32) {
        self.global.set_limit(per_second);
    }

    /// Learns the global limit from use, up to this number of requests per second.
    pub(crate) fn learn_global(&mut self, most_per_second: u32) {
        self.global.learn_limit(most_per_second);
    }

    /// The global limit, in requests per second.
    pub(crate) fn global_limit(&self) -> usize {
        self.global.limit()
    }

    /// How many requests wait or rest.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting
    }

    /// How many requests were sent and not yet answered.
    pub(crate) fn in_flight(&self) -> usize {
        self.entries.len() - self.waiting
    }

    /// How many buckets are kept.
    pub(crate) fn buckets(&self) -> usize {
        self.buckets.len()
    }

    /// Returns the requests that may be sent now. Each counts as sent.
    pub(crate) fn pump(&mut self, now: Instant) -> Vec<Ticket> {
        while let Some(&(at, id)) = self.timers.first() {
            if at > now {
                break;
            }
            self.replace(id, now);
        }
        let mut granted = Vec::new();
        while let Some(&(ticket, id)) = self.ready_without_global.first() {
            self.grant(ticket, id, now);
            granted.push(ticket);
        }
        while let Some(&(ticket, id)) = self.ready.first() {
            if self.global.wait_until(now).is_some() {
                break;
            }
            self.grant(ticket, id, now);
            granted.push(ticket);
        }
        granted
    }

    /// Returns when [`pump`](Self::pump) should be called again, if nothing else happens before.
    pub(crate) fn next_deadline(&mut self, now: Instant) -> Option<Instant> {
        let timer = self.timers.first().map(|(at, _)| *at);
        let global = if self.ready.is_empty() { None } else { self.global.wait_until(now) };
        match (timer, global) {
            (Some(timer), Some(global)) => Some(timer.min(global)),
            (timer, global) => timer.or(global),
        }
    }

    /// Records a response other than 429 for a sent request. If `rest` is true, the request will be sent again.
    pub(crate) fn answered(
        &mut self,
        ticket: Ticket,
        headers: Option<&BucketHeaders<'_>>,
        ok: bool,
        rest: bool,
        now: Instant,
    ) {
        let Some((entry, id)) = self.landed(ticket) else { return };
        let sent = self.arrived(&entry, now);
        self.global.passed(sent);
        self.hidden.answered(&entry.asked, sent);
        let id = match headers {
            Some(headers) => self.learn(entry.asked, id, headers.bucket, now),
            None => id,
        };
        if let Some(bucket) = self.buckets.get_mut(&id) {
            bucket.state.answered(headers, ok, sent, now, bucket.in_flight);
        }
        if rest {
            self.rest(ticket, entry.asked, id);
        }
        self.replace(id, now);
    }

    /// Records that a granted request was not sent: its slot is free again. If `rest` is true, it will be sent later.
    pub(crate) fn unused(&mut self, ticket: Ticket, rest: bool, now: Instant) {
        let Some((entry, id)) = self.landed(ticket) else { return };
        if let Some(taken) = entry.sent().filter(|_| entry.asked.global) {
            self.global.unused(taken);
        }
        if rest {
            self.rest(ticket, entry.asked, id);
        }
        self.replace(id, now);
    }

    /// Records that a connection has to be made for a granted request, so the time to its response is not a round trip.
    pub(crate) fn connects(&mut self, ticket: Ticket) {
        if let Some(entry) = self.entries.get_mut(&ticket) {
            entry.connects = true;
        }
    }

    /// Returns whether a request still waits.
    pub(crate) fn is_waiting(&self, ticket: Ticket) -> bool {
        self.entries.get(&ticket).is_some_and(|entry| entry.stage == Stage::Waiting)
    }

    /// Records a 429 from Discord itself. If `rest` is true, the request will be sent again.
    pub(crate) fn exceeded(
        &mut self,
        ticket: Ticket,
        headers: Option<&BucketHeaders<'_>>,
        limit: TooMany,
        rest: bool,
        now: Instant,
    ) {
        let Some((entry, id)) = self.landed(ticket) else { return };
        let sent = self.arrived(&entry, now);
        let id = match headers {
            Some(headers) => self.learn(entry.asked, id, headers.bucket, now),
            None => id,
        };
        let has_room = headers.is_some_and(|headers| headers.remaining > 0);
        let hidden = limit.scope == Scope::User
            && has_room
            && self.hidden.exceeded(&entry.asked, limit.retry_after, sent, now);
        if limit.scope == Scope::Global {
            self.global.exceeded(limit.retry_after, sent, now);
        }
        if let Some(bucket) = self.buckets.get_mut(&id) {
            match limit.scope {
                // A request that is exempt from the global limit must wait nevertheless if it meets one.
                Scope::Global if entry.asked.global => bucket.state.unanswered(bucket.in_flight),
                _ if hidden => {
                    bucket.state.answered(headers, false, sent, now, bucket.in_flight);
                }
                _ => bucket.state.exceeded(limit.retry_after, sent, now),
            }
        }
        if rest {
            self.rest(ticket, entry.asked, id);
        }
        self.replace(id, now);
    }

    /// Records that a granted request ended without a response: it was dropped or timed out, or the connection was
    /// lost. If `rest` is true, it will be sent again.
    pub(crate) fn abandoned(&mut self, ticket: Ticket, rest: bool, now: Instant) {
        let Some((entry, id)) = self.landed(ticket) else { return };
        if let Some(sent) = entry.sent().filter(|_| entry.asked.global) {
            self.global.abandoned(sent, now);
        }
        if let Some(bucket) = self.buckets.get_mut(&id) {
            bucket.state.unanswered(bucket.in_flight);
        }
        if rest {
            self.rest(ticket, entry.asked, id);
        }
        self.replace(id, now);
    }

    /// Removes every waiting or resting request that carries the token.
    pub(crate) fn cancel_authorized(&mut self, now: Instant) -> Vec<Ticket> {
        let waiting = |entry: &Entry| entry.sent().is_none() && entry.asked.authorized;
        let mut tickets: Vec<Ticket> = self
            .entries
            .iter()
            .filter(|(_, entry)| waiting(entry))
            .map(|(ticket, _)| *ticket)
            .collect();
        tickets.sort_unstable();
        for ticket in &tickets {
            self.cancel(*ticket, now);
        }
        tickets
    }

    /// Returns what a waiting request waits for, and until when if that is known.
    pub(crate) fn reason(
        &mut self,
        ticket: Ticket,
        now: Instant,
    ) -> Option<(Limit, Option<Instant>)> {
        let entry = self.entries.get(&ticket).filter(|entry| entry.stage == Stage::Waiting)?;
        let (asked, id) = (entry.asked, self.resolve(entry.bucket));
        match self.hidden.room(&asked, now) {
            Room::Now => {}
            Room::At(at) => return Some((Limit::Hidden { operation: asked.route }, Some(at))),
            Room::WhenAnswered => return Some((Limit::Hidden { operation: asked.route }, None)),
        }
        let ordered = asked.ordered;
        let bucket = self.buckets.get_mut(&id)?;
        let ahead = before(&bucket.waiting, ticket) + before(&bucket.waiting_ordered, ticket);
        let name = match &bucket.name {
            BucketName::Hash(hash) => Some(Arc::clone(hash)),
            BucketName::Route(_) => None,
        };
        Some(match bucket.state.room(bucket.in_flight, &self.trip, now) {
            Room::Now if ordered && bucket.ordered_in_flight > 0 => (Limit::Order, None),
            Room::Now => (Limit::Global, self.global.surely_until(now)),
            Room::At(at) => {
                (Limit::Bucket { bucket: name, ahead }, if ahead == 0 { Some(at) } else { None })
            }
            Room::WhenAnswered if name.is_none() => (Limit::Probe, None),
            Room::WhenAnswered => (Limit::Bucket { bucket: name, ahead }, None),
        })
    }
}

impl Bucket {
    /// Returns whether no request waits in it, and it is in no list.
    fn is_unplaced(&self) -> bool {
        matches!(self.place, Place::Nowhere)
            && self.waiting.is_empty()
            && self.waiting_ordered.is_empty()
    }

    /// Returns the first request that does not wait for an earlier ordered one, ignoring hidden limits.
    fn head(&self) -> Option<Ticket> {
        let free = self.waiting.first().copied();
        let ordered = self.waiting_ordered.first().copied().filter(|_| self.ordered_in_flight == 0);
        match (free, ordered) {
            (Some(free), Some(ordered)) => Some(free.min(ordered)),
            (free, ordered) => free.or(ordered),
        }
    }
}

/// Returns how many requests of a queue precede a ticket. The newest ticket, for which it is mostly called, needs no
/// counting.
fn before(queue: &BTreeSet<Ticket>, ticket: Ticket) -> usize {
    match queue.last() {
        Some(last) if *last > ticket => queue.range(..ticket).count(),
        Some(last) => queue.len() - usize::from(*last == ticket),
        None => 0,
    }
}

/// Returns the time from `now` to `at`.
pub(crate) fn until(at: Instant, now: Instant) -> Duration {
    at.saturating_duration_since(now)
}

#[cfg(test)]
mod tests;
