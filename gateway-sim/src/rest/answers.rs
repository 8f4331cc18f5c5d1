//! Responses: of handlers, of limits, of the edge, and injected failures.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::call::{Body, Reply};
use crate::limits::{Scope, seconds};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Returns the response with a handler's answer.
pub(super) fn of(reply: Reply) -> Response<Bytes> {
    let (kind, body) = match reply.body {
        Body::Nothing => (None, Bytes::new()),
        Body::Json(body) => (Some(JSON), Bytes::from(body.to_string())),
        Body::File(kind, bytes) => (Some(HeaderValue::from_static(kind)), bytes),
    };
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    if let Some(kind) = kind {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// Returns a 429 of the API.
///
/// Docs: [Rate Limits, Exceeding A Rate Limit](https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit).
pub(super) fn limited(headers: HeaderMap, scope: Scope, retry_after: Duration) -> Response<Bytes> {
    let message = match scope {
        Scope::Shared => "The resource is being rate limited.",
        Scope::User | Scope::Global => "You are being rate limited.",
    };
    let retry: Value = serde_json::from_str(&seconds(retry_after)).unwrap_or_default();
    let body = json!({
        "message": message,
        "retry_after": retry,
        "global": scope == Scope::Global,
    });
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    let to = response.headers_mut();
    to.extend(headers);
    to.insert(header::CONTENT_TYPE, JSON);
    // The API's own responses come through a proxy, the edge's do not; clients distinguish them by it.
    to.insert(header::VIA, HeaderValue::from_static("1.1 google"));
    // Whole seconds in the header, rounded up: the example in the docs has 65 for 64.57.
    let whole = retry_after.as_nanos().div_ceil(1_000_000_000);
    if let Ok(value) = HeaderValue::from_str(&whole.to_string()) {
        to.insert(header::RETRY_AFTER, value);
    }
    response
}

/// Returns a 429 of the edge in front of the API: HTML, without any rate limit header.
pub(super) fn edge(retry_after: Duration) -> Response<Bytes> {
    let page = "<!doctype html><html><head><title>Access denied</title></head><body>\
        <h1>Error 1015</h1><p>You are being rate limited.</p></body></html>";
    let mut response = Response::new(Bytes::from_static(page.as_bytes()));
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=UTF-8"));
    headers.insert(header::SERVER, HeaderValue::from_static("cloudflare"));
    let whole = retry_after.as_nanos().div_ceil(1_000_000_000);
    if let Ok(value) = HeaderValue::from_str(&whole.to_string()) {
        headers.insert(header::RETRY_AFTER, value);
    }
    response
}

/// A failure of the next REST requests, which replaces their answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// Only requests of this route, named as in [`RestStats::by_route`](super::RestStats::by_route). Default: any.
    #[serde(default)]
    pub route: Option<String>,
    /// Status of the response, for example 500, 502, 503 or 429.
    pub status: u16,
    /// Body of the response; JSON is recognised by its first character. Empty by default.
    #[serde(default)]
    pub body: String,
    /// How many requests fail. Default: 1.
    #[serde(default = "one")]
    pub times: u32,
}

const fn one() -> u32 {
    1
}

impl Failure {
    pub(super) fn is_for(&self, route: &str) -> bool {
        self.route.as_deref().is_none_or(|wanted| wanted == route)
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        let is_json = self.body.starts_with(['{', '[', '"']);
        let mut response = Response::new(Bytes::from(self.body));
        let status = StatusCode::from_u16(self.status);
        *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if is_json {
            response.headers_mut().insert(header::CONTENT_TYPE, JSON);
        }
        response
    }
}
