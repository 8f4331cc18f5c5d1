//! The global limit of a large bot, which no header tells.
//!
//! A bot that may start several shards at once is large, and a large bot may have more than 50 requests a second: the docs
//! say that it can ask for more, but not how much it has. nirn-proxy takes it to be 25 for each shard, and at least 500
//! ([nirn-proxy](https://github.com/germanoeich/nirn-proxy)). That is the most that is tried here: the limit rises to it as
//! requests use it up, and falls back after a 429 of scope `global`.
//!
//! Docs: [Rate Limits, Global Rate Limit](https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).

use std::sync::Arc;

use http::{HeaderValue, StatusCode};
use http_client::{Operation as _, ops};

use crate::own_request;
use crate::shared::{GLOBAL, Shared};
use crate::token::{Holder, Scheme};

/// Requests a second for each shard that may start at once.
const FOR_EACH: u32 = 25;
/// The least of a large bot.
const LEAST_OF_LARGE: u32 = 500;

#[derive(serde::Deserialize)]
struct GatewayBot {
    session_start_limit: SessionStartLimit,
}

#[derive(serde::Deserialize)]
struct SessionStartLimit {
    max_concurrency: u32,
}

/// Asks how large a bot is when its token is used for the first time. Until that is known, 50 requests a second go.
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
            _ => return tracing::warn!("a bot's size is not known, its global limit is {GLOBAL}"),
        };
        let Ok(bot) = serde_json::from_slice::<GatewayBot>(&body) else { return };
        let most = most_per_second(bot.session_start_limit.max_concurrency);
        if most > GLOBAL {
            tracing::info!(most, "a bot is large, its global limit rises while nothing is refused");
            holder.limits.learn_global_limit(most);
        }
    });
}

/// The most requests a second of a bot that may start so many shards at once.
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
