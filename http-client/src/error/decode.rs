//! A successful response that cannot be parsed.

use bytes::Bytes;
use gateway_model::JsonError;
use http::StatusCode;

use crate::answer::Raw;
use crate::route::Route;

/// The maximum number of bytes of a body that are kept.
const MOST_KEPT: usize = 64 << 10;

/// The response could not be parsed. The request was carried out.
#[derive(Debug, thiserror::Error)]
#[error("{operation} was carried out, but its response ({length} bytes) could not be parsed at {}", source.path())]
pub struct DecodeError {
    operation: &'static str,
    length: usize,
    status: StatusCode,
    body: Bytes,
    source: JsonError,
}

impl DecodeError {
    pub(crate) fn new(raw: &Raw, source: JsonError) -> Self {
        let length = raw.body.len();
        // A part of a large body is copied, so that the whole body is freed.
        let body = match raw.body.get(..MOST_KEPT) {
            Some(first) if length > MOST_KEPT => Bytes::copy_from_slice(first),
            _ => raw.body.clone(),
        };
        Self { operation: "the operation", length, status: raw.status, body, source }
    }

    pub(crate) fn of(mut self, route: &'static Route) -> Self {
        self.operation = route.name;
        self
    }

    /// The path in the response, made of fields and indices.
    #[must_use]
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// The HTTP status, from 200 to 299.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body of the response, decompressed; at most its first 64 KiB.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}
