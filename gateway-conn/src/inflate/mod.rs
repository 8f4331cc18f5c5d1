//! Inflating what a gateway sends: one context a connection, into a reused buffer, within limits.
//!
//! Docs: Gateway, [Encoding and Compression](https://docs.discord.com/developers/events/gateway#encoding-and-compression).

mod payload;
mod zlib;
#[cfg(feature = "zstd")]
mod zstd;

use crate::buffers::MessageBuffer;
use crate::error::InflateError;

/// How binary websocket messages become payloads.
///
/// A text message is a payload as it is, whatever was agreed.
#[derive(Debug)]
pub(crate) enum Inflate {
    /// Nothing is compressed; a binary message is a payload as it is.
    Plain,
    /// Each binary message is a zlib stream of its own.
    Payload(payload::PayloadInflate),
    /// All binary messages are one zlib stream.
    ZlibStream(Box<zlib::ZlibStream>),
    /// All binary messages are one zstd stream.
    #[cfg(feature = "zstd")]
    ZstdStream(zstd::ZstdStream),
}

/// What a finished websocket message gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finished {
    /// No payload yet: its rest comes with later messages.
    NotYet,
    /// The buffer holds one payload.
    One,
    /// The buffer may hold several payloads, one after the other.
    Several,
}

impl Inflate {
    pub(crate) const fn plain() -> Self {
        Self::Plain
    }

    pub(crate) const fn payload() -> Self {
        Self::Payload(payload::PayloadInflate::new())
    }

    pub(crate) fn zlib_stream() -> Self {
        Self::ZlibStream(Box::new(zlib::ZlibStream::new()))
    }

    /// # Errors
    ///
    /// Where zstd cannot allocate its context.
    #[cfg(feature = "zstd")]
    pub(crate) fn zstd_stream() -> Result<Self, InflateError> {
        Ok(Self::ZstdStream(zstd::ZstdStream::new()?))
    }

    /// Inflates a part of a websocket message; appends to `out`, which stays within `limit` bytes.
    pub(crate) fn push(
        &mut self,
        part: &[u8],
        out: &mut MessageBuffer,
        limit: usize,
    ) -> Result<(), InflateError> {
        match self {
            Self::Plain => {
                out.extend(part, limit).map_err(|_| InflateError::TooLong { limit })?;
                Ok(())
            }
            Self::Payload(inflate) => inflate.push(part, out, limit),
            Self::ZlibStream(inflate) => inflate.push(part, out, limit),
            #[cfg(feature = "zstd")]
            Self::ZstdStream(inflate) => inflate.push(part, out, limit),
        }
    }

    /// Says that the websocket message is whole.
    pub(crate) fn finish(&mut self, out: &MessageBuffer) -> Result<Finished, InflateError> {
        // An empty message carries nothing: no payload, and no error.
        let one = if out.len() == 0 { Finished::NotYet } else { Finished::One };
        match self {
            Self::Plain => Ok(one),
            Self::Payload(inflate) => inflate.finish().map(|()| one),
            Self::ZlibStream(inflate) => Ok(inflate.finish(out)),
            // Docs, zstd-stream: each websocket message corresponds to a single gateway message.
            #[cfg(feature = "zstd")]
            Self::ZstdStream(_) => Ok(one),
        }
    }
}

#[cfg(test)]
mod tests;
