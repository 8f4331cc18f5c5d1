//! Converts headers: removes those of one connection, and changes the rate limit headers for clients.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, EXPECT, HOST, RETRY_AFTER, VIA};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::config::HeaderMode;

/// The name of this proxy in `Via`. discord.py takes a 429 without that header for a ban by Cloudflare.
pub(crate) const VIA_NAME: HeaderValue = HeaderValue::from_static("1.1 rest-proxy");

/// Headers of one connection: [RFC 9110, 7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1).
const OF_CONNECTION: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-connection",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Removes the headers that belong to the connection of a message.
fn take_hop_by_hop(headers: &mut HeaderMap) {
    // Most messages have none, and one pass over the existing names is cheaper than looking up each of these.
    if !headers.keys().any(|name| OF_CONNECTION.contains(&name.as_str())) {
        return;
    }
    let values: Vec<HeaderValue> = headers.get_all(CONNECTION).iter().cloned().collect();
    let names = values.iter().filter_map(|value| value.to_str().ok());
    for name in names.flat_map(|names| names.split(',')) {
        headers.remove(name.trim());
    }
    for name in OF_CONNECTION {
        headers.remove(name);
    }
}

/// Converts the headers of a request for the API. `authorization` and `host` replace the request's own.
pub(crate) fn to_api(
    headers: &mut HeaderMap,
    authorization: Option<HeaderValue>,
    host: Option<&HeaderValue>,
) {
    take_hop_by_hop(headers);
    replace(headers, HOST, host.cloned());
    replace(headers, AUTHORIZATION, authorization);
    headers.remove(EXPECT);
    // The proxy has to read the body of an error, so it must be able to decompress it.
    let takes_gzip = headers.get(ACCEPT_ENCODING).map(|value| contains(value, "gzip"));
    match takes_gzip {
        Some(true) => drop(headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"))),
        Some(false) => drop(headers.remove(ACCEPT_ENCODING)),
        None => {}
    }
    // RFC 9110, 7.6.3: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3
    headers.append(VIA, VIA_NAME);
}

fn replace(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    match value {
        Some(value) => drop(headers.insert(name, value)),
        None => drop(headers.remove(name)),
    }
}

/// Converts the headers of a response for the client.
pub(crate) fn to_client(headers: &mut HeaderMap, status: StatusCode, mode: HeaderMode) {
    take_hop_by_hop(headers);
    headers.append(VIA, VIA_NAME);
    match mode {
        HeaderMode::Pass => {}
        HeaderMode::Strip => take_limits(headers, status),
        HeaderMode::Loosen if status == StatusCode::TOO_MANY_REQUESTS => {
            take_limits(headers, status)
        }
        HeaderMode::Loosen => loosen(headers),
    }
}

const LIMIT: &str = "x-ratelimit-limit";
const REMAINING: &str = "x-ratelimit-remaining";
const RESET: &str = "x-ratelimit-reset";
const RESET_AFTER: &str = "x-ratelimit-reset-after";
const BUCKET: &str = "x-ratelimit-bucket";

/// Removes the headers of a bucket. For a 429, those with the time to wait and the scope are kept.
fn take_limits(headers: &mut HeaderMap, status: StatusCode) {
    for name in [LIMIT, REMAINING, RESET, RESET_AFTER, BUCKET] {
        headers.remove(name);
    }
    if status != StatusCode::TOO_MANY_REQUESTS {
        headers.remove(RETRY_AFTER);
    }
}

/// Replaces the limit of the bucket by one that no client reaches.
fn loosen(headers: &mut HeaderMap) {
    if !headers.keys().any(|name| name.as_str() == BUCKET) {
        return;
    }
    let mut changed = 0;
    // One pass over all headers is cheaper than four look-ups by name.
    for (name, value) in headers.iter_mut() {
        if let Some(new) = loose(name.as_str()) {
            *value = new;
            changed += 1;
        }
    }
    let all = [LIMIT, REMAINING, RESET, RESET_AFTER];
    if changed != all.len() {
        for name in all.map(HeaderName::from_static) {
            if let Some(value) = loose(name.as_str()) {
                headers.insert(name, value);
            }
        }
    }
}

/// Returns the value of a header that a client is told instead of Discord's.
fn loose(name: &str) -> Option<HeaderValue> {
    if !name.starts_with("x-ratelimit-") {
        return None;
    }
    Some(match name {
        LIMIT => HeaderValue::from_static("1000"),
        REMAINING => HeaderValue::from_static("999"),
        // hikari takes it for the round-trip time of a request.
        RESET_AFTER => HeaderValue::from_static("0.001"),
        RESET => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            seconds(now + Duration::from_millis(1))
        }
        _ => return None,
    })
}

/// Formats a time in seconds with three decimals. Every response has one, and `format!` is ten times slower.
fn seconds(time: Duration) -> HeaderValue {
    let seconds = time.as_secs().saturating_mul(1_000);
    let mut left = seconds.saturating_add(u64::from(time.subsec_millis()));
    // Written from the last digit: up to 20 digits and the point.
    let mut text = [0; 21];
    let mut first = text.len();
    while left > 0 || text.len() - first < "0.000".len() {
        first -= 1;
        if text.len() - first == ".000".len() {
            text[first] = b'.';
        } else {
            text[first] = b'0' + u8::try_from(left % 10).unwrap_or(0);
            left /= 10;
        }
    }
    // Digits and a point are always a valid header value.
    HeaderValue::from_bytes(&text[first..]).unwrap_or(HeaderValue::from_static("0.000"))
}

