//! Requests that the proxy makes itself, within the same limits.

use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderValue, Request, StatusCode};
use http_client::Route;
use http_client::ratelimit::LimitedCall;

use crate::body::Body;
use crate::shared::Shared;
use crate::token::Holder;

/// The largest part of a response that is read, and the longest time for it.
const MOST: usize = 64 << 10;
const TIME: Duration = Duration::from_secs(30);

/// In the format that Discord's docs require: [Reference, User
/// Agent](https://docs.discord.com/developers/reference#user-agent).
const AGENT: HeaderValue = HeaderValue::from_static(concat!(
    "DiscordBot (",
    env!("CARGO_PKG_REPOSITORY"),
    ", ",
    env!("CARGO_PKG_VERSION"),
    ") rest-proxy"
));

/// Calls an operation without parameters. A 401 does not affect the state of the token, because the caller judges it.
/// Returns `None` if there is no response.
pub(crate) async fn get(
    shared: &Shared,
    holder: &Holder,
    route: &'static Route,
    authorization: HeaderValue,
) -> Option<(StatusCode, Bytes)> {
    tokio::time::timeout(TIME, call(shared, holder, route, authorization)).await.ok()?
}

async fn call(
    shared: &Shared,
    holder: &Holder,
    route: &'static Route,
    authorization: HeaderValue,
) -> Option<(StatusCode, Bytes)> {
    let mut passage = holder.limits.passage(LimitedCall::new(route, &[]), TIME, &|_| {});
    let slot = passage.enter().await.ok()?;
    let mut request = Request::new(Body::whole(Bytes::new()));
    *request.method_mut() = route.method.clone();
    *request.uri_mut() = shared.upstream.uri_of(route).ok()?;
    request.headers_mut().insert(AUTHORIZATION, authorization);
    request.headers_mut().insert(USER_AGENT, AGENT);
    let (head, incoming) = shared.upstream.send(request, TIME).await.ok()?.into_parts();
    let body = Body::read(incoming, MOST, TIME).await.ok()?.bytes().cloned().unwrap_or_default();
    passage.settle(slot, &head, &body);
    Some((head.status, body))
}
