//! The first request of a start: `GET /gateway/bot`, tried again for some time.

use std::time::Duration;

use gateway_model::gateway::GatewayBot;
use http_client::{Client, Report};

use crate::error::StartError;

/// Waits between tries of `GET /gateway/bot` at start, on top of the REST client's own.
const START_RETRIES: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(4),
    Duration::from_secs(15),
    Duration::from_secs(60),
];

/// Asks how the gateway is reached and with how many shards.
///
/// Docs: [Gateway, Get Gateway Bot](https://docs.discord.com/developers/events/gateway#get-gateway-bot).
pub(crate) async fn gateway_bot(rest: &Client, retry: bool) -> Result<GatewayBot, StartError> {
    let mut retries = START_RETRIES.into_iter();
    loop {
        let error = match rest.gateway_bot().await {
            Ok(bot) => return Ok(bot),
            Err(error) => error,
        };
        if error.is_unauthorized() {
            return Err(StartError::TokenRefused(error));
        }
        let wait = retries.next().filter(|_| retry && error.is_retryable());
        let Some(wait) = wait else { return Err(StartError::Rest(error)) };
        tracing::warn!(error = %Report::new(&error), ?wait, "GET /gateway/bot failed; trying again");
        tokio::time::sleep(wait).await;
    }
}
