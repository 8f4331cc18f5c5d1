//! The limits that can stop a request, and why a request was not sent.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::{Id, id::marker};

/// The limit a request waits for, or would have to wait for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// The bucket of its route and resource is used up.
    Bucket {
        /// The bucket's name, if it is known.
        bucket: Option<Arc<str>>,
        /// Requests waiting before this one.
        ahead: usize,
    },
    /// The operation with these fields met a limit without headers before, such as that of renaming a channel.
    Hidden {
        /// The operation's name.
        operation: &'static str,
    },
    /// Discord answered 401, and a check of the token is in progress.
    Token,
    /// Nothing is known of the bucket yet; the request that learns its limit is in flight.
    Probe,
    /// An earlier ordered request (a message in the same channel) is not answered yet.
    Order,
    /// The global limit of all routes.
    Global,
    /// The limits shared with other processes.
    Shared,
    /// The guard slows requests down: too many 401, 403 and 429 responses in the last 10 minutes.
    InvalidRequests {
        /// The number of such responses in the last 10 minutes.
        count: u32,
    },
    /// The limit for reading invites, beyond which the address would be banned.
    Invites,
    /// The edge in front of Discord has temporarily banned this address.
    EdgeBan {
        /// The host from which the address is banned.
        host: Arc<str>,
    },
}

impl Limit {
    /// A short, stable name, such as `bucket` or `global`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Bucket { .. } => "bucket",
            Self::Hidden { .. } => "hidden",
            Self::Token => "token",
            Self::Probe => "probe",
            Self::Order => "order",
            Self::Global => "global",
            Self::Shared => "shared",
            Self::InvalidRequests { .. } => "invalid_requests",
            Self::Invites => "invites",
            Self::EdgeBan { .. } => "edge_ban",
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bucket { bucket: Some(bucket), ahead } => {
                write!(f, "bucket {bucket} is used up, {ahead} requests wait before this one")
            }
            Self::Bucket { bucket: None, ahead } => {
                write!(f, "the route's bucket is used up, {ahead} requests wait before this one")
            }
            Self::Hidden { operation } => {
                write!(
                    f,
                    "{operation} with these fields met a limit that is not in the headers of its bucket"
                )
            }
            Self::Token => f.write_str("Discord answered 401, and the token is being checked"),
            Self::Probe => f.write_str("the first request of this bucket is not answered yet"),
            Self::Order => f.write_str("an earlier ordered request is not answered yet"),
            Self::Global => f.write_str("the global limit of all requests is used up"),
            Self::Shared => f.write_str("the limit shared with other processes is used up"),
            Self::InvalidRequests { count } => {
                write!(f, "{count} invalid requests (401, 403, 429) in the last 10 minutes")
            }
            Self::Invites => f.write_str("too many invites were read in the last 10 minutes"),
            Self::EdgeBan { host } => write!(f, "{host} has temporarily banned this IP address"),
        }
    }
}

/// Why a request was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The wait would have been, or was, longer than the request allows.
    #[error("not sent within {allowed:?}: {limit}{}", retry_text(*.retry_in))]
    WaitTooLong {
        /// The limit it waited for.
        limit: Limit,
        /// The longest wait the request allows.
        allowed: Duration,
        /// How long until the limit allows a request, if that is known.
        retry_in: Option<Duration>,
    },
    /// Too many requests wait already.
    #[error("not sent: {waiting} requests are waiting already: {limit}")]
    QueueFull {
        /// The limit whose queue is full.
        limit: Limit,
        /// How many requests wait.
        waiting: usize,
    },
    /// One more invalid request might cause a ban of the address: 10,000 in 10 minutes do.
    ///
    /// Docs: [Invalid Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
    #[error(
        "not sent: {count} invalid requests (401, 403, 429) in the last 10 minutes, and Discord bans an IP address at 10,000; fix \
         the failing requests{}", retry_text(Some(*.retry_in))
    )]
    InvalidRequests {
        /// The number of invalid responses in the last 10 minutes.
        count: u32,
        /// How long until requests are let through again.
        retry_in: Duration,
    },
    /// The webhook is gone: Discord answered several times that it is unknown, or unknown with this token. After some
    /// time one request is let through. [`AddressGuard::forget_gone`](super::AddressGuard::forget_gone) lets requests
    /// through immediately.
    ///
    /// Docs: [Invalid Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans),
    /// last paragraph.
    #[error("not sent: webhook {webhook} does not exist any more; stop using it{}", retry_text(Some(*.retry_in)))]
    WebhookGone {
        /// The webhook's id.
        webhook: Id<marker::Webhook>,
        /// How long until one request is let through to check whether it still is gone.
        retry_in: Duration,
    },
    /// Discord answered 401 twice, the second time to a request that every valid token may send. So the token is
    /// invalid, and nothing is sent with it until it is changed.
    #[error("not sent: Discord refused the token (401); set a valid one with `Client::set_token`")]
    TokenRefused,
}

