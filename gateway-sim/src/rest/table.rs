//! The operations there are, and which of them a request is for.

use bytes::Bytes;
use http::{Request, StatusCode};

use super::error::ApiError;
use super::route::{Route, matching};

/// All operations, a list for each resource.
static ROUTES: &[&[Route]] = &[
    super::gateway::ROUTES,
    super::users::ROUTES,
    super::channels::ROUTES,
    super::messages::ROUTES,
    super::reactions::ROUTES,
    super::guilds::ROUTES,
    super::channel_edit::ROUTES,
    super::roles::ROUTES,
    super::members::ROUTES,
    super::bans::ROUTES,
    super::emojis::ROUTES,
    super::commands::ROUTES,
    super::interactions::ROUTES,
    super::webhooks::ROUTES,
    super::incoming_webhooks::ROUTES,
    super::invites::ROUTES,
];

/// The operation a request is for, and the parameters of its path.
pub(super) fn find<'a>(
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
