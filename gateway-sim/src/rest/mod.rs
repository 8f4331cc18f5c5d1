//! The REST API: sans-IO like the gateway's core, one request in and one response out.

mod channels;
mod error;
mod gateway;
mod guilds;
mod message_body;
mod messages;
mod reactions;
mod route;
mod users;

use std::net::IpAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use serde_json::{Value, json};

pub use error::ApiError;
pub(crate) use messages::new_message;
use route::{Auth, Call, ROUTES, Reply, Route, matching};

use crate::core::{Core, CoreInput};

/// What the REST API counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RestStats {
    /// Requests answered.
    pub requests: u64,
    /// Answers by status code.
    pub by_status: std::collections::BTreeMap<u16, u64>,
    /// Requests by route, for instance `POST /channels/{channel}/messages`.
    pub by_route: std::collections::BTreeMap<String, u64>,
}

/// The REST side of the simulated Discord.
#[derive(Debug, Default)]
pub struct Api {
    stats: RestStats,
    delay: Option<Duration>,
}

impl Api {
    /// An API nobody has called yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Counters since it was made.
    #[must_use]
    pub const fn stats(&self) -> &RestStats {
        &self.stats
    }

    /// How long answers are held back by whoever carries them.
    #[must_use]
    pub const fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// Holds all answers back from now on.
    pub const fn set_delay(&mut self, delay: Option<Duration>) {
        self.delay = delay;
    }

    /// Answers a request whose path starts with `/api`; events that follow from it are in the core's outputs.
    pub fn handle(
        &mut self,
        core: &mut Core,
        request: &Request<Bytes>,
        from: IpAddr,
        now: Instant,
    ) -> Response<Bytes> {
        let _ = from;
        let result = self.answer(core, request, now);
        let response = result.unwrap_or_else(|error| error.into_response());
        self.stats.requests += 1;
        *self.stats.by_status.entry(response.status().as_u16()).or_default() += 1;
        response
    }

    fn answer(
        &mut self,
        core: &mut Core,
        request: &Request<Bytes>,
        now: Instant,
    ) -> Result<Response<Bytes>, ApiError> {
        core.handle(CoreInput::Timeout, now);
        let path = versioned(request.uri().path())?;
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let (route, params) = find(request, &segments)?;
        *self.stats.by_route.entry(route.name()).or_default() += 1;
        authorize(core, route.auth, request)?;
        let mut call = Call::new(core, request, params, now);
        let reply = (route.handler)(&mut call)?;
        Ok(response(reply))
    }
}

/// The path after `/api/v10`.
///
/// Docs: [Reference, API Versioning](https://docs.discord.com/developers/reference#api-versioning): 9 and 10 are
/// available; without a version the default is the deprecated 6, which the simulation does not speak.
fn versioned(path: &str) -> Result<&str, ApiError> {
    let rest = path.strip_prefix("/api").unwrap_or(path);
    rest.strip_prefix("/v10")
        .or_else(|| rest.strip_prefix("/v9"))
        .filter(|rest| rest.starts_with('/'))
        .ok_or_else(|| {
            ApiError::new(StatusCode::BAD_REQUEST, 50_041, "Invalid API version").because(format!(
                "{path} does not start with /api/v10/ or /api/v9/, the versions this simulation speaks"
            ))
        })
}

fn find<'a>(
    request: &Request<Bytes>,
    segments: &[&'a str],
) -> Result<(&'static Route, Vec<&'a str>), ApiError> {
    let mut known_path = false;
    for route in ROUTES.iter().flat_map(|routes| routes.iter()) {
        if let Some(params) = matching(route.path, segments) {
            if route.method == request.method().as_str() {
                return Ok((route, params));
            }
            known_path = true;
        }
    }
    let (status, message) = if known_path {
        (StatusCode::METHOD_NOT_ALLOWED, "405: Method Not Allowed")
    } else {
        (StatusCode::NOT_FOUND, "404: Not Found")
    };
    let path = request.uri().path();
    tracing::warn!(method = %request.method(), path, "no such operation in this simulation");
    Err(ApiError::new(status, 0, message))
}

/// Docs: [Reference, Authentication](https://docs.discord.com/developers/reference#authentication).
fn authorize(core: &Core, auth: Auth, request: &Request<Bytes>) -> Result<(), ApiError> {
    if auth == Auth::None {
        return Ok(());
    }
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    match header.and_then(|value| value.strip_prefix("Bot ")) {
        Some(token) if token == core.token() => Ok(()),
        _ => Err(ApiError::unauthorized()),
    }
}

fn response(reply: Reply) -> Response<Bytes> {
    let body = match reply.body {
        Value::Null => Bytes::new(),
        body => Bytes::from(body.to_string()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    if !response.body().is_empty() {
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    }
    response
}

/// A JSON object where one has to be an object.
fn object() -> Value {
    json!({})
}
