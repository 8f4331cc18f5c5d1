//! Finds the operation of a method and a path, and the parameters that identify its limits.
//!
//! A path may begin with `/api` and with a version; both are optional. Operations that http-client knows are found in a
//! [tree](tree). Other paths get a separate route by their [shape](unknown), until a response names their bucket.

mod tree;
mod unknown;

use http::{Method, Uri};
use http_client::{Param, Route};
use smallvec::SmallVec;

/// The parameters of a path, in order.
pub(crate) type Params<'a> = SmallVec<[&'a str; 6]>;
/// The segments of a path.
type Segments<'a> = SmallVec<[&'a str; 12]>;

/// The most segments of a path.
const MOST_SEGMENTS: usize = 24;

/// The destination of a request.
pub(crate) struct Target<'a> {
    /// The operation.
    pub(crate) route: &'static Route,
    /// The parameters of its path, unchanged.
    pub(crate) params: Params<'a>,
    /// Path and query below the API's address, with the version if there is one.
    pub(crate) below_api: &'a str,
}

/// Why a path is not forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadPath {
    /// Its segments may name another resource than they seem to: `%2E%2E` is equivalent to `..` ([RFC 3986,
    /// 6.2.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.2)).
    #[error("a segment of the path is '.' or '..'")]
    Dots,
    #[error("the path has too many segments")]
    TooLong,
    #[error("the request has no path")]
    None,
}

impl<'a> Target<'a> {
    pub(crate) fn find(method: &Method, uri: &'a Uri) -> Result<Self, BadPath> {
        let whole = uri.path_and_query().map_or("", |path| path.as_str());
        if !whole.starts_with('/') {
            return Err(BadPath::None);
        }
        let below_api = match whole.strip_prefix("/api") {
            Some(rest) if rest.starts_with('/') => rest,
            _ => whole,
        };
        let path = uri.path().get(whole.len() - below_api.len()..).unwrap_or_default();
        let segments = segments(path).ok_or(BadPath::TooLong)?;
        if segments.iter().any(|segment| is_dots(segment)) {
            return Err(BadPath::Dots);
        }
        let segments = match &segments[..] {
            [first, rest @ ..] if is_version(first) => rest,
            all => all,
        };
        let (route, params) =
            tree::find(method, segments).unwrap_or_else(|| unknown::find(method, segments));
        Ok(Self { route, params, below_api })
    }

    /// Returns the parameters in the form of http-client: different spellings of an id are the same resource.
    pub(crate) fn params(&self) -> SmallVec<[Param<'a>; 6]> {
        self.params.iter().map(|text| param(text)).collect()
    }
}

/// Splits a path that begins with a slash; `None` if it has too many segments. `str::split` takes several times as long
/// for segments of so few bytes.
fn segments(path: &str) -> Option<Segments<'_>> {
    let (mut segments, mut begin) = (Segments::new(), 1);
    for (index, byte) in path.bytes().enumerate().skip(1) {
        if byte == b'/' {
            if segments.len() == MOST_SEGMENTS {
                return None;
            }
            segments.push(&path[begin..index]);
            begin = index + 1;
        }
    }
    segments.push(path.get(begin..)?);
    (segments.len() <= MOST_SEGMENTS).then_some(segments)
}

fn param(text: &str) -> Param<'_> {
    if is_id(text) {
        text.parse().map_or(Param::Text(text), Param::Number)
    } else {
        Param::Text(text)
    }
}

/// Returns whether a segment is a number in the format of ids.
fn is_id(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(is_id)
}

fn is_dots(segment: &str) -> bool {
    // The longest spelling has six characters, and only these.
    if segment.len() > 6 || !segment.bytes().all(|byte| b".%2eE".contains(&byte)) {
        return false;
    }
    let decoded = segment.replace("%2e", ".").replace("%2E", ".");
    matches!(decoded.as_str(), "." | "..")
}

#[cfg(test)]
mod tests;
