//! The way of every request: queue, guard, wire, and what its answer means for the next.

use std::time::{Duration, Instant};

use http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::answer::Raw;
use crate::client::{Client, Inner};
use crate::error::{ApiError, BuildError, Error, TransportError};
use crate::multipart::{Outgoing, Payload};
use crate::ratelimit::gate::{Permit, now};
use crate::ratelimit::guard::Admission;
use crate::ratelimit::headers::{BucketHeaders, Scope, TooMany, retry_after};
use crate::ratelimit::limiter::{Asked, until};
use crate::ratelimit::{
    BucketReport, Limit, LimitReport, LimitedRequest, Notice, Refusal, SharedLimits,
};
use crate::request::{Options, Parts};
use crate::route::Authorization;
use crate::transport::Received;

/// Sends a request until it is answered for good.
pub(crate) async fn send(client: &Client, parts: Parts) -> Result<Raw, Error> {
    match parts.options.total_timeout {
        None => Sending::prepare(client.inner(), parts)?.run().await,
        Some(limit) => {
            let sending = Sending::prepare(client.inner(), parts)?;
            tokio::time::timeout(limit, sending.run())
                .await
                .unwrap_or(Err(Error::Transport(TransportError::TotalTimeout(limit))))
        }
    }
}

/// A request made ready, and what it has used up so far.
struct Sending<'a> {
    client: &'a Inner,
    parts: Parts,
    uri: http::Uri,
    headers: HeaderMap,
    body: Payload,
    authorized: bool,
    /// What is left of the longest wait.
    wait_left: Option<Duration>,
    /// Repetitions left after failures.
    retries_left: u32,
    /// 429 answers so far.
    exceeded: u32,
}

/// A 429 is waited out this often; a limit that never lets go must end in an error.
const MOST_429: u32 = 5;

/// What to do after a try.
enum Next {
    Done(Result<Raw, Error>),
    Again(Permit),
}

