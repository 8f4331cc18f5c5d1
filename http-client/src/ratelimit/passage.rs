//! Takes one request through all limits: ban of the address, token, bucket, global limit and guard.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, StatusCode};

use super::gate::{Permit, Resting, now};
use super::gone::says_gone;
use super::guard::Admission;
use super::headers::{BucketHeaders, Scope, TooMany, retry_after};
use super::limiter::until;
use super::slot::{Admitted, InBanQueue, Slot};
use super::token_limits::TokenLimits;
use super::{LONGEST_WAIT, Limit, LimitScope, LimitedCall, Notice, Refusal};
use crate::error::{ApiError, ErrorCode};
use crate::transport::{Connected, plain};

/// A callback that gets the events of a request.
type Watcher<'a> = &'a (dyn Fn(Notice<'_>) + Send + Sync);

/// A request that passes the limits of its token and its address. Dropping it removes the request from its queue.
///
/// [`enter`](Self::enter) waits for a [`Slot`]. After the request was sent with it, pass the slot to either
/// [`settle`](Self::settle) or [`unanswered`](Self::unanswered). After a 429, or without a response, the request may
/// enter again and keeps its place. A slot that is dropped counts as used by a request without a response.
pub struct Passage<'a> {
    pub(crate) limits: &'a TokenLimits,
    call: LimitedCall,
    /// Whether it checks if a webhook that was gone exists again.
    finds_webhook: bool,
    /// How much of the maximum wait is left.
    wait_left: Duration,
    /// Its place between two attempts.
    place: Option<Resting>,
    watcher: Watcher<'a>,
}

impl std::fmt::Debug for Passage<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passage").field("call", &self.call).finish_non_exhaustive()
    }
}

impl TokenLimits {
    /// Creates the passage of a request. It waits at most `max_wait` in all queues together, and never longer than
    /// [`LONGEST_WAIT`]. `watcher` is called with its waits and 429 responses.
    #[must_use]
    pub fn passage<'a>(
        &'a self,
        call: LimitedCall,
        max_wait: Duration,
        watcher: Watcher<'a>,
    ) -> Passage<'a> {
        if call.route.is_interaction() {
            self.guard.with(|guard| guard.gone.interaction(call.asked.major.token));
        }
        let wait_left = max_wait.min(LONGEST_WAIT);
        Passage { limits: self, call, finds_webhook: false, wait_left, place: None, watcher }
    }
}

