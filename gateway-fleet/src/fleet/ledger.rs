//! The ledger of session starts, shared by all workers (rule 6).
//!
//! Discord counts the Identifies of a day, and resets the token at the limit ([Session Start
//! Limit](https://docs.discord.com/developers/events/gateway#session-start-limit-object)). The key `starts` has the
//! number that is left. Each start is subtracted before the Identify is requested, in a write that must be known to
//! have taken effect. A write with unknown outcome is resolved first, so a crash can only count a start too many.
//!
//! The ledger uses no wall clock. Discord's own `remaining` may lower the ledger at any time. It may raise it only if
//! the ledger has not changed for a minute before Discord was asked. Then no counted Identify is in flight, so Discord
//! has seen all of them, and `remaining` is right, whether a new window has begun or starts were counted that were
//! never sent. A fleet that has spent everything does not change the ledger, so it finds out by itself when the starts
//! are available again.

use std::time::{Duration, Instant};

use gateway_model::gateway::SessionStartLimit;

use crate::key::Key;
use crate::lease::{Lease, LeaseKind};
use crate::output::Output;
use crate::planted::{WrongRule, planted};
use crate::saturating::{count, millis};
use crate::value::{Rest, Stamp, StartsValue, VERSION};

use super::machine::Fleet;
use super::writes::Draft;

/// The largest number of starts counted in one write.
const COUNTED_AT_ONCE: usize = 16;
/// If starts are short, Discord is asked again after this time.
const ASK_AGAIN: Duration = Duration::from_secs(60);

#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Discord's last answer, and when it was requested.
    answer: Option<(SessionStartLimit, Instant)>,
    /// Whether the answer has yet to be applied to the ledger.
    unapplied: bool,
    asked_at: Option<Instant>,
    /// When Discord's count restarts, as Discord told this worker, or another worker reported.
    resets_at: Option<Instant>,
    /// Leases whose starts the current write counts.
    counting: Vec<Lease>,
    /// Leases that used too many starts.
    pub(super) overspent: Vec<Lease>,
    /// The starts left and the total, if leases wait because of it.
    pub(super) short: Option<(u32, u32)>,
}

/// Starts that are kept in reserve, as in gateway-shard.
const fn reserve(total: u32) -> u32 {
    total / 100
}

/// The number of starts that one shard may use until the ledger is raised: 40 for a bad hour and 50 over the day, if
/// the total allows it; the same as gateway-shard's budget.
fn most_of_one(total: u32, shards: u32) -> u32 {
    let half_share = total.saturating_mul(4) / 10 / shards.max(1);
    half_share.clamp(1, 40) + half_share.clamp(1, 50)
}

impl Fleet {
    pub(super) fn on_start_limit(
        &mut self,
        limit: SessionStartLimit,
        asked_at: Instant,
        now: Instant,
    ) {
        self.ledger.answer = Some((limit, asked_at));
        self.ledger.resets_at = asked_at.checked_add(Duration::from_millis(limit.reset_after));
        self.ledger.unapplied = true;
        self.apply_answer(now);
        self.identify_at = Some(now);
    }

    pub(super) fn ledger_concurrency(&self) -> Option<u32> {
        self.view.starts.value.as_ref().map(|starts| starts.max_concurrency.max(1))
    }

    /// Returns how many starts may be spent.
    pub(super) fn spendable(&self) -> Option<u32> {
        let starts = self.view.starts.value.as_ref()?;
        Some(starts.left.saturating_sub(reserve(starts.total)))
    }

    /// Applies Discord's answer to the ledger, as far as the rule allows.
    fn apply_answer(&mut self, now: Instant) {
        let Some((limit, asked_at)) = self.ledger.answer else { return };
        if !self.view.is_current() || self.view.unreadable.contains_key(&Key::Starts) {
            return;
        }
        let expected = self.view.starts.revision;
        let known = self.view.starts.value.as_ref();
        let quiet = self.view.starts_at + self.config.times.ledger_quiet <= asked_at
            || planted(WrongRule::DiscordRaisesTheLedgerAtOnce);
        let mut next = known.cloned().unwrap_or_else(|| StartsValue {
            v: VERSION,
            by: Stamp::default(),
            total: limit.total,
            left: limit.remaining,
            max_concurrency: limit.max_concurrency,
            spent: std::collections::BTreeMap::new(),
            rest: Rest::new(),
        });
        (next.total, next.max_concurrency) = (limit.total, limit.max_concurrency);
        if limit.remaining < next.left {
            next.left = limit.remaining;
        } else if limit.remaining > next.left && quiet {
            next.left = limit.remaining;
            next.spent.clear();
        }
        // If the ledger was lost, its last known value is written again.
        let changes = expected == 0 || known != Some(&next);
        if !changes || self.write(Key::Starts, expected, Draft::Starts(next), now) {
            self.ledger.unapplied = false;
        }
    }