impl<'a> Sending<'a> {
    fn prepare(client: &'a Inner, mut parts: Parts) -> Result<Self, Error> {
        if let Some(error) = parts.error.take() {
            return Err(error.into());
        }
        parts.check()?;
        let target = format!("{}{}", client.base, parts.target());
        let uri =
            target.parse().map_err(|error: http::uri::InvalidUri| BuildError::Url(error.into()))?;
        let mut headers = HeaderMap::with_capacity(6);
        headers.insert(USER_AGENT, client.user_agent.clone());
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let authorization = match parts.route.authorization {
            Authorization::None => None,
            Authorization::Optional => client.authorization(),
            Authorization::Token => {
                let token = client.authorization();
                Some(token.ok_or(BuildError::NoToken { operation: parts.route.name })?)
            }
        };
        let authorized = authorization.is_some();
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, authorization);
        }
        if let Some(reason) = parts.reason.take() {
            headers.insert("x-audit-log-reason", reason);
        }
        let (body, content_type) = parts.payload();
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, content_type);
        }
        let (wait_left, retries_left) = (parts.options.max_wait, parts.options.retries);
        Ok(Self {
            client,
            parts,
            uri,
            headers,
            body,
            authorized,
            wait_left,
            retries_left,
            exceeded: 0,
        })
    }

    async fn run(mut self) -> Result<Raw, Error> {
        let asked = Asked {
            route: self.parts.route.name,
            major: self.parts.major,
            global: !self.parts.route.is_interaction(),
            ordered: self.parts.options.ordered,
            authorized: self.authorized,
        };
        let begun = now();
        let operation = self.parts.route.name;
        let waits = |limit: &Limit, expected| {
            self.client.notice(operation, Notice::Waiting { limit, expected });
        };
        let permit = self.client.gate.acquire_watched(asked, self.wait_left, waits).await;
        self.spend(begun);
        let mut permit = permit?;
        loop {
            match self.try_once(permit).await? {
                Next::Done(result) => return result,
                Next::Again(next) => permit = next,
            }
        }
    }

    async fn try_once(&mut self, permit: Permit) -> Result<Next, Error> {
        let shared = self.shared().await?;
        let admitted = self.admitted().await?;
        let limit = self.parts.options.try_timeout;
        let request = self.request().await?;
        let begun = now();
        let answer = tokio::time::timeout(limit, self.client.transport.call(request)).await;
        let answer = answer.unwrap_or(Err(TransportError::TryTimeout(limit)));
        if let Ok(Received { status, .. }) = &answer {
            let took = now().saturating_duration_since(begun);
            let notice = Notice::Answered { status: *status, took };
            self.client.notice(self.parts.route.name, notice);
        }
        if let Some(shared) = shared {
            shared.ended(answer.as_ref().ok());
        }
        match answer {
            Err(error) => {
                admitted.ended(false);
                self.failed(permit, error).await
            }
            Ok(answer) if answer.status == StatusCode::TOO_MANY_REQUESTS => {
                self.too_many(permit, admitted, answer).await
            }
            Ok(answer) => {
                let invalid =
                    matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
                admitted.ended(invalid);
                self.answered(permit, answer).await
            }
        }
    }

    async fn request(&self) -> Result<http::Request<Outgoing>, TransportError> {
        let mut request = http::Request::new(self.body.open(self.parts.watcher.clone()).await?);
        *request.method_mut() = self.parts.route.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        Ok(request)
    }

    /// Waits until the guard of the address lets the request go.
    async fn admitted(&mut self) -> Result<Admitted<'a>, Refusal> {
        let mut in_ban_queue = None;
        loop {
            let client = self.client;
            let admission = client
                .guard
                .with(|guard| guard.admit(&client.host, self.parts.route.reads_invite(), now()));
            let (limit, at) = match admission {
                Admission::Go => return Ok(Admitted { client, done: false }),
                Admission::Refused(refusal) => return Err(refusal),
                Admission::Wait(limit, at) => (limit, at),
            };
            let wait = until(at, now());
            if let Some(allowed) = self.wait_left.filter(|left| wait > *left) {
                return Err(Refusal::WaitTooLong { limit, allowed, retry_in: Some(wait) });
            }
            if matches!(limit, Limit::EdgeBan { .. }) && in_ban_queue.is_none() {
                client
                    .guard
                    .with(|guard| guard.join_ban_queue(&client.host))
                    .map_err(|waiting| Refusal::QueueFull { limit: limit.clone(), waiting })?;
                in_ban_queue = Some(InBanQueue { client });
            }
            let notice = Notice::Waiting { limit: &limit, expected: Some(wait) };
            self.client.notice(self.parts.route.name, notice);
            let begun = now();
            tokio::time::sleep_until(at.into()).await;
            self.spend(begun);
        }
    }

    /// Waits until other processes let the request go, if they have a say.
    async fn shared(&mut self) -> Result<Option<SharedTurn<'a>>, Refusal> {
        let client = self.client;
        let Some(limits) = client.shared.as_deref() else { return Ok(None) };
        let request = LimitedRequest {
            operation: self.parts.route.name,
            resource: self.parts.major.id,
            token_digest: self.parts.major.token,
            global: !self.parts.route.is_interaction(),
        };
        let begun = now();
        let acquiring = limits.acquire(&request);
        match self.wait_left {
            None => acquiring.await,
            Some(allowed) => {
                tokio::time::timeout(allowed, acquiring).await.map_err(|_| {
                    let limit = Limit::Shared;
                    Refusal::WaitTooLong { limit, allowed, retry_in: None }
                })?;
            }
        }
        self.spend(begun);
        Ok(Some(SharedTurn { limits, request, done: false }))
    }

    /// An answer that is not a 429.
    async fn answered(&mut self, permit: Permit, answer: Received) -> Result<Next, Error> {
        let headers = BucketHeaders::read(&answer.headers);
        let status = answer.status;
        if status.is_success() {
            permit.answered(headers.as_ref(), true);
            return Ok(Next::Done(Ok(Raw { status, body: answer.body })));
        }
        if status == StatusCode::UNAUTHORIZED && self.authorized {
            self.client.gate.refuse_token();
        }
        let error =
            || Error::Api(Box::new(ApiError::read(self.parts.route, status, answer.body.clone())));
        if !status.is_server_error() || !self.may_repeat() {
            permit.answered(headers.as_ref(), false);
            return Ok(Next::Done(Err(error())));
        }
        tracing::warn!(
            operation = self.parts.route.name,
            status = status.as_u16(),
            "server error, trying again"
        );
        self.back_off().await;
        let begun = now();
        let permit = permit.answered_again(headers.as_ref(), self.wait_left).await?;
        self.spend(begun);
        Ok(Next::Again(permit))
    }

    /// No answer.
    async fn failed(&mut self, permit: Permit, error: TransportError) -> Result<Next, Error> {
        let repeat =
            error.is_retryable() && (error.was_not_sent() || self.parts.options.repeatable);
        if !repeat || self.retries_left == 0 {
            drop(permit);
            return Ok(Next::Done(Err(error.into())));
        }
        self.retries_left -= 1;
        tracing::warn!(operation = self.parts.route.name, %error, "no answer, trying again");
        self.back_off().await;
        let begun = now();
        let permit = permit.abandoned_again(self.wait_left).await?;
        self.spend(begun);
        Ok(Next::Again(permit))
    }

    /// A 429, of Discord or of its edge.
    async fn too_many(
        &mut self,
        permit: Permit,
        admitted: Admitted<'a>,
        answer: Received,
    ) -> Result<Next, Error> {
        self.exceeded += 1;
        let last = self.exceeded > MOST_429;
        let error = |this: &Self| {
            Error::Api(Box::new(ApiError::read(
                this.parts.route,
                answer.status,
                answer.body.clone(),
            )))
        };
        let begun = now();
        let Some(limit) = TooMany::read(&answer.headers, &answer.body) else {
            let host = &self.client.host;
            let wait = self
                .client
                .guard
                .with(|guard| guard.banned(host, retry_after(&answer.headers), now()));
            tracing::error!(%host, ?wait, "the edge has banned this address");
            admitted.ended(true);
            if last {
                return Ok(Next::Done(Err(error(self))));
            }
            let permit = permit.abandoned_again(self.wait_left).await?;
            self.spend(begun);
            return Ok(Next::Again(permit));
        };
        admitted.ended(limit.scope != Scope::Shared);
        let global = limit.scope == Scope::Global;
        let notice = Notice::RateLimited { retry_after: limit.retry_after, global };
        self.client.notice(self.parts.route.name, notice);
        let headers = BucketHeaders::read(&answer.headers);
        tracing::warn!(operation = self.parts.route.name, scope = ?limit.scope, wait = ?limit.retry_after, "429");
        if last {
            permit.exceeded(headers.as_ref(), limit);
            return Ok(Next::Done(Err(error(self))));
        }
        let permit = permit.exceeded_again(headers.as_ref(), limit, self.wait_left).await?;
        self.spend(begun);
        Ok(Next::Again(permit))
    }

    /// Whether one more try is allowed; takes it.
    fn may_repeat(&mut self) -> bool {
        let may = self.parts.options.repeatable && self.retries_left > 0;
        self.retries_left = self.retries_left.saturating_sub(u32::from(may));
        may
    }

    /// Sleeps before a repetition: longer each time, and anywhere in the upper half of the longest pause.
    async fn back_off(&self) {
        let Options { retries, back_off, .. } = self.parts.options;
        let tries = retries.saturating_sub(self.retries_left).saturating_sub(1).min(4);
        let most = back_off * 2_u32.pow(tries);
        let pause = most.mul_f64(0.5 + fastrand::f64() / 2.0);
        let notice = Notice::Retrying { pause, left: self.retries_left };
        self.client.notice(self.parts.route.name, notice);
        tokio::time::sleep(pause).await;
    }

    /// Takes the time since `begun` off the longest wait.
    fn spend(&mut self, begun: Instant) {
        let waited = now().saturating_duration_since(begun);
        if let Some(left) = &mut self.wait_left {
            *left = left.saturating_sub(waited);
        }
        if waited >= Duration::from_millis(1) {
            self.client.notice(self.parts.route.name, Notice::Waited { waited });
        }
    }
}

