//! Combines the three Identify rules in one state machine without I/O.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use gateway_model::gateway::{SessionStartLimit, ShardId};

use super::buckets::{Buckets, WINDOW};
use super::ledger::{Budget, Entry, Ledger};
use super::starts::Starts;

/// A request for an Identify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

/// The result of a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// This shard may send Identify now; it has been counted. Poll again immediately.
    Grant {
        /// The granted request.
        ticket: Ticket,
        /// Its shard.
        shard: ShardId,
    },
    /// No shard may identify now. Poll again at this time, or when a request is added.
    Wait(Instant),
    /// There are no requests.
    Idle,
}

/// Why a shard waits for its Identify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delay {
    /// The shard.
    pub shard: ShardId,
    /// The rule that delays it the longest.
    pub cause: DelayCause,
    /// The remaining time.
    pub time_left: Duration,
}

/// The rule that delays an Identify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DelayCause {
    /// Another shard with the same rate limit key identified less than 5 seconds ago.
    MaxConcurrency,
    /// Discord's session starts of this day are nearly used up; they return at the reset.
    SessionStartLimit {
        /// Starts left.
        remaining: u32,
        /// Starts per day.
        total: u32,
    },
    /// The shard identified so often in the last day, as in a crash loop, that further Identifies are spaced out.
    Ledger {
        /// The number of Identifies of this shard in the last day.
        spent: usize,
    },
}

impl DelayCause {
    /// Returns whether the delay should be reported: waits for the 5 second window are usual, other waits are not.
    #[must_use]
    pub const fn is_notable(self) -> bool {
        !matches!(self, Self::MaxConcurrency)
    }
}

impl fmt::Display for DelayCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MaxConcurrency => {
                f.write_str("only one Identify is allowed for each rate limit key in 5 seconds")
            }
            Self::SessionStartLimit { remaining, total } => write!(
                f,
                "only {remaining} of {total} session starts are left, and reaching the limit resets the token"
            ),
            Self::Ledger { spent } => write!(
                f,
                "{spent} Identifies of this shard in the last 24 hours look like a crash loop"
            ),
        }
    }
}

impl fmt::Display for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.time_left.as_secs_f64().ceil();
        write!(f, "shard {} waits {seconds} s for its Identify: {}", self.shard, self.cause)
    }
}

/// Decides when each shard may identify. It has no I/O: both clocks are arguments.
///
/// Requests are served in the order of their shard ids, as far as their rate limit keys are free. So a fleet starts
/// bucket by bucket, as the docs require (Gateway, [Max
/// Concurrency](https://docs.discord.com/developers/events/gateway#sharding-max-concurrency)).
#[derive(Clone, Debug)]
pub struct Scheduler {
    buckets: Buckets,
    starts: Starts,
    ledger: Option<Ledger>,
    waiting: BTreeMap<(u32, Ticket), ShardId>,
    next_ticket: u64,
}

impl Scheduler {
    /// Creates a scheduler with the limits from `GET /gateway/bot` and no ledger.
    #[must_use]
    pub fn new(limit: SessionStartLimit, now: Instant) -> Self {
        Self {
            buckets: Buckets::new(limit.max_concurrency),
            starts: Starts::new(limit, now),
            ledger: None,
            waiting: BTreeMap::new(),
            next_ticket: 0,
        }
    }

    /// Adds the Identifies of earlier processes. They count for the 5 second window too, if the last process ended a
    /// moment ago. `now_ms` is the same moment in Unix milliseconds.
    #[must_use]
    pub fn with_ledger(mut self, ledger: Ledger, now: Instant, now_ms: u64) -> Self {
        for entry in ledger.entries() {
            self.take_key(*entry, now, now_ms);
        }
        self.ledger = Some(ledger);
        self
    }

    fn take_key(&mut self, entry: Entry, now: Instant, now_ms: u64) {
        let age = Duration::from_millis(now_ms.saturating_sub(entry.at_ms));
        if let (Some(shard), Some(at)) = (entry.shard, now.checked_sub(age))
            && age < WINDOW
        {
            self.buckets.take(shard, at);
        }
    }

    /// Records an Identify of another process.
    pub(super) fn sent_elsewhere(&mut self, entry: Entry, now: Instant, now_ms: u64) {
        self.take_key(entry, now, now_ms);
        self.starts.take(now);
        if let Some(ledger) = &mut self.ledger {
            ledger.record_other(entry);
        }
    }

    /// Records that the granted Identify of this shard is sent only at this time.
    pub(super) fn put_off(&mut self, shard: ShardId, until: Instant) {
        self.buckets.take(shard, until);
    }

    pub(super) const fn max_concurrency(&self) -> u32 {
        self.buckets.max_concurrency()
    }