/// Returns whether a list in a header contains this word with a weight other than zero.
fn contains(value: &HeaderValue, word: &str) -> bool {
    let list = value.to_str().unwrap_or_default();
    list.split(',').any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case(word) && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    fn names(headers: &HeaderMap) -> Vec<&str> {
        let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn what_belongs_to_a_connection_is_not_sent_on() {
        let mut headers = map(&[
            ("host", "127.0.0.1:8090"),
            ("connection", "keep-alive, X-Mine"),
            ("x-mine", "1"),
            ("keep-alive", "5"),
            ("te", "trailers"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
            ("expect", "100-continue"),
            ("authorization", "Bot a"),
            ("content-type", "application/json"),
            ("x-audit-log-reason", "why"),
        ]);
        let mut with_host = headers.clone();
        to_api(&mut headers, Some(HeaderValue::from_static("Bot b")), None);
        assert_eq!(names(&headers), ["authorization", "content-type", "via", "x-audit-log-reason"]);
        assert_eq!(headers["authorization"], "Bot b");
        to_api(&mut with_host, None, Some(&HeaderValue::from_static("api:1")));
        assert_eq!(names(&with_host), ["content-type", "host", "via", "x-audit-log-reason"]);
        assert_eq!(with_host["host"], "api:1");
    }

    #[test]
    fn only_gzip_is_asked_for_and_only_if_the_client_takes_it() {
        for (given, sent) in [
            ("gzip, deflate, br", Some("gzip")),
            ("br, GZIP;q=0.5", Some("gzip")),
            ("br", None),
            ("gzip;q=0, br", None),
            ("identity", None),
        ] {
            let mut headers = map(&[("accept-encoding", given)]);
            to_api(&mut headers, None, None);
            let value = headers.get(ACCEPT_ENCODING).map(|value| value.to_str().unwrap());
            assert_eq!(value, sent, "{given}");
        }
    }

    const LIMITS: [(&str, &str); 6] = [
        ("x-ratelimit-limit", "5"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "1.5"),
        ("x-ratelimit-reset-after", "4.2"),
        ("x-ratelimit-bucket", "abc"),
        ("content-type", "application/json"),
    ];

    #[test]
    fn limits_are_passed_stripped_or_loosened() {
        let seen = |mode| {
            let mut headers = map(&LIMITS);
            to_client(&mut headers, StatusCode::OK, mode);
            headers
        };
        assert_eq!(seen(HeaderMode::Pass)["x-ratelimit-remaining"], "0");
        assert_eq!(names(&seen(HeaderMode::Strip)), ["content-type", "via"]);
        let loose = seen(HeaderMode::Loosen);
        assert_eq!(loose["x-ratelimit-bucket"], "abc");
        assert_eq!([&loose["x-ratelimit-limit"], &loose["x-ratelimit-remaining"]], ["1000", "999"]);
        assert_eq!(loose["x-ratelimit-reset-after"], "0.001");
        assert_eq!(loose.len(), loose.keys_len(), "each once: {loose:?}");
        assert_ne!(loose["x-ratelimit-reset"], "1.5");
    }

    #[test]
    fn what_an_answer_lacks_beside_its_bucket_is_added() {
        let mut headers = map(&[LIMITS[1], LIMITS[4]]);
        to_client(&mut headers, StatusCode::OK, HeaderMode::Loosen);
        assert_eq!(headers["x-ratelimit-limit"], "1000");
        assert_eq!(headers["x-ratelimit-reset-after"], "0.001");
        assert_eq!(headers.get_all("x-ratelimit-remaining").iter().count(), 1);
        assert!(headers.contains_key("x-ratelimit-reset"));
    }

    #[test]
    fn a_time_has_three_decimals() {
        for (milliseconds, text) in
            [(0, "0.000"), (7, "0.007"), (1_050, "1.050"), (1_796_043_600_123, "1796043600.123")]
        {
            assert_eq!(seconds(Duration::from_millis(milliseconds)), text);
        }
        assert_eq!(seconds(Duration::MAX), "18446744073709551.615");
    }

    #[test]
    fn an_answer_without_limits_gets_none() {
        let mut headers = map(&[("content-type", "text/plain")]);
        to_client(&mut headers, StatusCode::OK, HeaderMode::Loosen);
        assert_eq!(names(&headers), ["content-type", "via"]);
    }

    #[test]
    fn a_429_says_how_long_to_wait_in_every_mode() {
        for mode in [HeaderMode::Pass, HeaderMode::Strip, HeaderMode::Loosen] {
            let mut headers = map(&LIMITS);
            headers.extend(map(&[("retry-after", "7"), ("x-ratelimit-scope", "shared")]));
            to_client(&mut headers, StatusCode::TOO_MANY_REQUESTS, mode);
            assert_eq!(headers["retry-after"], "7");
            assert_eq!(headers["x-ratelimit-scope"], "shared");
            assert_eq!(headers.contains_key("x-ratelimit-bucket"), mode == HeaderMode::Pass);
        }
    }
}
