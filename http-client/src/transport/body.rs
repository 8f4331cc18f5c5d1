//! Reads the body of a response, up to a limit.

use std::io::Read;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::failure;
use crate::error::TransportError;

/// The first bytes of a gzip member.
///
/// See [RFC 1952, section 2.3.1](https://www.rfc-editor.org/rfc/rfc1952#page-6).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The bytes of a body as they arrive. Most bodies arrive in one piece, which is not copied.
pub(super) struct Collected {
    first: Bytes,
    all: BytesMut,
    limit: usize,
}

impl Collected {
    pub(super) fn new(limit: usize) -> Self {
        Self { first: Bytes::new(), all: BytesMut::new(), limit }
    }

    /// Reads to the end. After an error, the bytes before it are kept.
    pub(super) async fn read(&mut self, mut body: Incoming) -> Result<(), TransportError> {
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(failure::body)?;
            let Ok(piece) = frame.into_data() else { continue };
            if self.first.len() + self.all.len() + piece.len() > self.limit {
                return Err(TransportError::TooLarge { limit: self.limit });
            }
            if self.first.is_empty() && self.all.is_empty() {
                self.first = piece;
                continue;
            }
            if self.all.is_empty() {
                self.all.extend_from_slice(&std::mem::take(&mut self.first));
            }
            self.all.extend_from_slice(&piece);
        }
        Ok(())
    }

    pub(super) fn into_bytes(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}

/// Returns whether the body is compressed with gzip.
fn is_gzip(headers: &HeaderMap) -> bool {
    let encoding = headers.get(CONTENT_ENCODING).map(http::HeaderValue::as_bytes);
    encoding.is_some_and(|name| {
        name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip")
    })
}

/// The decompression limit for a response with rate limit information.
const MOST_PLAIN: usize = 1 << 20;

/// Returns the decompressed body, or the body unchanged if it cannot be decompressed.
pub(crate) fn plain(headers: &HeaderMap, body: &Bytes) -> Bytes {
    decompress(headers, body.clone(), MOST_PLAIN).unwrap_or_else(|_| body.clone())
}

/// Decompresses the body if it is compressed with gzip. A gzip file consists of members, all of which are read; bytes
/// after the last one are ignored. After an error, the bytes before it are returned with it.
///
/// See [RFC 1952, section 2.2](https://www.rfc-editor.org/rfc/rfc1952#page-5).
pub(super) fn decompress(
    headers: &HeaderMap,
    body: Bytes,
    limit: usize,
) -> Result<Bytes, (TransportError, Bytes)> {
    if !is_gzip(headers) || body.is_empty() {
        return Ok(body);
    }
    let mut plain = Vec::with_capacity(body.len().saturating_mul(4).min(limit));
    let mut rest = &*body;
    loop {
        // One byte more than the limit, to distinguish a body of exactly the limit from a larger one.
        let most = u64::try_from(limit - plain.len()).unwrap_or(u64::MAX).saturating_add(1);
        let mut member = flate2::bufread::GzDecoder::new(rest).take(most);
        if let Err(error) = member.read_to_end(&mut plain) {
            return Err((TransportError::Decompress(error), plain.into()));
        }
        if plain.len() > limit {
            plain.truncate(limit);
            return Err((TransportError::TooLarge { limit }, plain.into()));
        }
        rest = member.into_inner().into_inner();
        if !rest.starts_with(&GZIP) {
            return Ok(plain.into());
        }
    }
}