    /// Updates the limits from a later response of `GET /gateway/bot`.
    pub fn update(&mut self, limit: SessionStartLimit, now: Instant) {
        self.buckets.set_max_concurrency(limit.max_concurrency);
        self.starts = Starts::new(limit, now);
    }

    /// Requests an Identify.
    pub fn request(&mut self, shard: ShardId) -> Ticket {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.waiting.insert((shard.id(), ticket), shard);
        ticket
    }

    /// Withdraws a request. If it was already granted, it stays counted.
    pub fn withdraw(&mut self, ticket: Ticket) {
        self.waiting.retain(|(_, other), _| *other != ticket);
    }

    /// Returns whether a shard's request still waits.
    pub(super) fn waits(&self, shard: ShardId, ticket: Ticket) -> bool {
        self.waiting.contains_key(&(shard.id(), ticket))
    }

    /// How many requests wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many session starts are left in Discord's window, as far as known.
    #[must_use]
    pub const fn remaining(&self) -> u32 {
        self.starts.remaining()
    }

    /// The ledger, if there is one.
    #[must_use]
    pub const fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// Returns which shard may identify now. `now_ms` is the same moment in Unix milliseconds.
    pub fn poll(&mut self, now: Instant, now_ms: u64) -> Step {
        let waiting: Vec<_> = self.waiting.iter().map(|(key, shard)| (*key, *shard)).collect();
        let mut earliest: Option<Instant> = None;
        for (key, shard) in waiting {
            if let Some((until, _)) = self.blocked(shard, now, now_ms) {
                earliest = Some(earliest.map_or(until, |other| other.min(until)));
                continue;
            }
            self.waiting.remove(&key);
            self.buckets.take(shard, now);
            self.starts.take(now);
            if let Some(ledger) = &mut self.ledger {
                ledger.record(shard, now_ms);
            }
            return Step::Grant { ticket: key.1, shard };
        }
        earliest.map_or(Step::Idle, Step::Wait)
    }

    /// Returns why each waiting shard waits, ordered by shard.
    pub fn delays(&mut self, now: Instant, now_ms: u64) -> Vec<Delay> {
        let waiting: Vec<_> = self.waiting.values().copied().collect();
        waiting.into_iter().filter_map(|shard| self.delay_of(shard, now, now_ms)).collect()
    }

    /// Returns what would delay the shard if it requested an Identify now; `None` if nothing would.
    pub fn delay_of(&mut self, shard: ShardId, now: Instant, now_ms: u64) -> Option<Delay> {
        let (until, cause) = self.blocked(shard, now, now_ms)?;
        Some(Delay { shard, cause, time_left: until.saturating_duration_since(now) })
    }

