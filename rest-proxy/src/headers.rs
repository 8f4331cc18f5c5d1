//! Converts headers: removes those of one connection, and changes the rate limit headers for clients.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, EXPECT, HOST, PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION, RETRY_AFTER, TE, TRAILER, TRANSFER_ENCODING, UPGRADE, VIA,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::config::HeaderMode;

/// The name of this proxy in `Via`. discord.py takes a 429 without that header for a ban by Cloudflare.
pub(crate) const VIA_NAME: HeaderValue = HeaderValue::from_static("1.1 rest-proxy");

/// Headers of one connection: [RFC 9110, 7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1).
const OF_CONNECTION: [HeaderName; 9] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Removes the headers that belong to the connection of a message.
fn take_hop_by_hop(headers: &mut HeaderMap) {
    if headers.contains_key(CONNECTION) {
        let values: Vec<HeaderValue> = headers.get_all(CONNECTION).iter().cloned().collect();
        let names = values.iter().filter_map(|value| value.to_str().ok());
        for name in names.flat_map(|names| names.split(',')) {
            headers.remove(name.trim());
        }
    }
    // Most messages have none, so iterating over the existing names is cheaper than looking up each of these.
    while let Some(at) = OF_CONNECTION.iter().position(|name| headers.keys().any(|it| it == name)) {
        headers.remove(&OF_CONNECTION[at]);
    }
}

/// Converts the headers of a request for the API. `authorization` replaces the request's own.
pub(crate) fn to_api(headers: &mut HeaderMap, authorization: Option<HeaderValue>) {
    take_hop_by_hop(headers);
    headers.remove(HOST);
    headers.remove(EXPECT);
    headers.remove(AUTHORIZATION);
    headers.extend(authorization.map(|value| (AUTHORIZATION, value)));
    // The proxy has to read the body of an error, so it must be able to decompress it.
    let takes_gzip = headers.get(ACCEPT_ENCODING).map(|value| contains(value, "gzip"));
    match takes_gzip {
        Some(true) => drop(headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"))),
        _ => drop(headers.remove(ACCEPT_ENCODING)),
    }
    // RFC 9110, 7.6.3: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3
    headers.append(VIA, VIA_NAME);
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

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
const RESET_AFTER: HeaderName = HeaderName::from_static("x-ratelimit-reset-after");
const BUCKET: HeaderName = HeaderName::from_static("x-ratelimit-bucket");

/// The limit of a bucket that the client is told.
const LOOSE_LIMIT: HeaderValue = HeaderValue::from_static("1000");
const LOOSE_REMAINING: HeaderValue = HeaderValue::from_static("999");
/// The time in seconds after which it is full again. hikari takes it for the round-trip time of a request.
const LOOSE_RESET_AFTER: HeaderValue = HeaderValue::from_static("0.001");

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
    if !headers.keys().any(|name| *name == BUCKET) {
        return;
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let reset = seconds(now + Duration::from_millis(1));
    let loose = [
        (LIMIT, LOOSE_LIMIT),
        (REMAINING, LOOSE_REMAINING),
        (RESET_AFTER, LOOSE_RESET_AFTER),
        (RESET, reset),
    ];
    let mut changed = 0;
    // One pass over all headers is cheaper than four look-ups by name.
    for (name, value) in headers.iter_mut() {
        if let Some((_, new)) = loose.iter().find(|(known, _)| known == name) {
            value.clone_from(new);
            changed += 1;
        }
    }
    if changed < loose.len() {
        for (name, value) in loose {
            headers.insert(name, value);
        }
    }
}

/// Formats a time in seconds with three decimals. Every response has one, and `format!` is ten times slower.
fn seconds(time: Duration) -> HeaderValue {
    let mut left = time.as_millis();
    // Written from the last digit; 20 bytes are enough for every time in a header.
    let mut text = [b'0'; 20];
    for (place, byte) in text.iter_mut().rev().enumerate() {
        if place == 3 {
            *byte = b'.';
            continue;
        }
        *byte = b'0' + u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
    }
    let first = text.iter().position(|byte| *byte != b'0').unwrap_or(0).min(15);
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
        to_api(&mut headers, Some(HeaderValue::from_static("Bot b")));
        assert_eq!(names(&headers), ["authorization", "content-type", "via", "x-audit-log-reason"]);
        assert_eq!(headers["authorization"], "Bot b");
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
            to_api(&mut headers, None);
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
