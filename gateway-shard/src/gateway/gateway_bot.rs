//! The first request of a start, `GET /gateway/bot`, with retries.

use std::time::Duration;

use gateway_model::gateway::GatewayBot;
use http_client::{Client, Report};

use crate::error::StartError;

/// The delays between attempts of `GET /gateway/bot` at start, in addition to the REST client's retries.
const START_RETRIES: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(4),
    Duration::from_secs(15),
    Duration::from_secs(60),
];

/// Requests the gateway's URL and the recommended number of shards.
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
        tracing::warn!(error = %Report::new(&error), ?wait, "GET /gateway/bot failed; retrying");
        tokio::time::sleep(wait).await;
    }
}
