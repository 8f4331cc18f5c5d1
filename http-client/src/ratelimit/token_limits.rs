//! The limits of one token, with the guard of its address.

use std::sync::Arc;

use super::counts::Counts;
use super::gate::{Doubt, Gate};
use super::guard::AddressGuard;

/// The limits of one token, for a program that sends requests by itself, such as a proxy.
///
/// A [`Client`](crate::Client) has its own. Cheap to clone; the clones share the limits.
#[derive(Clone, Debug)]
pub struct TokenLimits {
    pub(crate) gate: Gate,
    pub(crate) guard: AddressGuard,
    /// The host that edge bans are counted by.
    pub(crate) host: Arc<str>,
}

impl TokenLimits {
    /// Limits of which nothing is known but the global one, in requests a second, at least one. At most `max_waiting`
    /// requests wait in all queues together. `host` is that of the API, by which the `guard` counts bans.
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

    /// Changes the global limit, in requests a second, at least one.
    pub fn set_global_limit(&self, per_second: u32) {
        self.gate.set_global(per_second);
    }

    /// Finds the global limit out by use, up to this, in requests a second: it rises while it is used up and nothing is
    /// refused, and falls after a 429 of scope `global`, never below the one that is set now. For a bot that may have more
    /// than the documented limit, because no header tells it.
    pub fn learn_global_limit(&self, most_per_second: u32) {
        self.gate.learn_global(most_per_second);
    }

    /// Puts the token in doubt, because Discord answered 401: authorized requests wait until the [`Doubt`] is over.
    /// `None` if the token is in doubt or refused already.
    #[must_use]
    pub fn doubt_token(&self) -> Option<Doubt> {
        self.gate.doubt_token(self.gate.token_generation())
    }

    /// Whether Discord refused the token: authorized requests end with [`Refusal::TokenRefused`](super::Refusal::TokenRefused).
    #[must_use]
    pub fn is_token_refused(&self) -> bool {
        self.gate.is_token_refused()
    }

    /// What these limits hold now.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.gate.counts()
    }
}
