//! A success whose answer cannot be read.

use bytes::Bytes;
use gateway_model::JsonError;
use http::StatusCode;

use crate::answer::Raw;
use crate::route::Route;

/// The most of a body that is kept, in bytes.
const MOST_KEPT: usize = 64 << 10;

/// An answer that could not be read as the operation's. The request was carried out.
#[derive(Debug, thiserror::Error)]
#[error("{operation} was carried out, and its answer ({length} bytes) does not fit at {}", source.path())]
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
        // A part of a large body is copied, so that the whole is not kept with it.
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

    /// Where in the answer, as a path of fields and indices.
    #[must_use]
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// The HTTP status, from 200 to 299.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The answer's body as it came, decompressed: at most the first 64 KiB of it.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}
