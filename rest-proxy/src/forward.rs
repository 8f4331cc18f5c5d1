//! Forwards one request: waits for its limits, sends it, and sends it again after a 429 or a broken connection if
//! possible.
//!
//! A body that was read completely can be sent again. A streamed body cannot: a 429 goes to the client, with the time
//! to wait, and a broken connection is an error.
//!
//! A request holds its slot from sending until the head of its response. Its body, or the first 64 KiB of it, is read
//! before. How fast the client reads the response affects no other request.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::response::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use http_client::ratelimit::{LimitedCall, Notice, Passage, Slot};
use http_client::{Report, Route, TransportError};
use hyper::body::Incoming;
use tokio::time::Instant;

use crate::body::{Body, BodyError};
use crate::route::Target;
use crate::shared::Shared;
use crate::status::Watch;
use crate::token::Holder;
use crate::wishes::Wishes;
use crate::{answer, guard, headers, learn};

/// How many 429 responses are waited out. A limit that never ends has to reach the client.
const MOST_429: u32 = 5;
/// The number of further connections for a request that was certainly not processed.
const MOST_TURNED_AWAY: u32 = 3;
/// The pause before the second of them; it grows.
const PAUSE: Duration = Duration::from_millis(200);
/// The largest part of a response body that is read to learn about limits, and the longest time for it.
const MOST_READ: usize = 64 << 10;
const READ_TIME: Duration = Duration::from_secs(10);

/// Answers one request.
pub(crate) async fn forward(shared: Arc<Shared>, request: Request<Incoming>) -> Response<Body> {
    let (mut head, incoming) = request.into_parts();
    let bad = |reason: &dyn std::fmt::Display| {
        answer::failed(StatusCode::BAD_REQUEST, "request", &reason.to_string())
    };
    let target = match Target::find(&head.method, &head.uri) {
        Ok(target) => target,
        Err(error) => return bad(&error),
    };
    let uri = match shared.upstream.uri_of_request(&head.uri, target.below_api) {
        Ok(uri) => uri,
        Err(error) => return bad(&error),
    };
    let wishes = match Wishes::take(&mut head.headers, shared.settings.max_wait) {
        Ok(wishes) => wishes,
        Err(error) => return bad(&error),
    };
    let given = head.headers.get(AUTHORIZATION).cloned();
    let (holder, authorization) = match shared.tokens.of(target.route, given) {
        Ok(found) => found,
        Err(error) => {
            let message = error.to_string();
            return answer::failed(StatusCode::SERVICE_UNAVAILABLE, "tokens", &message);
        }
    };
    if let Some(authorization) = &authorization {
        learn::on_first_use(&shared, &holder, authorization);
    }
    let settings = &shared.settings;
    let body = Body::read(incoming, settings.buffered_body, settings.upload_stall).await;
    let body = match body {
        Ok(body) => body,
        Err(error) => return unreadable(&error),
    };
    let call = LimitedCall::new(target.route, &target.params())
        .authorized(authorization.is_some() && holder.scheme.confirming().is_some())
        .ordered(wishes.ordered);
    let call = match body.bytes().filter(|_| is_json(&head.headers)) {
        Some(bytes) => call.json(bytes),
        None => call,
    };
    headers::to_api(&mut head.headers, authorization.clone(), shared.upstream.host_header());
    let mut outgoing =
        Outgoing { method: head.method, uri, headers: head.headers, body: Some(body) };
    let watch = Watch::default();
    let watcher = |notice: Notice<'_>| watch.notice(&notice);
    let mut passage = holder.limits.passage(call, wishes.max_wait, &watcher);
    let sending = Sending { shared: &shared, holder: &holder, route: target.route, authorization };
    sending.run(&mut passage, &mut outgoing).await
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    kind.starts_with(b"application/json")
}

fn unreadable(error: &BodyError) -> Response<Body> {
    let status = match error {
        BodyError::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
        BodyError::Broken(_) => StatusCode::BAD_REQUEST,
    };
    answer::failed(status, "body", &error.to_string())
}

/// A request that can be sent as often as its body can.
struct Outgoing {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    /// `None` after a body was sent that cannot be sent again.
    body: Option<Body>,
}

