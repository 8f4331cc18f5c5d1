//! Inflating what a gateway sends: one context a connection, into a reused buffer, within limits.
//!
//! Docs: Gateway, [Encoding and Compression](https://docs.discord.com/developers/events/gateway#encoding-and-compression).

mod payload;
mod zlib;
#[cfg(feature = "zstd")]
mod zstd;

use gateway_proto::Compression;

use crate::buffers::OutputBuffer;
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
    /// A context for one connection.
    ///
    /// # Errors
    ///
    /// Where this compression is not compiled in, or zstd cannot allocate its context.
    pub(crate) fn new(compression: Compression) -> Result<Self, InflateError> {
        match compression {
            Compression::None => Ok(Self::Plain),
            Compression::Payload => Ok(Self::Payload(payload::PayloadInflate::new())),
            Compression::ZlibStream => Ok(Self::ZlibStream(Box::new(zlib::ZlibStream::new()))),
            #[cfg(feature = "zstd")]
            Compression::ZstdStream => Ok(Self::ZstdStream(zstd::ZstdStream::new()?)),
            _ => Err(InflateError::NotCompiledIn(compression)),
        }
    }

    /// Inflates a part of a websocket message; appends to `out`, which stays within `limit` bytes.
    pub(crate) fn push(
        &mut self,
        part: &[u8],
        out: &mut impl OutputBuffer,
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
    pub(crate) fn finish(&mut self, out: &impl OutputBuffer) -> Result<Finished, InflateError> {
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
