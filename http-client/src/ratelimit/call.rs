//! A request as far as limits are concerned.

use super::gone::names_webhook;
use super::limiter::{Asked, Major};
use crate::fields::digest_of_names;
use crate::route::{Param, Route};

/// A request, as far as its token's limits are concerned: see [`TokenLimits::passage`](super::TokenLimits::passage).
///
/// It holds no token, but a digest of a webhook's or an interaction's.
#[derive(Clone, Copy, Debug)]
pub struct LimitedCall {
    pub(super) route: &'static Route,
    pub(super) asked: Asked,
    /// The webhook that the path names by its token.
    pub(super) webhook: Option<Major>,
}

impl LimitedCall {
    /// A request of this operation, with the parameters of its path in order. It carries no token, is in no order, and
    /// counts against the global limit unless its route is one of interactions or of webhooks with a token.
    ///
    /// Docs: [Rate Limits, Global Rate Limit](https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).
    #[must_use]
    pub fn new(route: &'static Route, params: &[Param<'_>]) -> Self {
        let major = route.major_of(params);
        let webhook = names_webhook(route, params).then_some(major);
        let call = Self::of(route, major, webhook);
        let global = !route.has_own_token() && call.asked.global;
        Self { asked: Asked { global, ..call.asked }, ..call }
    }

    /// The same with what is known of its path already. The client counts webhooks with a token as the global limit's.
    pub(crate) fn of(route: &'static Route, major: Major, webhook: Option<Major>) -> Self {
        let asked = Asked {
            route: route.name,
            major,
            fields: 0,
            global: !route.is_interaction(),
            ordered: false,
            authorized: false,
        };
        Self { route, asked, webhook }
    }

    /// Whether it carries the token, so that it waits while the token is in doubt and ends if it was refused.
    #[must_use]
    pub const fn authorized(mut self, authorized: bool) -> Self {
        self.asked.authorized = authorized;
        self
    }

    /// Whether it is sent only when the ordered requests of its bucket before it have been answered.
    #[must_use]
    pub const fn ordered(mut self, ordered: bool) -> Self {
        self.asked.ordered = ordered;
        self
    }

    /// Its body, if that is JSON: limits that no header tells of go by the fields that a request names.
    #[must_use]
    pub fn json(self, body: &[u8]) -> Self {
        self.fields(digest_of_names(body))
    }

    /// The same by the digest of the names of the body's fields.
    pub(crate) const fn fields(mut self, digest: u64) -> Self {
        self.asked.fields = digest;
        self
    }
}
