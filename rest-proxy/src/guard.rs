//! Handles a 401 of a token. The guard of the address, which counts the invalid responses of all clients, is in
//! http-client.
//!
//! A single 401 does not mean that the token is invalid, because some operations return it for a valid one. It puts the
//! token in doubt: its requests wait while the proxy calls an operation that every valid token may use. If that returns
//! 401 too, nothing more is sent with the token.
//!
//! Docs: [Invalid Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans),
//! "by stopping further requests after a token becomes invalid".

use std::sync::Arc;

use http::{HeaderValue, StatusCode};
use http_client::Route;
use http_client::ratelimit::Doubt;

use crate::own_request;
use crate::shared::Shared;
use crate::token::{Holder, Scheme};

/// Handles a 401 for this token.
pub(crate) fn unauthorized(
    shared: &Arc<Shared>,
    holder: &Arc<Holder>,
    route: &'static Route,
    authorization: &Option<HeaderValue>,
) {
    let (Some(authorization), Some(confirming)) = (authorization, holder.scheme.confirming())
    else {
        return;
    };
    if route.has_own_token() || (holder.scheme == Scheme::Bot && !route.takes_bot_token()) {
        return;
    }
    let Some(doubt) = holder.limits.doubt_token() else { return };
    if route == confirming {
        return refuse(doubt);
    }
    tracing::warn!(
        operation = route.name,
        "Discord answered with 401; checking whether the token is valid"
    );
    let (shared, holder, authorization) =
        (Arc::clone(shared), Arc::clone(holder), authorization.clone());
    // In a separate task, because the client that got the 401 may disconnect.
    tokio::spawn(async move {
        match own_request::get(&shared, &holder, confirming, authorization).await {
            Some((StatusCode::UNAUTHORIZED, _)) => refuse(doubt),
            // Without a response only one 401 speaks against the token; the next one is checked again.
            _ => drop(doubt),
        }
    });
}

fn refuse(doubt: Doubt) {
    tracing::error!("Discord refused a token (401); nothing more is sent with it");
    doubt.refuse();
}
