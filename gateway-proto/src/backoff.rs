//! The delay before the next connection attempt.
//!
//! Discord's docs specify only one delay, and none for Reconnect ("reconnect and resume immediately", [Gateway
//! Opcodes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes)). The other
//! delays protect the gateway during an outage, or when it accepts connections and closes them.

use std::time::{Duration, Instant};

use crate::output::NextStep;
use crate::planted::{WrongRule, planted};
use crate::rng::Rng;

/// How long a session must be live before its loss starts a new count of failures. A gateway that sends Ready and
/// closes is not a success.
pub(crate) const SETTLED: Duration = Duration::from_secs(60);

/// The delay after the first failure, before jitter. It doubles with each further failure.
const BASE: Duration = Duration::from_secs(1);
/// The longest delay before a Resume.
const CAP_RESUME: Duration = Duration::from_secs(60);
/// The longest delay before an Identify. 1000 Identifies a day are one every 86.4 s
/// ([Identifying](https://docs.discord.com/developers/events/gateway#identifying)). Jitter takes off at most half of
/// this delay, so a shard that fails for a whole day stays below the limit.
const CAP_IDENTIFY: Duration = Duration::from_secs(180);
/// After the loss of a settled session, reconnects are spread over this time, because all shards of a bot may have been
/// disconnected together.
const SPREAD: Duration = Duration::from_secs(1);

/// Counts failures in a row and computes the delay that follows each.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The number of failures in a row, for status reports.
    pub(crate) const fn failures(&self) -> u32 {
        self.failures
    }

    /// Returns the delay after a lost connection. `live_since` is when its session became live, if it did.
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

    /// Returns whether a settled session was lost. If so, a Reconnect is followed without a delay.
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

    /// Resets the count, for a Reconnect that is followed without a delay.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }
}
