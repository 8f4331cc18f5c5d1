//! Parses the rate limit information of a response.
//!
//! Docs: [Rate Limits, Header Format](https://docs.discord.com/developers/topics/rate-limits#header-format).

use std::time::Duration;

use http::HeaderMap;
use serde_json::value::RawValue;

/// The longest time for which a response can close a limit: twice [`LONGEST_WAIT`](super::LONGEST_WAIT). A longer time
/// is a mistake and not a limit. Requests do not wait for it but fail, and after it the limit is learnt again.
const LONGEST: Duration = super::LONGEST_WAIT.saturating_mul(2);

/// The `X-RateLimit-*` headers of one response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BucketHeaders<'a> {
    /// The name of the bucket, without the top-level resource.
    pub(crate) bucket: &'a str,
    /// The number of requests in a full window; at least one.
    pub(crate) limit: u32,
    /// The number of requests left after this one was counted.
    pub(crate) remaining: u32,
    /// The time until the bucket is full again, from the moment at which this request was counted.
    pub(crate) reset_after: Duration,
    /// When the bucket is full again on the server's clock, in Unix milliseconds. It is only compared with other
    /// timestamps of the same bucket. `None` if it is missing or in whole seconds.
    pub(crate) stamp_ms: Option<u64>,
}

impl<'a> BucketHeaders<'a> {
    /// Parses the headers; `None` if the response has no bucket, or an invalid one.
    pub(crate) fn read(headers: &'a HeaderMap) -> Option<Self> {
        // One pass over all headers is cheaper than five searches by name.
        let (mut bucket, mut limit, mut remaining) = (None, None, None);
        let (mut reset_after, mut stamp) = (None, None);
        for (name, value) in headers {
            let Some(name) = name.as_str().strip_prefix("x-ratelimit-") else { continue };
            let slot = match name {
                "bucket" => &mut bucket,
                "limit" => &mut limit,
                "remaining" => &mut remaining,
                "reset-after" => &mut reset_after,
                "reset" => &mut stamp,
                _ => continue,
            };
            if slot.is_none() {
                *slot = Some(value.as_bytes().trim_ascii());
            }
        }
        Some(Self {
            bucket: str::from_utf8(bucket?).ok()?,
            limit: count(limit?)?.max(1),
            remaining: count(remaining?)?,
            reset_after: seconds(reset_after?)?,
            stamp_ms: stamp.and_then(stamp_ms),
        })
    }
}

/// Whose limit a 429 is about.
///
/// Docs: `X-RateLimit-Scope` in [Header Format](https://docs.discord.com/developers/topics/rate-limits#header-format).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    /// The limit of this bot or user.
    User,
    /// The global limit of this bot or user.
    Global,
    /// The limit of a resource, shared with others. It does not count as an invalid request.
    Shared,
}

/// The content of a 429 from Discord itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany {
    /// Whose limit it is.
    pub(crate) scope: Scope,
    /// How long to wait.
    pub(crate) retry_after: Duration,
}

impl TooMany {
    /// Parses a 429; `None` if it is from the edge and not from Discord itself.
    ///
    /// A 429 from Discord has rate limit headers or a JSON object as its body ([Exceeding A Rate
    /// Limit](https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit)), with any content. One
    /// from the edge has an HTML page or nothing. The time in the body is more precise than that in the header, which
    /// is rounded to seconds.
    pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let is_object = body.trim_ascii_start().starts_with(b"{");
        let named = headers.keys().any(|name| name.as_str().starts_with("x-ratelimit-"));
        if !is_object && !named {
            return None;
        }
        let body = serde_json::from_slice::<Body<'_>>(body).unwrap_or_default();
        let global = body.global.is_some_and(|global| global.get() == "true")
            || text(headers, "x-ratelimit-global")
                .is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let scope = match text(headers, "x-ratelimit-scope") {
            Some("shared") => Scope::Shared,
            Some("global") => Scope::Global,
            _ if global => Scope::Global,
            _ => Scope::User,
        };
        let retry_after = body
            .retry_after
            .and_then(|number| seconds(number.get().trim_matches('"').as_bytes()))
            .or_else(|| retry_after(headers))
            .or_else(|| {
                text(headers, "x-ratelimit-reset-after").and_then(|text| seconds(text.as_bytes()))
            })
            // A limit without a time: use the shortest window seen in practice.
            .unwrap_or(Duration::from_secs(1));
        Some(Self { scope, retry_after })
    }
}

