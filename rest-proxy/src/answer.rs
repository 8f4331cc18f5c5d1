//! Responses of the proxy itself: to a request that was not sent, or that got no response.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER, VIA};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use http_client::ratelimit::{Limit, Refusal};
use serde_json::json;

use crate::body::Body;
use crate::headers::VIA_NAME;

/// Header of a response of the proxy itself: the limit that prevented the request.
const PROXY_LIMIT: HeaderName = HeaderName::from_static("x-proxy-limit");
/// Header of a response of the proxy itself: why the request got no response from Discord.
const PROXY_ERROR: HeaderName = HeaderName::from_static("x-proxy-error");
/// Discord's mark of a 429 of the global limit.
const GLOBAL: HeaderName = HeaderName::from_static("x-ratelimit-global");

/// The wait in a response if it is not known how long a limit is closed.
const UNKNOWN_WAIT: Duration = Duration::from_secs(1);

/// Creates the response to a request that is not sent because of a limit. `too_long` is the status if it would have to
/// wait for too long.
///
/// A 429 has the format of Discord's own: [Exceeding A Rate
/// Limit](https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit).
pub(crate) fn refused(refusal: &Refusal, too_long: StatusCode) -> Response<Body> {
    let (status, limit) = match refusal {
        Refusal::TokenRefused => {
            let body = json!({ "message": "401: Unauthorized", "code": 0 });
            return named(
                StatusCode::UNAUTHORIZED,
                &PROXY_LIMIT,
                "token_refused",
                body.to_string(),
            );
        }
        Refusal::WebhookGone { .. } => {
            let body = json!({ "message": "Unknown Webhook", "code": 10_015 });
            return named(StatusCode::NOT_FOUND, &PROXY_LIMIT, "webhook_gone", body.to_string());
        }
        Refusal::WaitTooLong { limit, .. } => (too_long, limit.name()),
        Refusal::QueueFull { .. } => (StatusCode::TOO_MANY_REQUESTS, "queue_full"),
        _ => (StatusCode::TOO_MANY_REQUESTS, refusal.name()),
    };
    let wait = refusal.retry_in().unwrap_or(UNKNOWN_WAIT).as_secs_f64();
    let global = matches!(refusal, Refusal::WaitTooLong { limit: Limit::Global, .. });
    let message = refusal.to_string();
    let body = json!({ "message": message, "retry_after": round_up(wait), "global": global });
    let mut answer = named(status, &PROXY_LIMIT, limit, body.to_string());
    let seconds = HeaderValue::from_str(&format!("{:.0}", wait.ceil()));
    answer.headers_mut().extend(seconds.ok().map(|seconds| (RETRY_AFTER, seconds)));
    if global {
        // JDA does not read the body for this.
        answer.headers_mut().insert(GLOBAL, HeaderValue::from_static("true"));
    }
    answer
}

/// Rounds up to milliseconds, so that no wait is too short.
fn round_up(seconds: f64) -> f64 {
    (seconds * 1000.0).ceil() / 1000.0
}

/// Creates the response to a request that got no response, or cannot be sent.
pub(crate) fn failed(status: StatusCode, reason: &'static str, message: &str) -> Response<Body> {
    let body = json!({ "message": format!("rest-proxy: {message}"), "code": 0 });
    named(status, &PROXY_ERROR, reason, body.to_string())
}

fn named(
    status: StatusCode,
    header: &HeaderName,
    name: &'static str,
    body: String,
) -> Response<Body> {
    let mut answer = Response::new(Body::whole(Bytes::from(body)));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header, HeaderValue::from_static(name));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(VIA, VIA_NAME);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused_with(refusal: Refusal) -> (u16, String, Option<String>, String) {
        let answer = refused(&refusal, StatusCode::REQUEST_TIMEOUT);
        let text = |name: &HeaderName| {
            answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
        };
        let body = String::from_utf8(answer.body().bytes().unwrap().to_vec()).unwrap();
        (answer.status().as_u16(), text(&PROXY_LIMIT).unwrap(), text(&RETRY_AFTER), body)
    }

    #[test]
    fn a_refusal_names_the_limit_and_the_time() {
        let allowed = Duration::from_secs(1);
        let retry_in = Some(Duration::from_micros(1_500_100));
        let (status, limit, retry_after, body) =
            refused_with(Refusal::WaitTooLong { limit: Limit::Global, allowed, retry_in });
        assert_eq!((status, limit.as_str(), retry_after.as_deref()), (408, "global", Some("2")));
        assert!(
            body.contains(r#""global":true"#) && body.contains(r#""retry_after":1.501"#),
            "{body}"
        );
        let refusal = Refusal::WaitTooLong { limit: Limit::Global, allowed, retry_in };
        let answer = refused(&refusal, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.headers()[GLOBAL], "true");
        let (status, limit, retry_after, _) =
            refused_with(Refusal::QueueFull { limit: Limit::Order, waiting: 3 });
        assert_eq!(
            (status, limit.as_str(), retry_after.as_deref()),
            (429, "queue_full", Some("1"))
        );
        let retry_in = Duration::from_secs(9);
        let (status, limit, retry_after, _) =
            refused_with(Refusal::InvalidRequests { count: 9_400, retry_in });
        assert_eq!(
            (status, limit.as_str(), retry_after.as_deref()),
            (429, "invalid_requests", Some("9"))
        );
    }

    #[test]
    fn what_waiting_does_not_help_is_answered_as_discord_does() {
        let (status, limit, retry_after, body) = refused_with(Refusal::TokenRefused);
        assert_eq!((status, limit.as_str(), retry_after), (401, "token_refused", None));
        assert!(body.contains("401: Unauthorized"));
        let webhook = "7".parse().unwrap();
        let gone = Refusal::WebhookGone { webhook, retry_in: Duration::from_secs(9) };
        let (status, limit, _, body) = refused_with(gone);
        assert_eq!((status, limit.as_str()), (404, "webhook_gone"));
        assert!(body.contains("10015"));
    }
}