impl Outgoing {
    /// Returns the request; `None` if its body is gone.
    fn next(&mut self) -> Option<Request<Body>> {
        let (body, copy) = match self.body.as_ref()?.bytes() {
            Some(bytes) => (Body::whole(bytes.clone()), self.headers.clone()),
            None => (self.body.take()?, HeaderMap::new()),
        };
        // The copy is kept, because hyper uses the map again, and the first one has room for more headers.
        let headers = std::mem::replace(&mut self.headers, copy);
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = headers;
        request.body_mut().begin();
        Some(request)
    }

    fn is_whole(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.bytes().is_some())
    }

    const fn can_be_sent_again(&self) -> bool {
        self.body.is_some()
    }
}

/// The parameters of sending a request.
struct Sending<'a> {
    shared: &'a Arc<Shared>,
    holder: &'a Arc<Holder>,
    route: &'static Route,
    authorization: Option<HeaderValue>,
}

impl<'a> Sending<'a> {
    async fn run(&self, passage: &mut Passage<'a>, outgoing: &mut Outgoing) -> Response<Body> {
        let settings = &self.shared.settings;
        let limit = if outgoing.is_whole() { settings.timeout } else { settings.upload_timeout };
        let (mut exceeded, mut turned_away) = (0, 0);
        loop {
            let slot = match passage.enter().await {
                Ok(slot) => slot,
                Err(refusal) => {
                    self.shared.counters.refused(&refusal);
                    return answer::refused(&refusal, settings.refusal_status);
                }
            };
            let Some(request) = outgoing.next() else { return unanswered(None) };
            let sent = Instant::now();
            match self.shared.upstream.send(request, limit).await {
                Ok(answer) => {
                    self.shared.counters.answered(self.route, answer.status(), sent.elapsed());
                    let (head, incoming) = answer.into_parts();
                    let (bytes, body) = match passage.wants_body(head.status) {
                        false => (Bytes::new(), Body::streamed(incoming)),
                        // In a box because it is rare, and the future of every request has to have room for it.
                        true => Box::pin(read(incoming)).await,
                    };
                    let answer = self.settle(passage, slot, head, &bytes, body);
                    let again = answer.status() == StatusCode::TOO_MANY_REQUESTS
                        && exceeded < MOST_429
                        && outgoing.can_be_sent_again();
                    if !again {
                        return answer;
                    }
                    exceeded += 1;
                }
                Err(error) => {
                    self.shared.counters.not_answered(self.route);
                    let again = error.is_not_processed() && outgoing.can_be_sent_again();
                    if !again || turned_away == MOST_TURNED_AWAY {
                        let (operation, report) = (self.route.name, Report::new(&error));
                        tracing::warn!(operation, error = %report, "a request got no response");
                        return unanswered(Some(&error));
                    }
                    passage.unanswered(slot);
                    tokio::time::sleep(PAUSE * turned_away).await;
                    turned_away += 1;
                }
            }
        }
    }

    /// Releases the slot, applies the limits of the response, and converts the response for the client.
    fn settle(
        &self,
        passage: &mut Passage<'a>,
        slot: Slot<'a>,
        mut head: Parts,
        bytes: &Bytes,
        body: Body,
    ) -> Response<Body> {
        passage.settle(slot, &head, bytes);
        if head.status == StatusCode::UNAUTHORIZED {
            guard::unauthorized(self.shared, self.holder, self.route, &self.authorization);
        }
        headers::to_client(&mut head.headers, head.status, self.shared.settings.headers);
        let mut answer = Response::new(body);
        (*answer.status_mut(), *answer.headers_mut()) = (head.status, head.headers);
        answer
    }
}

/// Reads the body of a response that has information about limits. Returns it, and the body for the client.
async fn read(incoming: Incoming) -> (Bytes, Body) {
    match Body::read(incoming, MOST_READ, READ_TIME).await {
        Ok(body) => (body.bytes().cloned().unwrap_or_default(), body),
        // The headers are enough for the limits.
        Err(_) => (Bytes::new(), Body::whole(Bytes::new())),
    }
}

/// Creates the response to a request that was sent and got no response.
fn unanswered(error: Option<&TransportError>) -> Response<Body> {
    let (status, reason) = match error {
        Some(TransportError::TryTimeout(_)) => (StatusCode::GATEWAY_TIMEOUT, "timeout"),
        Some(TransportError::BodyBroke(_)) => (StatusCode::REQUEST_TIMEOUT, "body"),
        _ => (StatusCode::BAD_GATEWAY, "connection"),
    };
    let message = error.map_or_else(String::new, |error| Report::new(error).to_string());
    answer::failed(status, reason, &message)
}
