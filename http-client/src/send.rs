//! The way of every request: queue, guard, wire, and back.

mod judge;
mod token;
mod turns;
mod unanswered;

use std::pin::Pin;
use std::time::{Duration, Instant};

use http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

use self::turns::{Admitted, InBanQueue, SharedTurn};
use crate::answer::Raw;
use crate::client::{Client, Inner};
use crate::error::{BuildError, Error, TransportError};
use crate::multipart::{Outgoing, Payload};
use crate::ratelimit::gate::{Permit, Resting, now};
use crate::ratelimit::guard::Admission;
use crate::ratelimit::limiter::{Asked, until};
use crate::ratelimit::{LONGEST_WAIT, Limit, LimitedRequest, Notice, Refusal};
use crate::request::Parts;
use crate::route::Authorization;

const AUDIT_LOG_REASON: HeaderName = HeaderName::from_static("x-audit-log-reason");

/// Sends a request until it is answered for good. Boxed, so that it is compiled in this crate, not in each that
/// awaits it.
pub(crate) fn send<'a>(
    client: &'a Client,
    parts: &'a mut Parts,
) -> Pin<Box<dyn Future<Output = Result<Raw, Error>> + Send + 'a>> {
    Box::pin(send_as(client, parts, false))
}

/// Sends a request. If it `confirms` the token, it goes out while the token is in doubt.
async fn send_as(client: &Client, parts: &mut Parts, confirms: bool) -> Result<Raw, Error> {
    let mut sending = Sending::prepare(client, parts, confirms)?;
    let answer = match sending.parts.options.total_timeout {
        None => sending.run().await,
        Some(limit) => tokio::time::timeout(limit, sending.run())
            .await
            .unwrap_or(Err(Error::Transport(TransportError::TotalTimeout(limit)))),
    };
    #[cfg(feature = "metrics")]
    crate::metric::ended(answer.as_ref().err(), client.guard());
    answer
}

/// A request made ready, and what it has used up so far.
struct Sending<'a> {
    client: &'a Inner,
    /// The client with its count of owners.
    shared_client: &'a Client,
    /// Whether it finds out if the token is valid.
    confirms: bool,
    /// Whether it finds out if a webhook that was gone is there again.
    finds_webhook: bool,
    /// The number of the token that it was last sent with.
    token: u64,
    /// A digest of the names of the body's fields.
    fields: u64,
    parts: &'a Parts,
    uri: http::Uri,
    authorization: Option<HeaderValue>,
    content_type: Option<HeaderValue>,
    body: Payload,
    /// What is left of the longest wait.
    wait_left: Duration,
    /// Repetitions left after failures.
    retries_left: u32,
    /// 429 answers so far.
    exceeded: u32,
    /// Connections so far that did not process the request.
    turned_away: u32,
}

/// What to do after a try.
enum Next {
    Done(Result<Raw, Error>),
    Again(Resting),
}

