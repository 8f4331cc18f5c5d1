//! A 401: what becomes of the token. The guard of the address, which counts invalid answers of all clients, is http-client's.
//!
//! One 401 is not the end of a token, because some operations answer it to a valid one. It puts the token in doubt: its
//! requests wait until an operation that every valid token is allowed was asked. If that answers 401 too, nothing more is
//! sent with the token.
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

/// A request with this token was answered with 401.
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
    // In a task of its own, because the client that met the 401 may go away.
    tokio::spawn(async move {
        match own_request::get(&shared, &holder, confirming, authorization).await {
            Some((StatusCode::UNAUTHORIZED, _)) => refuse(doubt),
            // Without an answer there is nothing against the token but one 401; the next is found out about again.
            _ => drop(doubt),
        }
    });
}

fn refuse(doubt: Doubt) {
    tracing::error!("Discord refused a token (401), nothing more is sent with it");
    doubt.refuse();
}
