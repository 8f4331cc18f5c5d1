//! The options of a request for the proxy, in headers that are not forwarded.

use std::time::Duration;

use http::{HeaderMap, HeaderName};

/// How the names of these headers begin.
const PREFIX: &str = "x-proxy-";
/// Header: the longest time in seconds that the request waits for limits, such as `2.5`.
pub(crate) const MAX_WAIT: HeaderName = HeaderName::from_static("x-proxy-max-wait");
/// Header: `true` if the request is sent only when all earlier ordered requests of its bucket have been answered.
pub(crate) const ORDERED: HeaderName = HeaderName::from_static("x-proxy-ordered");

/// The options of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wishes {
    pub(crate) max_wait: Duration,
    pub(crate) ordered: bool,
}

/// A header that cannot be parsed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadWish {
    #[error("the header x-proxy-max-wait is not a number of seconds")]
    MaxWait,
    #[error("the header x-proxy-ordered is neither true nor false")]
    Ordered,
}

impl Wishes {
    /// Takes the options out of the headers. `most` is the longest wait of all requests.
    pub(crate) fn take(headers: &mut HeaderMap, most: Duration) -> Result<Self, BadWish> {
        // Most requests have no options, and one pass over the names is cheaper than two look-ups.
        if !headers.keys().any(|name| name.as_str().starts_with(PREFIX)) {
            return Ok(Self { max_wait: most, ordered: false });
        }
        let max_wait = match headers.remove(MAX_WAIT) {
            None => most,
            Some(value) => {
                let seconds = value.to_str().ok().and_then(|text| text.trim().parse().ok());
                let wait = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                wait.ok_or(BadWish::MaxWait)?.min(most)
            }
        };
        let ordered = match headers.remove(ORDERED).as_ref().map(http::HeaderValue::as_bytes) {
            None | Some(b"false") => false,
            Some(b"true") => true,
            Some(_) => return Err(BadWish::Ordered),
        };
        Ok(Self { max_wait, ordered })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: Duration = Duration::from_secs(60);

    fn take(name: &HeaderName, value: &str) -> Result<(Duration, bool), BadWish> {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        let wishes = Wishes::take(&mut headers, MOST);
        assert!(headers.is_empty());
        wishes.map(|wishes| (wishes.max_wait, wishes.ordered))
    }

    #[test]
    fn a_wait_is_a_number_of_seconds_up_to_that_of_the_configuration() {
        assert_eq!(take(&MAX_WAIT, "2.5"), Ok((Duration::from_millis(2_500), false)));
        assert_eq!(take(&MAX_WAIT, "0"), Ok((Duration::ZERO, false)));
        assert_eq!(take(&MAX_WAIT, "1e9"), Ok((MOST, false)));
        for bad in ["-1", "soon", "", "NaN", "inf"] {
            assert_eq!(take(&MAX_WAIT, bad), Err(BadWish::MaxWait), "{bad}");
        }
    }

    #[test]
    fn order_is_asked_for_by_true() {
        assert_eq!(take(&ORDERED, "true"), Ok((MOST, true)));
        assert_eq!(take(&ORDERED, "false"), Ok((MOST, false)));
        assert_eq!(take(&ORDERED, "1"), Err(BadWish::Ordered));
    }
}