impl<'a> Passage<'a> {
    /// Waits until the request may be sent.
    ///
    /// # Errors
    ///
    /// Returns an error if the request must not be sent, or would have to wait for too long.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the request leaves its queue. A later call joins at the end.
    pub async fn enter(&mut self) -> Result<Slot<'a>, Refusal> {
        loop {
            let permit = self.queue().await?;
            let Some(slot) = self.admit(permit).await? else { continue };
            if self.is_trusted() {
                return Ok(slot);
            }
            self.put_back(slot);
        }
    }

    /// Records the response of an [`Upstream`](crate::Upstream), given its head. The body is used only if
    /// [`wants_body`](Self::wants_body) returns true, and may otherwise be empty. It must be undecoded. After a 429 the
    /// request may [`enter`](Self::enter) again.
    pub fn settle(&mut self, slot: Slot<'_>, head: &Parts, body: &Bytes) {
        if head.extensions.get::<Connected>().is_some() {
            slot.connected();
        }
        if head.status == StatusCode::TOO_MANY_REQUESTS {
            self.exceeded(slot, &head.headers, body);
        } else {
            self.answered(slot, head.status, &head.headers, body);
        }
    }

    /// Records a response other than 429; the request is not sent again.
    pub(crate) fn answered(
        &mut self,
        slot: Slot<'_>,
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) {
        let permit = self.judged(slot, status, headers, body);
        permit.answered(BucketHeaders::read(headers).as_ref(), status.is_success());
    }

    /// Returns whether the body of a response with this status has information about limits: how long a 429 closes
    /// them, or that the request's webhook is gone.
    #[must_use]
    pub fn wants_body(&self, status: StatusCode) -> bool {
        let names_webhook = self.call.webhook.is_some() && status.is_client_error();
        names_webhook || status == StatusCode::TOO_MANY_REQUESTS
    }

    /// Records a 429 with this undecoded body. The request may [`enter`](Self::enter) again. Returns whose limit it is,
    /// and for how long it is closed.
    pub(crate) fn exceeded(
        &mut self,
        slot: Slot<'_>,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> (LimitScope, Duration) {
        let Slot { permit, admitted } = slot;
        let operation = self.call.route.name;
        let Some(limit) = TooMany::read(headers, &plain(headers, body)) else {
            let host = &self.limits.host;
            let guard = &self.limits.guard;
            let wait = guard.with(|guard| guard.banned(host, retry_after(headers), now()));
            tracing::error!(%host, ?wait, "Discord's edge has banned this IP address");
            admitted.answered(true);
            self.notice(Notice::RateLimited { scope: LimitScope::Edge, retry_after: wait });
            self.place = Some(permit.rest_abandoned());
            return (LimitScope::Edge, wait);
        };
        admitted.answered(limit.scope != Scope::Shared);
        let (scope, retry_after) = (limit.scope.into(), limit.retry_after);
        self.notice(Notice::RateLimited { scope, retry_after });
        tracing::warn!(operation, ?scope, wait = ?retry_after, "429");
        self.place = Some(permit.rest_exceeded(BucketHeaders::read(headers).as_ref(), limit));
        (scope, retry_after)
    }

    /// Records that there was no response. The request may [`enter`](Self::enter) again.
    pub fn unanswered(&mut self, slot: Slot<'_>) {
        let Slot { permit, admitted } = slot;
        drop(admitted);
        self.place = Some(permit.rest_abandoned());
    }

    /// Records a response; the request is sent again.
    pub(crate) fn rest_answered(&mut self, permit: Permit, headers: &HeaderMap) {
        self.place = Some(permit.rest_answered(BucketHeaders::read(headers).as_ref()));
    }

    /// Reports a response other than 429 to the guard.
    pub(crate) fn judged(
        &self,
        slot: Slot<'_>,
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Permit {
        let Slot { permit, admitted } = slot;
        let invalid = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        let is_gone = self.watch_webhook(status, headers, body);
        admitted.answered(invalid || is_gone);
        permit
    }

    /// Waits for all limits except the guard of the address.
    pub(crate) async fn queue(&mut self) -> Result<Permit, Refusal> {
        self.check_webhook()?;
        self.outlast_ban().await?;
        self.outlast_doubt().await?;
        let mut begun = None;
        let watcher = self.watcher;
        let waits = |limit: &Limit, expected| {
            begun = Some(now());
            watcher(Notice::Waiting { limit, expected });
        };
        let (gate, wait) = (&self.limits.gate, Some(self.wait_left));
        let permit = match self.place.take() {
            Some(resting) => resting.resume(wait, waits).await,
            None => gate.acquire_watched(self.call.asked, wait, waits).await,
        };
        if let Some(begun) = begun {
            self.spend(begun);
        }
        permit
    }

    /// Waits until the guard of the address admits the request. Returns `None` if the address was banned meanwhile; the
    /// request then keeps its place.
    pub(crate) async fn admit(&mut self, permit: Permit) -> Result<Option<Slot<'a>>, Refusal> {
        let TokenLimits { guard, host, .. } = self.limits;
        loop {
            self.check_webhook()?;
            let invite = self.call.route.reads_invite();
            let admission = guard.with(|guard| guard.admit(host, invite, now()));
            let (limit, at) = match admission {
                Admission::Go | Admission::Probe => {
                    let probe = admission == Admission::Probe;
                    let admitted = Admitted::new(self.limits, probe);
                    self.depart_for_webhook()?;
                    return Ok(Some(Slot { permit, admitted }));
                }
                Admission::Refused(refusal) => return Err(refusal),
                Admission::Wait(Limit::EdgeBan { .. }, _) => {
                    self.place = Some(permit.rest_unused());
                    return Ok(None);
                }
                Admission::Wait(limit, at) => (limit, at),
            };
            let wait = until(at, now());
            if wait > self.wait_left {
                return Err(self.too_long(limit, Some(wait)));
            }
            self.pause(&limit, at).await;
        }
    }

    /// Returns whether the state of the token allows the request.
    pub(crate) fn is_trusted(&self) -> bool {
        !(self.call.asked.authorized && self.limits.gate.is_token_in_doubt())
    }

    /// Returns the slot of a request that was not sent; it keeps its place.
    pub(crate) fn put_back(&mut self, slot: Slot<'_>) {
        self.place = Some(slot.permit.rest_unused());
    }

    /// Waits for the end of a ban, if there is one, before it enters any queue. So the requests that wait for a ban are
    /// those that waited when it began, and a limited number of others.
    async fn outlast_ban(&mut self) -> Result<(), Refusal> {
        let TokenLimits { guard, host, .. } = self.limits;
        let mut in_queue = None;
        while let Some(at) = guard.with(|guard| guard.closed_until(host, now)) {
            let limit = Limit::EdgeBan { host: Arc::clone(host) };
            let wait = until(at, now());
            if wait > self.wait_left {
                return Err(self.too_long(limit, Some(wait)));
            }
            if in_queue.is_none() {
                guard
                    .with(|guard| guard.join_ban_queue(host))
                    .map_err(|waiting| Refusal::QueueFull { limit: limit.clone(), waiting })?;
                in_queue = Some(InBanQueue { limits: self.limits });
                self.notice(Notice::Waiting { limit: &limit, expected: Some(wait) });
            }
            let begun = now();
            tokio::time::sleep_until(at.into()).await;
            self.spend(begun);
        }
        Ok(())
    }

    /// Waits until the token is not in doubt.
    async fn outlast_doubt(&mut self) -> Result<(), Refusal> {
        if self.is_trusted() {
            return Ok(());
        }
        let begun = now();
        self.notice(Notice::Waiting { limit: &Limit::Token, expected: None });
        tokio::time::timeout(self.wait_left, self.limits.gate.token_judged())
            .await
            .map_err(|_| self.too_long(Limit::Token, None))?;
        self.spend(begun);
        Ok(())
    }

    /// Waits for something outside of these limits, for no longer than the request may wait.
    pub(crate) async fn wait_for(
        &mut self,
        limit: Limit,
        other: impl Future<Output = ()>,
    ) -> Result<(), Refusal> {
        let begun = now();
        tokio::time::timeout(self.wait_left, other)
            .await
            .map_err(|_| self.too_long(limit, None))?;
        self.spend(begun);
        Ok(())
    }

    /// Sleeps until a limit may allow the request.
    async fn pause(&mut self, limit: &Limit, at: Instant) {
        let begun = now();
        self.notice(Notice::Waiting { limit, expected: Some(until(at, begun)) });
        tokio::time::sleep_until(at.into()).await;
        self.spend(begun);
    }

    /// Subtracts the time since `begun` from the maximum wait.
    fn spend(&mut self, begun: Instant) {
        let waited = now().saturating_duration_since(begun);
        self.wait_left = self.wait_left.saturating_sub(waited);
        if waited >= Duration::from_millis(1) {
            self.notice(Notice::Waited { waited });
        }
    }

    /// Returns the error of a wait that is longer than the request may wait.
    fn too_long(&self, limit: Limit, retry_in: Option<Duration>) -> Refusal {
        Refusal::WaitTooLong { limit, allowed: self.wait_left, retry_in }
    }

    /// Refuses a request to a webhook that is gone, unless it is to check whether that is still so.
    fn check_webhook(&self) -> Result<(), Refusal> {
        match self.call.webhook.filter(|_| !self.finds_webhook) {
            Some(webhook) => self.limits.guard.with(|guard| guard.gone.check(webhook, now())),
            None => Ok(()),
        }
    }

    /// Like `check_webhook`, for a request that is sent now.
    fn depart_for_webhook(&mut self) -> Result<(), Refusal> {
        if let Some(webhook) = self.call.webhook.filter(|_| !self.finds_webhook) {
            let departs = self.limits.guard.with(|guard| guard.gone.depart(webhook, now()));
            self.finds_webhook = departs?;
        }
        Ok(())
    }

    /// Reports to the guard whether the request's webhook still exists. Returns true if the response says that it does
    /// not.
    fn watch_webhook(&self, status: StatusCode, headers: &HeaderMap, body: &Bytes) -> bool {
        let Some(webhook) = self.call.webhook else { return false };
        let guard = &self.limits.guard;
        let code = if self.wants_body(status) {
            ApiError::read(self.call.route, status, plain(headers, body)).code
        } else {
            ErrorCode::GENERAL
        };
        if !says_gone(status, code) {
            if !status.is_server_error() {
                guard.with(|guard| guard.gone.there(webhook));
            }
            return false;
        }
        let given_up = guard.with(|guard| guard.gone.missing(webhook, now()));
        if given_up == Some(true) {
            let operation = self.call.route.name;
            tracing::warn!(
                operation,
                webhook = webhook.id,
                %code,
                "the webhook is gone, requests to it are refused from now on"
            );
        }
        given_up.is_some()
    }

    fn notice(&self, notice: Notice<'_>) {
        (self.watcher)(notice);
    }
}

#[cfg(test)]
mod tests;