/// A place among the requests the guard counts as in flight; dropping it gives it back.
struct Admitted<'a> {
    client: &'a Inner,
    done: bool,
}

impl Admitted<'_> {
    fn ended(mut self, invalid: bool) {
        self.done = true;
        self.client.guard.with(|guard| guard.ended(invalid, now()));
    }
}

impl Drop for Admitted<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.client.guard.with(|guard| guard.ended(false, now()));
        }
    }
}

/// A place among those who wait for the end of a ban.
struct InBanQueue<'a> {
    client: &'a Inner,
}

impl Drop for InBanQueue<'_> {
    fn drop(&mut self) {
        self.client.guard.with(|guard| guard.leave_ban_queue(&self.client.host));
    }
}

/// A request that other processes have let go; dropping it tells them that it got no answer.
struct SharedTurn<'a> {
    limits: &'a dyn SharedLimits,
    request: LimitedRequest,
    done: bool,
}

impl SharedTurn<'_> {
    fn ended(mut self, answer: Option<&Received>) {
        self.done = true;
        let report = answer.map(|answer| {
            let exceeded = (answer.status == StatusCode::TOO_MANY_REQUESTS)
                .then(|| TooMany::read(&answer.headers, &answer.body))
                .flatten();
            LimitReport {
                status: answer.status,
                bucket: BucketHeaders::read(&answer.headers).map(|headers| BucketReport {
                    name: String::from(&*headers.bucket),
                    limit: headers.limit,
                    remaining: headers.remaining,
                    reset_after: headers.reset_after,
                }),
                retry_after: exceeded.as_ref().map(|limit| limit.retry_after),
                is_global: exceeded.is_some_and(|limit| limit.scope == Scope::Global),
            }
        });
        self.limits.ended(&self.request, report.as_ref());
    }
}

impl Drop for SharedTurn<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.limits.ended(&self.request, None);
        }
    }
}