    /// Subtracts starts from the ledger for waiting leases, or asks Discord if none are left.
    pub(super) fn count_starts(&mut self, now: Instant) {
        if self.view.starts.revision == 0 || self.view.starts.value.is_none() {
            return match self.ledger.answer {
                Some(_) => self.apply_answer(now),
                None => self.ask_discord(now),
            };
        }
        if self.ledger.unapplied {
            self.apply_answer(now);
        }
        let Some(starts) = &self.view.starts.value else { return };
        if !self.writes.is_free(&Key::Starts, self.view.starts.revision) {
            return;
        }
        let most = most_of_one(starts.total, self.total().unwrap_or(1));
        let spent = |lease: &Lease| starts.spent.get(&lease.index).copied().unwrap_or(0);
        let uncounted = self.waiting.iter().filter(|(_, waiting)| !waiting.is_counted);
        let (wanting, overspent): (Vec<_>, Vec<_>) =
            uncounted.map(|(lease, _)| *lease).partition(|lease| spent(lease) < most);
        let spendable = starts.left.saturating_sub(reserve(starts.total)) as usize;
        let counting: Vec<_> =
            wanting.iter().copied().take(spendable.min(COUNTED_AT_ONCE)).collect();
        let (left, total) = (starts.left, starts.total);
        let mut next = starts.clone();
        self.ledger.overspent = overspent;
        let short = !wanting.is_empty() && spendable == 0;
        self.ledger.short = short.then_some((left, total));
        if short || !self.ledger.overspent.is_empty() {
            self.ask_discord(now);
        }
        if counting.is_empty() {
            return;
        }
        next.left -= count(counting.len()).min(next.left);
        for lease in &counting {
            *next.spent.entry(lease.index).or_default() += 1;
        }
        if planted(WrongRule::CountedAfterwards) {
            for lease in &counting {
                self.waiting.entry(*lease).or_default().is_counted = true;
            }
        }
        let expected = self.view.starts.revision;
        if self.write(Key::Starts, expected, Draft::Starts(next), now) {
            self.ledger.counting = counting;
        }
    }

    fn ask_discord(&mut self, now: Instant) {
        self.ask_if_due(now);
        self.identify_at = self.ledger.asked_at.map(|at| at + ASK_AGAIN);
    }

    fn ask_if_due(&mut self, now: Instant) {
        if self.ledger.asked_at.is_none_or(|at| at + ASK_AGAIN <= now) {
            self.ledger.asked_at = Some(now);
            self.outputs.push_back(Output::AskStartLimit);
        }
    }

    /// Returns the milliseconds until Discord's count restarts, if known.
    pub(super) fn starts_come_back_in(&self, now: Instant) -> Option<u64> {
        let left = self.ledger.resets_at?.saturating_duration_since(now);
        Some(millis(left)).filter(|left| *left > 0)
    }

    /// Asks Discord when its count restarts, if this worker does not know: at the start, and after each restart of the
    /// count. So the number that is shown as left is right.
    pub(super) fn know_the_window(&mut self, now: Instant) {
        let is_of_shards = self.config.kind == LeaseKind::Shard;
        if is_of_shards && self.starts_come_back_in(now).is_none() && self.is_confirmed(now) {
            self.ask_if_due(now);
        }
    }

    /// Another worker reports when Discord's count restarts. The value is used only if none is known here: a value
    /// passed back and forth between two workers would drift.
    pub(super) fn hear_of_the_window(&mut self, resets_in: Option<u64>, now: Instant) {
        let is_known = self.starts_come_back_in(now).is_some();
        if (!is_known || planted(WrongRule::KnownWindowsAreReplaced))
            && let Some(resets_in) = resets_in
        {
            self.ledger.resets_at = now.checked_add(Duration::from_millis(resets_in));
        }
    }

    /// Returns when Discord's count restarts, as far as this worker knows.
    #[cfg(test)]
    pub(crate) const fn window(&self) -> Option<Instant> {
        self.ledger.resets_at
    }

    /// The ledger was written.
    pub(super) fn starts_landed(&mut self, now: Instant) {
        for lease in std::mem::take(&mut self.ledger.counting) {
            // A lease that has gone meanwhile stays counted.
            if let Some(waiting) = self.waiting.get_mut(&lease) {
                waiting.is_counted = true;
            }
        }
        self.identify_at = Some(now);
    }

    pub(super) fn starts_refused(&mut self, now: Instant) {
        // A write that counted no lease was for applying an answer.
        self.ledger.unapplied |= std::mem::take(&mut self.ledger.counting).is_empty();
        self.identify_at = Some(now);
    }
}