impl<'a> Sending<'a> {
    fn prepare(
        shared_client: &'a Client,
        parts: &'a mut Parts,
        confirms: bool,
    ) -> Result<Self, Error> {
        let client = shared_client.inner();
        if let Some(error) = parts.error.take() {
            return Err(error.into());
        }
        parts.check()?;
        let uri = client.base.uri(parts.target()).map_err(BuildError::Url)?;
        let token = client.gate.token_generation();
        let authorization = match parts.route.authorization {
            Authorization::None => None,
            Authorization::Optional => client.authorization(),
            Authorization::Token => {
                let token = client.authorization();
                Some(token.ok_or(BuildError::NoToken { operation: parts.route.name })?)
            }
        };
        if parts.route.is_interaction() {
            client.guard.with(|guard| guard.gone.interaction(parts.major.token));
        }
        let fields = parts.fields();
        let (body, content_type) = parts.payload();
        let wait_left = parts.options.max_wait.map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT));
        let retries_left = parts.options.retries;
        Ok(Self {
            client,
            shared_client,
            confirms,
            finds_webhook: false,
            token,
            fields,
            parts,
            uri,
            authorization,
            content_type,
            body,
            wait_left,
            retries_left,
            exceeded: 0,
            turned_away: 0,
        })
    }

    async fn run(&mut self) -> Result<Raw, Error> {
        let mut place = None;
        loop {
            self.check_webhook()?;
            self.outlast_ban().await?;
            self.outlast_doubt().await?;
            let permit = self.turn(place.take()).await?;
            match self.try_once(permit).await? {
                Next::Done(result) => return result,
                Next::Again(resting) => place = Some(resting),
            }
        }
    }

    /// Waits for the limits of the token.
    async fn turn(&mut self, place: Option<Resting>) -> Result<Permit, Refusal> {
        let (client, route) = (self.client, self.parts.route);
        let mut begun = None;
        let waits = |limit: &Limit, expected| {
            begun = Some(now());
            client.notice(route, Notice::Waiting { limit, expected });
        };
        let permit = match place {
            Some(resting) => resting.resume(Some(self.wait_left), waits).await,
            None => {
                let asked = Asked {
                    route: route.name,
                    major: self.parts.major,
                    fields: self.fields,
                    global: !route.is_interaction(),
                    ordered: self.parts.options.ordered,
                    authorized: self.needs_trust(),
                };
                client.gate.acquire_watched(asked, Some(self.wait_left), waits).await
            }
        };
        if let Some(begun) = begun {
            self.spend(begun);
        }
        permit
    }

    async fn try_once(&mut self, permit: Permit) -> Result<Next, Error> {
        let shared = self.shared().await?;
        let Some(admitted) = self.admitted().await? else {
            return Ok(Next::Again(permit.rest_unused()));
        };
        let limit = self.parts.options.try_timeout;
        self.authorize();
        let request = self.request().await?;
        if self.needs_trust() && self.client.gate.is_token_in_doubt() {
            return Ok(Next::Again(permit.rest_unused()));
        }
        let begun = now();
        let answer = self.client.transport.call(request, limit).await;
        match &answer {
            Ok(answer) => {
                let took = || now().saturating_duration_since(begun);
                self.client.answered(self.parts.route, answer.status, took);
            }
            Err(_) => self.notice(Notice::NotAnswered),
        }
        if let Some(shared) = shared {
            shared.ended(answer.as_ref().ok());
        }
        Ok(self.judge(permit, admitted, answer).await)
    }

    async fn request(&self) -> Result<http::Request<Outgoing>, TransportError> {
        let body = match &self.body {
            Payload::Whole(bytes) => Outgoing::whole(bytes.clone(), self.parts.watcher.clone()),
            Payload::Parts(parts) => parts.open(self.parts.watcher.clone()).await?,
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = self.parts.route.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers();
        Ok(request)
    }

    fn headers(&self) -> HeaderMap {
        // With room for the host and the body's length, which hyper adds.
        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(USER_AGENT, self.client.user_agent.clone());
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let more = [
            (AUTHORIZATION, &self.authorization),
            (AUDIT_LOG_REASON, &self.parts.reason),
            (CONTENT_TYPE, &self.content_type),
        ];
        for (name, value) in more {
            if let Some(value) = value {
                headers.insert(name, value.clone());
            }
        }
        headers
    }

    /// Waits for the end of a ban, if there is one, before it queues for anything else: so only those wait behind a
    /// ban that were there when it came, and a bounded number of others.
    async fn outlast_ban(&mut self) -> Result<(), Refusal> {
        let client = self.client;
        let mut in_queue = None;
        while let Some(at) = client.guard.with(|guard| guard.closed_until(&client.host, now)) {
            let limit = Limit::EdgeBan { host: client.host.clone() };
            let wait = until(at, now());
            if wait > self.wait_left {
                return Err(self.too_long(limit, Some(wait)));
            }
            if in_queue.is_none() {
                client
                    .guard
                    .with(|guard| guard.join_ban_queue(&client.host))
                    .map_err(|waiting| Refusal::QueueFull { limit: limit.clone(), waiting })?;
                in_queue = Some(InBanQueue { client });
                self.notice(Notice::Waiting { limit: &limit, expected: Some(wait) });
            }
            let begun = now();
            tokio::time::sleep_until(at.into()).await;
            self.spend(begun);
        }
        Ok(())
    }

    /// Waits until the guard of the address lets the request go; `None` if the address has been banned meanwhile.
    async fn admitted(&mut self) -> Result<Option<Admitted<'a>>, Refusal> {
        let client = self.client;
        loop {
            self.check_webhook()?;
            let invite = self.parts.route.reads_invite();
            let admission = client.guard.with(|guard| guard.admit(&client.host, invite, now()));
            let (limit, at) = match admission {
                Admission::Go | Admission::Probe => {
                    let admitted = Admitted::new(client, admission == Admission::Probe);
                    self.depart_for_webhook()?;
                    return Ok(Some(admitted));
                }
                Admission::Refused(refusal) => return Err(refusal),
                Admission::Wait(Limit::EdgeBan { .. }, _) => return Ok(None),
                Admission::Wait(limit, at) => (limit, at),
            };
            let wait = until(at, now());
            if wait > self.wait_left {
                return Err(self.too_long(limit, Some(wait)));
            }
            self.pause(&limit, at).await;
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
        tokio::time::timeout(self.wait_left, acquiring)
            .await
            .map_err(|_| self.too_long(Limit::Shared, None))?;
        self.spend(begun);
        Ok(Some(SharedTurn { limits, request, done: false }))
    }

    /// Sleeps until a limit lets go.
    async fn pause(&mut self, limit: &Limit, at: Instant) {
        let begun = now();
        self.notice(Notice::Waiting { limit, expected: Some(until(at, begun)) });
        tokio::time::sleep_until(at.into()).await;
        self.spend(begun);
    }

    /// Takes the time since `begun` off the longest wait.
    fn spend(&mut self, begun: Instant) {
        let waited = now().saturating_duration_since(begun);
        self.wait_left = self.wait_left.saturating_sub(waited);
        if waited >= Duration::from_millis(1) {
            self.notice(Notice::Waited { waited });
        }
    }

    /// The error of a wait that is longer than the request may wait.
    fn too_long(&self, limit: Limit, retry_in: Option<Duration>) -> Refusal {
        Refusal::WaitTooLong { limit, allowed: self.wait_left, retry_in }
    }

    /// Refuses a request to a webhook that is gone, unless it finds out whether that is still so.
    fn check_webhook(&self) -> Result<(), Refusal> {
        match self.parts.webhook.filter(|_| !self.finds_webhook) {
            Some(webhook) => self.client.guard.with(|guard| guard.gone.check(webhook, now())),
            None => Ok(()),
        }
    }

    /// The same for a request that is sent now.
    fn depart_for_webhook(&mut self) -> Result<(), Refusal> {
        if let Some(webhook) = self.parts.webhook.filter(|_| !self.finds_webhook) {
            let departs = self.client.guard.with(|guard| guard.gone.depart(webhook, now()));
            self.finds_webhook = departs?;
        }
        Ok(())
    }

    fn notice(&self, notice: Notice<'_>) {
        self.client.notice(self.parts.route, notice);
    }
}