    /// Returns the rule that delays the shard the longest, and until when.
    fn blocked(
        &mut self,
        shard: ShardId,
        now: Instant,
        now_ms: u64,
    ) -> Option<(Instant, DelayCause)> {
        let (total, remaining) = (self.starts.total(), self.starts.remaining());
        let window = self.buckets.free_at(shard, now).map(|at| (at, DelayCause::MaxConcurrency));
        let starts = self
            .starts
            .free_at(now)
            .map(|at| (at, DelayCause::SessionStartLimit { remaining, total }));
        let ledger = self.ledger.as_mut().and_then(|ledger| {
            let budget = Budget::new(total, shard.count().get());
            let at_ms = ledger.free_at(shard, budget, now_ms)?;
            let cause = DelayCause::Ledger { spent: ledger.spent(shard) };
            Some((now + Duration::from_millis(at_ms - now_ms), cause))
        });
        [window, starts, ledger].into_iter().flatten().max_by_key(|(at, _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIX: u64 = 1_700_000_000_000;

    fn limit(max_concurrency: u32, remaining: u32) -> SessionStartLimit {
        SessionStartLimit { total: 1000, remaining, reset_after: 3_600_000, max_concurrency }
    }

    /// Runs until no request waits; returns when each was granted.
    fn run(scheduler: &mut Scheduler, start: Instant) -> Vec<(Duration, u32)> {
        let mut now = start;
        let mut grants = Vec::new();
        loop {
            let elapsed = now - start;
            let unix = UNIX + u64::try_from(elapsed.as_millis()).unwrap();
            match scheduler.poll(now, unix) {
                Step::Grant { shard, .. } => grants.push((elapsed, shard.id())),
                Step::Wait(until) => {
                    assert!(until > now, "a wait must get somewhere");
                    now = until;
                }
                Step::Idle => return grants,
            }
        }
    }

    #[test]
    fn sixty_four_shards_start_bucket_by_bucket_in_the_least_time() {
        let start = Instant::now();
        let mut scheduler = Scheduler::new(limit(16, 1000), start);
        // Requested in the worst order.
        for id in (0..64).rev() {
            scheduler.request(ShardId::new(id, 64).unwrap());
        }
        let grants = run(&mut scheduler, start);
        let ids: Vec<u32> = grants.iter().map(|(_, id)| *id).collect();
        assert_eq!(ids, (0..64).collect::<Vec<_>>(), "in order of the shard ids");
        for (at, id) in &grants {
            assert_eq!(*at, WINDOW * (id / 16), "shard {id}");
        }
        let least = Duration::from_secs(15);
        let last = grants.last().unwrap().0;
        assert!(last >= least && last <= least.mul_f64(1.05), "{last:?}");
    }

    #[test]
    fn a_withdrawn_request_is_not_granted_and_blocks_nobody() {
        let start = Instant::now();
        let mut scheduler = Scheduler::new(limit(1, 1000), start);
        let first = scheduler.request(ShardId::new(0, 2).unwrap());
        scheduler.request(ShardId::new(1, 2).unwrap());
        assert_eq!(scheduler.waiting(), 2);
        scheduler.withdraw(first);
        assert_eq!(scheduler.waiting(), 1);
        assert_eq!(run(&mut scheduler, start), [(Duration::ZERO, 1)]);
    }

    #[test]
    fn too_few_starts_wait_for_the_reset_and_say_so() {
        let start = Instant::now();
        let mut scheduler = Scheduler::new(limit(1, 11), start);
        for id in 0..2 {
            scheduler.request(ShardId::new(id, 2).unwrap());
        }
        assert!(matches!(scheduler.poll(start, UNIX), Step::Grant { .. }));
        let delays = scheduler.delays(start, UNIX);
        assert_eq!(delays.len(), 1);
        assert_eq!(delays[0].cause, DelayCause::SessionStartLimit { remaining: 10, total: 1000 });
        assert_eq!(delays[0].time_left, Duration::from_secs(3600));
        assert_eq!(
            delays[0].to_string(),
            "shard 1/2 waits 3600 s for its Identify: only 10 of 1000 session starts are left, and reaching the limit resets the token"
        );
        assert_eq!(run(&mut scheduler, start), [(Duration::from_secs(3600), 1)]);
    }

    #[test]
    fn a_shard_held_by_the_ledger_does_not_hold_the_others() {
        let start = Instant::now();
        let zero = ShardId::new(0, 2).unwrap();
        let mut ledger = Ledger::default();
        for _ in 0..Budget::new(1000, 2).burst {
            ledger.record(zero, UNIX - 10_000);
        }
        let mut scheduler = Scheduler::new(limit(1, 1000), start).with_ledger(ledger, start, UNIX);
        scheduler.request(zero);
        scheduler.request(ShardId::new(1, 2).unwrap());
        assert!(
            matches!(scheduler.poll(start, UNIX), Step::Grant { shard, .. } if shard.id() == 1)
        );
        let delays = scheduler.delays(start, UNIX);
        assert!(matches!(delays[0].cause, DelayCause::Ledger { spent: 40 }), "{delays:?}");
        // One of 50 a day, of which 10 seconds are over.
        assert_eq!(delays[0].time_left, Duration::from_secs(86_400 / 50 - 10));
        let counted = scheduler.ledger().map(|ledger| ledger.spent(ShardId::new(1, 2).unwrap()));
        assert_eq!(counted, Some(1), "what is granted is counted");
    }

    #[test]
    fn a_restart_keeps_to_the_window_of_the_process_before() {
        let start = Instant::now() + Duration::from_secs(60);
        let mut ledger = Ledger::default();
        ledger.record(ShardId::new(0, 2).unwrap(), UNIX - 2000);
        let mut scheduler = Scheduler::new(limit(2, 1000), start).with_ledger(ledger, start, UNIX);
        for id in 0..2 {
            scheduler.request(ShardId::new(id, 2).unwrap());
        }
        let left = WINDOW - Duration::from_secs(2);
        assert_eq!(run(&mut scheduler, start), [(Duration::ZERO, 1), (left, 0)]);
    }

    #[test]
    fn a_later_answer_of_discord_replaces_the_count() {
        let start = Instant::now();
        let mut scheduler = Scheduler::new(limit(1, 0), start);
        scheduler.request(ShardId::ONE);
        assert!(matches!(scheduler.poll(start, UNIX), Step::Wait(_)));
        scheduler.update(limit(1, 500), start);
        assert!(matches!(scheduler.poll(start, UNIX), Step::Grant { .. }));
        assert_eq!(scheduler.remaining(), 499);
    }
}