/// The JSON body of a 429, each value as JSON text.
#[derive(Default, serde::Deserialize)]
struct Body<'a> {
    #[serde(borrow, default)]
    retry_after: Option<&'a RawValue>,
    #[serde(borrow, default)]
    global: Option<&'a RawValue>,
}

/// The `Retry-After` header, in seconds, as Discord and its edge send it.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    text(headers, "retry-after").and_then(|text| seconds(text.as_bytes()))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Parses the digits of a number.
fn count(text: &[u8]) -> Option<u32> {
    let mut count = (!text.is_empty()).then_some(0_u32)?;
    for byte in text {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        count = count.checked_mul(10)?.checked_add(digit)?;
    }
    Some(count)
}

fn seconds(text: &[u8]) -> Option<Duration> {
    match thousandths(text) {
        Some(ms) => Some(Duration::from_millis(ms).min(LONGEST)),
        None => duration(float(text)?),
    }
}

fn float(text: &[u8]) -> Option<f64> {
    str::from_utf8(text).ok()?.parse().ok()
}

/// Parses a number with up to three decimals, the format of every response. It is several times as fast as parsing a
/// float. `None` if it has another format.
fn thousandths(text: &[u8]) -> Option<u64> {
    let (mut value, mut decimals, mut has_point) = (0_u64, 0, false);
    // So many digits always fit.
    if !(1..=16).contains(&text.len()) || text == b"." {
        return None;
    }
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + u64::from(byte - b'0');
                decimals += usize::from(has_point);
            }
            b'.' if !has_point => has_point = true,
            _ => return None,
        }
    }
    Some(value * [1_000, 100, 10, 1].get(decimals)?)
}