impl Refusal {
    /// A short, stable name of the reason: `wait_too_long`, `queue_full`, `invalid_requests`, `webhook_gone` or
    /// `token_refused`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::WaitTooLong { .. } => "wait_too_long",
            Self::QueueFull { .. } => "queue_full",
            Self::InvalidRequests { .. } => "invalid_requests",
            Self::WebhookGone { .. } => "webhook_gone",
            Self::TokenRefused => "token_refused",
        }
    }

    /// Returns whether the same request may be sent later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        !matches!(self, Self::TokenRefused | Self::WebhookGone { .. })
    }

    /// How long to wait before the next attempt, if that is known.
    #[must_use]
    pub const fn retry_in(&self) -> Option<Duration> {
        match self {
            Self::WaitTooLong { retry_in, .. } => *retry_in,
            Self::InvalidRequests { retry_in, .. } | Self::WebhookGone { retry_in, .. } => {
                Some(*retry_in)
            }
            Self::QueueFull { .. } | Self::TokenRefused => None,
        }
    }
}

fn retry_text(retry_in: Option<Duration>) -> String {
    retry_in.map_or_else(String::new, |wait| format!("; free in {:.1} s", wait.as_secs_f64()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAIT: Duration = Duration::from_millis(1_500);

    #[test]
    fn a_refusal_says_what_stood_in_the_way_and_when_to_try_again() {
        let webhook = Id::new(7).unwrap();
        let allowed = Duration::from_secs(1);
        let limit = Limit::Bucket { bucket: Some("abc".into()), ahead: 2 };
        let cases = [
            (
                Refusal::WaitTooLong { limit, allowed, retry_in: Some(WAIT) },
                "not sent within 1s: bucket abc is used up, 2 requests wait before this one; free in 1.5 s",
                (true, Some(WAIT)),
            ),
            (
                Refusal::WaitTooLong { limit: Limit::Order, allowed, retry_in: None },
                "not sent within 1s: an earlier ordered request is not answered yet",
                (true, None),
            ),
            (
                Refusal::QueueFull { limit: Limit::Global, waiting: 5 },
                "not sent: 5 requests are waiting already: the global limit of all requests is used up",
                (true, None),
            ),
            (
                Refusal::InvalidRequests { count: 9_400, retry_in: WAIT },
                "not sent: 9400 invalid requests (401, 403, 429) in the last 10 minutes, and Discord bans an IP address at \
                 10,000; fix the failing requests; free in 1.5 s",
                (true, Some(WAIT)),
            ),
            (
                Refusal::WebhookGone { webhook, retry_in: WAIT },
                "not sent: webhook 7 does not exist any more; stop using it; free in 1.5 s",
                (false, Some(WAIT)),
            ),
            (
                Refusal::TokenRefused,
                "not sent: Discord refused the token (401); set a valid one with `Client::set_token`",
                (false, None),
            ),
        ];
        for (refusal, text, outlook) in cases {
            assert_eq!(refusal.to_string(), text);
            assert_eq!((refusal.is_retryable(), refusal.retry_in()), outlook, "{text}");
        }
    }
}
