//! Sends requests: queue, guard, connection, response.

mod judge;
mod shared;
mod stage;
mod token;
mod unanswered;

use std::pin::Pin;

use http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

use self::shared::SharedTurn;
use self::stage::Stage;
use crate::answer::Raw;
use crate::client::{Client, Inner};
use crate::error::{BuildError, Error, TransportError};
use crate::multipart::{Outgoing, Payload};
use crate::ratelimit::gate::{Permit, now};
use crate::ratelimit::{
    LONGEST_WAIT, Limit, LimitedCall, LimitedRequest, Notice, Passage, Refusal,
};
use crate::request::Parts;
use crate::route::Authorization;

const AUDIT_LOG_REASON: HeaderName = HeaderName::from_static("x-audit-log-reason");

/// Sends a request until it has a final response. The future is boxed so that it is compiled in this crate, and not in
/// each crate that awaits it.
pub(crate) fn send<'a>(
    client: &'a Client,
    parts: &'a mut Parts,
) -> Pin<Box<dyn Future<Output = Result<Raw, Error>> + Send + 'a>> {
    Box::pin(send_as(client, parts, false))
}

/// Sends a request. If it `confirms` the token, it is sent while the token is in doubt.
async fn send_as(client: &Client, parts: &mut Parts, confirms: bool) -> Result<Raw, Error> {
    let route = parts.route;
    let watcher = |notice: Notice<'_>| client.inner().notice(route, notice);
    let mut sending = Sending::prepare(client, parts, confirms, &watcher)?;
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

/// A request in progress, and what it has used so far.
struct Sending<'a> {
    client: &'a Inner,
    /// The client, which counts its owners.
    shared_client: &'a Client,
    stage: Stage,
    /// Whether it checks if the token is valid.
    confirms: bool,
    /// The number of the token with which it was last sent.
    token: u64,
    parts: &'a Parts,
    uri: http::Uri,
    authorization: Option<HeaderValue>,
    content_type: Option<HeaderValue>,
    body: Payload,
    passage: Passage<'a>,
    /// How many retries are left.
    retries_left: u32,
    /// How many 429 responses it got so far.
    exceeded: u32,
    /// How many connections did not process the request so far.
    turned_away: u32,
}

/// What to do after an attempt.
enum Next {
    Done(Result<Raw, Error>),
    Again,
}

impl<'a> Sending<'a> {
    fn prepare(
        shared_client: &'a Client,
        parts: &'a mut Parts,
        confirms: bool,
        watcher: &'a (dyn Fn(Notice<'_>) + Send + Sync),
    ) -> Result<Self, Error> {
        let client = shared_client.inner();
        if let Some(error) = parts.error.take() {
            return Err(error.into());
        }
        parts.check()?;
        let uri = client.base.uri(parts.target()).map_err(BuildError::Url)?;
        let token = client.limits.gate.token_generation();
        let authorization = match parts.route.authorization {
            Authorization::None => None,
            Authorization::Optional => client.authorization(),
            Authorization::Token => {
                let token = client.authorization();
                Some(token.ok_or(BuildError::NoToken { operation: parts.route.name })?)
            }
        };
        let call = LimitedCall::of(parts.route, parts.major, parts.webhook)
            .fields(parts.fields())
            .ordered(parts.options.ordered)
            .authorized(authorization.is_some() && !confirms);
        let max_wait = parts.options.max_wait.unwrap_or(LONGEST_WAIT);
        let passage = client.limits.passage(call, max_wait, watcher);
        let (body, content_type) = parts.payload();
        let retries_left = parts.options.retries;
        Ok(Self {
            client,
            shared_client,
            stage: Stage::Queued,
            confirms,
            token,
            parts,
            uri,
            authorization,
            content_type,
            body,
            passage,
            retries_left,
            exceeded: 0,
            turned_away: 0,
        })
    }

    async fn run(&mut self) -> Result<Raw, Error> {
        let result = self.tries().await;
        self.enter(Stage::Ended);
        result
    }

    async fn tries(&mut self) -> Result<Raw, Error> {
        loop {
            let permit = self.passage.queue().await?;
            self.enter(Stage::Guarded);
            if let Next::Done(result) = self.try_once(permit).await? {
                return result;
            }
            self.enter(Stage::Queued);
        }
    }

    async fn try_once(&mut self, permit: Permit) -> Result<Next, Error> {
        let shared = self.shared().await?;
        let Some(slot) = self.passage.admit(permit).await? else { return Ok(Next::Again) };
        let limit = self.parts.options.try_timeout;
        self.authorize();
        let request = self.request().await?;
        if !self.passage.is_trusted() {
            self.passage.put_back(slot);
            return Ok(Next::Again);
        }
        self.enter(Stage::Sent);
        let begun = now();
        let answer = self.client.transport.call(request, limit).await;
        match &answer {
            Ok(answer) => {
                let took = || now().saturating_duration_since(begun);
                self.client.answered(self.parts.route, answer.status, took);
            }
            Err(_) => self.notice(Notice::NotAnswered),
        }
        if answer.as_ref().is_ok_and(|answer| answer.connected) {
            slot.connected();
        }
        if let Some(shared) = shared {
            shared.ended(answer.as_ref().ok());
        }
        Ok(self.judge(slot, answer).await)
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
        // The capacity includes the headers for the host and the body's length, which hyper adds.
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

    /// Waits until the shared limits, if there are any, allow the request.
    async fn shared(&mut self) -> Result<Option<SharedTurn<'a>>, Refusal> {
        let client = self.client;
        let Some(limits) = client.shared.as_deref() else { return Ok(None) };
        let request = LimitedRequest {
            operation: self.parts.route.name,
            resource: self.parts.major.id,
            token_digest: self.parts.major.token,
            global: !self.parts.route.is_interaction(),
        };
        self.passage.wait_for(Limit::Shared, limits.acquire(&request)).await?;
        Ok(Some(SharedTurn { limits, request, done: false }))
    }

    fn notice(&self, notice: Notice<'_>) {
        self.client.notice(self.parts.route, notice);
    }
}