/// Parses a number of seconds, rounded up to milliseconds so that no wait is too short.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be finite, not negative, and cut to two days"
)]
fn duration(seconds: f64) -> Option<Duration> {
    if !seconds.is_finite() || seconds < 0.0 {
        return None;
    }
    // A thousandth of a millisecond is subtracted first, because the product can be slightly too large: 2.007 * 1000.0 is.
    let ms = (seconds.min(LONGEST.as_secs_f64()) * 1000.0 - 0.001).ceil().max(0.0);
    Some(Duration::from_millis(ms as u64))
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be finite and in the range of a date"
)]
fn stamp_ms(text: &[u8]) -> Option<u64> {
    // A timestamp in whole seconds cannot distinguish two windows.
    if !text.contains(&b'.') {
        return None;
    }
    if let Some(ms) = thousandths(text) {
        return Some(ms).filter(|ms| *ms < 1_000_000_000_000_000);
    }
    let seconds = float(text)?;
    (seconds.is_finite() && (0.0..1e12).contains(&seconds))
        .then(|| (seconds * 1000.0).round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn reads_the_headers_of_the_docs() {
        let headers = map(&[
            ("x-ratelimit-limit", "10"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1470173023.123"),
            ("x-ratelimit-reset-after", "64.57"),
            ("x-ratelimit-bucket", "abcd1234"),
        ]);
        let read = BucketHeaders::read(&headers).unwrap();
        assert_eq!((read.limit, read.remaining), (10, 0));
        assert_eq!(read.reset_after, Duration::from_millis(64_570));
        assert_eq!(read.stamp_ms, Some(1_470_173_023_123));
        assert_eq!(read.bucket, "abcd1234");
    }

    #[test]
    fn headers_that_make_no_sense_are_no_headers() {
        for reset in ["NaN", "inf", "-1", "", "soon"] {
            let headers = map(&[
                ("x-ratelimit-limit", "10"),
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset-after", reset),
                ("x-ratelimit-bucket", "abcd1234"),
            ]);
            assert_eq!(BucketHeaders::read(&headers), None, "{reset}");
        }
        assert_eq!(seconds(b"1e300"), Some(LONGEST));
    }

    #[test]
    fn a_number_is_read_as_a_float_is() {
        for text in [
            "0",
            "7",
            "64.57",
            "2.007",
            "0.001",
            "1.5",
            ".5",
            "5.",
            "1470173023.123",
            "0.0005",
            "2.0071",
            "86400000",
            "1e3",
            "+1.5",
            "00012.5",
            "9999999999999999",
            "0.12345678901234567",
        ] {
            let float = text.parse().ok().and_then(duration);
            assert_eq!(seconds(text.as_bytes()), float, "{text}");
            assert!(float.is_some(), "{text}");
        }
        for text in ["", ".", "1.2.3", "1,5", "-1", "0x1", "1 2", "\u{661}"] {
            assert_eq!(seconds(text.as_bytes()), None, "{text}");
        }
        assert_eq!([b"0", b"7"].map(|text| count(text)), [Some(0), Some(7)]);
        assert_eq!(count(b"4294967295"), Some(u32::MAX));
        for text in ["", "4294967296", "-1", "1.0", "1 "] {
            assert_eq!(count(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_stamp_that_cannot_be_compared_is_none() {
        for text in ["1470173023", "-1.5", "1000000000000.5", "NaN.", ""] {
            assert_eq!(stamp_ms(text.as_bytes()), None, "{text}");
        }
        assert_eq!(stamp_ms(b"999999999999.5"), Some(999_999_999_999_500));
    }

    #[test]
    fn a_429_with_an_empty_or_html_body_and_no_headers_is_the_edges() {
        let edge = map(&[("retry-after", "600"), ("content-type", "text/html")]);
        assert_eq!(TooMany::read(&edge, b"<html>error code: 1015</html>"), None);
        assert_eq!(TooMany::read(&edge, b""), None);
        assert_eq!(retry_after(&edge), Some(Duration::from_secs(600)));
    }

    #[test]
    fn a_429_with_json_is_discords_own_whatever_its_wait() {
        for (wait, expected) in [
            ("", 1_000),
            (r#""retry_after":null"#, 1_000),
            (r#""retry_after":"2.5""#, 2_500),
            (r#""retry_after":"soon""#, 1_000),
            (r#""retry_after":-1"#, 1_000),
            (r#""retry_after":[]"#, 1_000),
            (r#""retry_after":1e999"#, 1_000),
            (r#""retry_after":1e308"#, 2 * 24 * 60 * 60 * 1_000),
            (r#""retry_after":0"#, 0),
            (r#""retry_after":3,"global":"yes""#, 3_000),
        ] {
            let read = TooMany::read(&HeaderMap::new(), format!(" {{{wait}}}").as_bytes()).unwrap();
            assert_eq!(read.scope, Scope::User, "{wait}");
            assert_eq!(read.retry_after, Duration::from_millis(expected), "{wait}");
        }
        let cut = br#"{"message":"You are being rate lim"#;
        let header = map(&[("retry-after", "7")]);
        assert_eq!(TooMany::read(&header, cut).unwrap().retry_after, Duration::from_secs(7));
        assert_eq!(TooMany::read(&header, b"error code: 1015"), None);
    }

    #[test]
    fn the_three_answers_of_the_docs_tell_their_scope() {
        let shared = map(&[("retry-after", "1337"), ("x-ratelimit-scope", "shared")]);
        let body = br#"{"message":"The resource is being rate limited.","retry_after":1336.57,"global":false}"#;
        let read = TooMany::read(&shared, body).unwrap();
        assert_eq!(
            (read.scope, read.retry_after),
            (Scope::Shared, Duration::from_millis(1_336_570))
        );
        let global =
            br#"{"message":"You are being rate limited.","retry_after":64.57,"global":true}"#;
        assert_eq!(TooMany::read(&HeaderMap::new(), global).unwrap().scope, Scope::Global);
        for header in [("x-ratelimit-scope", "global"), ("x-ratelimit-global", "True")] {
            assert_eq!(TooMany::read(&map(&[header]), b"").unwrap().scope, Scope::Global);
        }
        let user = map(&[("retry-after", "65"), ("x-ratelimit-scope", "user")]);
        let read = TooMany::read(&user, b"").unwrap();
        assert_eq!((read.scope, read.retry_after), (Scope::User, Duration::from_secs(65)));
    }
}
