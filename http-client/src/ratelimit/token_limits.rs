//! The limits of one token, and the guard of its address.

use std::sync::Arc;

use super::counts::Counts;
use super::gate::{Doubt, Gate};
use super::guard::AddressGuard;

/// The limits of one token, for a program that sends its own requests, such as a proxy.
///
/// A [`Client`](crate::Client) has limits of its own. Cheap to clone; clones share the limits.
#[derive(Clone, Debug)]
pub struct TokenLimits {
    pub(crate) gate: Gate,
    pub(crate) guard: AddressGuard,
    /// The host that identifies edge bans.
    pub(crate) host: Arc<str>,
}

impl TokenLimits {
    /// Creates limits that know only the global limit, in requests per second, which is at least one. At most
    /// `max_waiting` requests wait in all queues together. `host` is the host of the API, for which the `guard` records
    /// bans.
    #[must_use]
    pub fn new(
        host: impl Into<Arc<str>>,
        guard: AddressGuard,
        global_per_second: u32,
        max_waiting: usize,
    ) -> Self {
        let gate = Gate::new(global_per_second, max_waiting);
        Self { gate, guard, host: host.into() }
    }

    /// Sets the global limit, in requests per second, at least one.
    pub fn set_global_limit(&self, per_second: u32) {
        self.gate.set_global(per_second);
    }

    /// Learns the global limit from use, up to this number of requests per second. The limit rises while it is used up
    /// and no request is refused, and falls after a 429 of scope `global`, but never below the present setting. Use it
    /// for a bot that may have more than the documented limit, because no header contains it.
    pub fn learn_global_limit(&self, most_per_second: u32) {
        self.gate.learn_global(most_per_second);
    }

    /// Puts the token in doubt, because Discord answered 401: requests that carry the token wait until the [`Doubt`]
    /// has ended. Returns `None` if the token is in doubt or refused already.
    #[must_use]
    pub fn doubt_token(&self) -> Option<Doubt> {
        self.gate.doubt_token(self.gate.token_generation())
    }

    /// Returns whether Discord refused the token. Requests that carry it then fail with
    /// [`Refusal::TokenRefused`](super::Refusal::TokenRefused).
    #[must_use]
    pub fn is_token_refused(&self) -> bool {
        self.gate.is_token_refused()
    }

    /// The present counts of these limits.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.gate.counts()
    }
}
