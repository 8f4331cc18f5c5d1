//! A request, as the limits see it.

use super::gone::names_webhook;
use super::limiter::{Asked, Major};
use crate::fields::digest_of_names;
use crate::route::{Param, Route};

/// A request, as the limits of its token see it: see [`TokenLimits::passage`](super::TokenLimits::passage).
///
/// It holds no token, only a digest of the token of a webhook or an interaction.
#[derive(Clone, Copy, Debug)]
pub struct LimitedCall {
    pub(super) route: &'static Route,
    pub(super) asked: Asked,
    /// The webhook whose token is in the path.
    pub(super) webhook: Option<Major>,
}

impl LimitedCall {
    /// Creates a request of this operation, with the parameters of its path in order. By default it carries no token
    /// and is not ordered. It counts against the global limit unless its route belongs to interactions or to webhooks
    /// with a token.
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

    /// Like `new`, with values of the path that are already known. For the client, webhooks with a token count against
    /// the global limit.
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

    /// Sets whether it carries the token: then it waits while the token is in doubt, and fails if the token was
    /// refused.
    #[must_use]
    pub const fn authorized(mut self, authorized: bool) -> Self {
        self.asked.authorized = authorized;
        self
    }

    /// Sets whether it is sent only after the earlier ordered requests of its bucket were answered.
    #[must_use]
    pub const fn ordered(mut self, ordered: bool) -> Self {
        self.asked.ordered = ordered;
        self
    }

    /// Sets its JSON body. Limits without headers depend on the fields that a request sets.
    #[must_use]
    pub fn json(self, body: &[u8]) -> Self {
        self.fields(digest_of_names(body))
    }

    /// Like [`json`](Self::json), with a digest of the names of the body's fields.
    pub(crate) const fn fields(mut self, digest: u64) -> Self {
        self.asked.fields = digest;
        self
    }
}
