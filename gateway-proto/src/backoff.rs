//! When to dial again.
//!
//! The docs name one waiting time only, none for Reconnect ("reconnect and resume immediately", [Gateway
//! Opcodes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes)).
//! The rest is here so that an outage, or a gateway that accepts and closes, is not hammered.

use std::time::{Duration, Instant};

use crate::output::NextStep;
use crate::planted::{WrongRule, planted};
use crate::rng::Rng;

/// How long a session must be live before its loss counts as the first failure and not as one more.
/// A gateway that says Ready and closes is not a success.
pub(crate) const SETTLED: Duration = Duration::from_secs(60);

/// The wait after the first failure, before jitter; it doubles with each further one.
const BASE: Duration = Duration::from_secs(1);
/// The longest wait before a Resume.
const CAP_RESUME: Duration = Duration::from_secs(60);
/// The longest wait before an Identify. 1000 a day are one every 86.4 s
/// ([Identifying](https://docs.discord.com/developers/events/gateway#identifying)); jitter takes at most
/// half of this one off, so a shard that fails for a whole day stays below.
const CAP_IDENTIFY: Duration = Duration::from_secs(180);
/// After a settled session, all shards of a bot may have been cut at once: they come back spread over
/// this time.
const SPREAD: Duration = Duration::from_secs(1);

/// Counts failures in a row and turns them into waits.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Failures in a row, for people.
    pub(crate) const fn failures(&self) -> u32 {
        self.failures
    }

    /// The wait after a lost connection. `live_since` is when its session went live, if it did.
    pub(crate) fn after_loss(
        &mut self,
        live_since: Option<Instant>,
        now: Instant,
        next: NextStep,
        rng: &mut Rng,
    ) -> Duration {
        if Self::was_settled(live_since, now) || planted(WrongRule::BackoffResetsAtOnce) {
            self.failures = 0;
            return rng.between(Duration::ZERO, SPREAD);
        }
        let cap = match next {
            NextStep::Resume => CAP_RESUME,
            NextStep::Identify => CAP_IDENTIFY,
        };
        let doublings = self.failures.min(16);
        let full = BASE.saturating_mul(1 << doublings).min(cap);
        self.failures = self.failures.saturating_add(1);
        rng.between(full / 2, full)
    }

    /// Whether a settled session was lost: Reconnect may then be followed at once.
    pub(crate) fn was_settled(live_since: Option<Instant>, now: Instant) -> bool {
        let settled = if planted(WrongRule::AnyLiveSessionSettles) {
            Duration::ZERO
        } else if planted(WrongRule::HalfTheTimeSettles) {
            SETTLED / 2
        } else {
            SETTLED
        };
        live_since.is_some_and(|since| now.duration_since(since) >= settled)
    }

    /// Begins the count anew, for a Reconnect that is followed at once.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }
}
