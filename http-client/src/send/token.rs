//! A 401: whose fault it is, and what becomes of the token.
//!
//! Docs: [Invalid Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans),
//! "by stopping further requests after a token becomes invalid".

use std::pin::Pin;
use std::time::Duration;

use http::StatusCode;

use super::{Sending, send_as};
use crate::client::Client;
use crate::error::Error;
use crate::ops;
use crate::ratelimit::gate::Doubt;
use crate::request::{Operation, Parts};
use crate::route::{Authorization, Route};

/// The longest time it may take to find out whether a token is valid. If it takes longer, the token counts as valid until
/// the next 401.
const LONGEST_CHECK: Duration = Duration::from_secs(30);

impl Sending<'_> {
    /// Takes the present token, which may have changed while the request waited.
    pub(super) fn authorize(&mut self) {
        let token = self.client.limits.gate.token_generation();
        if token != self.token && self.parts.route.authorization != Authorization::None {
            // In this order, a token that changes in between is taken for the earlier one, whose 401 counts for nothing.
            (self.token, self.authorization) = (token, self.client.authorization());
        }
    }

    /// A 401 came for a request that was sent with the client's token.
    pub(super) fn unauthorized(&self) {
        let (client, route) = (self.client, self.parts.route);
        if self.confirms || (client.has_bot_token() && !route.takes_bot_token()) {
            return;
        }
        if route == confirming(self.shared_client) {
            return self.refused();
        }
        let Some(doubt) = client.limits.gate.doubt_token(self.token) else { return };
        tracing::warn!(operation = route.name, "401, finding out whether the token is valid");
        tokio::spawn(confirm(self.shared_client.clone(), doubt));
    }

    fn refused(&self) {
        tracing::error!("Discord refused the token (401), nothing more is sent with it");
        self.client.limits.gate.refuse_token_of(self.token);
    }
}

/// The operation that every valid token is allowed, whatever it was given for.
///
/// Docs: [Get Current User](https://docs.discord.com/developers/resources/user#get-current-user) for bots, and
/// [Get Current Authorization Information](https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information)
/// for users, whose token may lack the scope `identify`.
fn confirming(client: &Client) -> &'static Route {
    if client.inner().has_bot_token() {
        ops::GetMyUser::ROUTE
    } else {
        ops::GetMyOauth2Authorization::ROUTE
    }
}

/// Finds out whether the token is valid. In a task of its own, because the request that met the 401 may be dropped.
///
/// It is boxed because it sends a request, and so is a part of itself.
fn confirm(client: Client, doubt: Doubt) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        let mut parts = Parts::plain(&client, confirming(&client));
        let sent = send_as(&client, &mut parts, true);
        match tokio::time::timeout(LONGEST_CHECK, sent).await {
            Ok(Err(Error::Api(error))) if error.status == StatusCode::UNAUTHORIZED => {
                tracing::error!("Discord refused the token (401), nothing more is sent with it");
                doubt.refuse();
            }
            // Without an answer there is nothing against the token but one 401; the next is found out about again.
            _ => drop(doubt),
        }
    })
}
