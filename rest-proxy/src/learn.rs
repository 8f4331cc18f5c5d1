//! The global limit of a large bot, which no header contains.
//!
//! A bot that may start several shards concurrently is large, and may have more than 50 requests a second. The docs say
//! that it can ask for more, but not how much it has. nirn-proxy assumes 25 for each shard, and at least 500
//! ([nirn-proxy](https://github.com/germanoeich/nirn-proxy)). The proxy tries at most that number: the limit rises
//! while requests use it up, and falls back after a 429 of scope `global`.
//!
//! Docs: [Rate Limits, Global Rate Limit](https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).

use std::sync::Arc;

use http::{HeaderValue, StatusCode};
use http_client::{Operation as _, ops};

use crate::own_request;
use crate::shared::{GLOBAL, Shared};
use crate::token::{Holder, Scheme};

/// Requests a second for each shard that may start concurrently.
const FOR_EACH: u32 = 25;
/// The minimum for a large bot.
const LEAST_OF_LARGE: u32 = 500;

#[derive(serde::Deserialize)]
struct GatewayBot {
    session_start_limit: SessionStartLimit,
}

#[derive(serde::Deserialize)]
struct SessionStartLimit {
    max_concurrency: u32,
}

/// Requests the size of a bot when its token is used for the first time. Until it is known, the limit is 50 requests a
/// second.
pub(crate) fn on_first_use(
    shared: &Arc<Shared>,
    holder: &Arc<Holder>,
    authorization: &HeaderValue,
) {
    if !shared.settings.learn || holder.scheme != Scheme::Bot || !holder.is_first_use() {
        return;
    }
    let (shared, holder, authorization) =
        (Arc::clone(shared), Arc::clone(holder), authorization.clone());
    tokio::spawn(async move {
        let route = ops::GetBotGateway::ROUTE;
        let answer = own_request::get(&shared, &holder, route, authorization).await;
        let body = match answer {
            Some((StatusCode::OK, body)) => body,
            _ => {
                return tracing::warn!(
                    "could not find out the size of a bot; its global limit is {GLOBAL}"
                );
            }
        };
        let Ok(bot) = serde_json::from_slice::<GatewayBot>(&body) else { return };
        let most = most_per_second(bot.session_start_limit.max_concurrency);
        if most > GLOBAL {
            tracing::info!(
                most,
                "a bot is large; its global limit rises while no request is refused"
            );
            holder.limits.learn_global_limit(most);
        }
    });
}

/// Returns the largest number of requests a second for a bot with this many concurrent starts.
fn most_per_second(max_concurrency: u32) -> u32 {
    match max_concurrency {
        0 | 1 => GLOBAL,
        many => many.saturating_mul(FOR_EACH).max(LEAST_OF_LARGE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_bot_has_more() {
        assert_eq!([0, 1, 2, 16, 64].map(most_per_second), [50, 50, 500, 500, 1_600]);
    }
}
