//! Handles a 401: finds out whether the token is invalid.
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

/// The time limit for checking a token. If the check takes longer, the token counts as valid until the next 401.
const LONGEST_CHECK: Duration = Duration::from_secs(30);

impl Sending<'_> {
    /// Takes the present token, which may have changed while the request waited.
    pub(super) fn authorize(&mut self) {
        let token = self.client.limits.gate.token_generation();
        if token != self.token && self.parts.route.authorization != Authorization::None {
            // Because of this order, a token that changes in between counts as the earlier one, whose 401 is ignored.
            (self.token, self.authorization) = (token, self.client.authorization());
        }
    }

    /// Handles a 401 for a request that was sent with the client's token.
    pub(super) fn unauthorized(&self) {
        let (client, route) = (self.client, self.parts.route);
        if self.confirms || (client.has_bot_token() && !route.takes_bot_token()) {
            return;
        }
        if route == confirming(self.shared_client) {
            return self.refused();
        }
        let Some(doubt) = client.limits.gate.doubt_token(self.token) else { return };
        tracing::warn!(
            operation = route.name,
            "Discord answered with 401; checking whether the token is valid"
        );
        tokio::spawn(confirm(self.shared_client.clone(), doubt));
    }

    fn refused(&self) {
        tracing::error!("Discord refused the token (401); no more requests are sent with it");
        self.client.limits.gate.refuse_token_of(self.token);
    }
}

/// Returns an operation that every valid token may call, whatever its scopes.
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

/// Checks whether the token is valid. It runs in a separate task, because the request that got the 401 may be dropped.
///
/// The future is boxed because it sends a request, so it would contain itself.
fn confirm(client: Client, doubt: Doubt) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        let mut parts = Parts::plain(&client, confirming(&client));
        let sent = send_as(&client, &mut parts, true);
        match tokio::time::timeout(LONGEST_CHECK, sent).await {
            Ok(Err(Error::Api(error))) if error.status == StatusCode::UNAUTHORIZED => {
                tracing::error!(
                    "Discord refused the token (401); no more requests are sent with it"
                );
                doubt.refuse();
            }
            // Without a response, a single 401 is all that speaks against the token. The next 401 starts another check.
            _ => drop(doubt),
        }
    })
}
