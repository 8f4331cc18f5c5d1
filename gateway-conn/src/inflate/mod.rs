//! Inflates what a gateway sends: one context for each connection, into a reused buffer, within limits.
//!
//! Docs: Gateway, [Encoding and Compression](https://docs.discord.com/developers/events/gateway#encoding-and-compression).

mod finished;
mod payload;
mod zlib;
#[cfg(feature = "zstd")]
mod zstd;

use gateway_proto::Compression;

pub(crate) use self::finished::Finished;
use crate::buffers::OutputBuffer;
use crate::error::InflateError;

/// How websocket messages become payloads.
///
/// A text message is a payload without compression, in all variants.
#[derive(Debug)]
pub(crate) enum Inflate {
    /// Nothing is compressed: a binary message is a payload too.
    Plain,
    /// Each binary message is a separate zlib stream.
    Payload(payload::PayloadInflate),
    /// All binary messages of the connection are one zlib stream.
    ZlibStream(Box<zlib::ZlibStream>),
    /// All binary messages of the connection are one zstd stream.
    #[cfg(feature = "zstd")]
    ZstdStream(zstd::ZstdStream),
}

impl Inflate {
    /// Creates the context of one connection.
    ///
    /// # Errors
    ///
    /// Returns an error if this compression is not compiled in, or if zstd cannot allocate its context.
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

    /// Inflates a part of a websocket message; `last` marks its last part. Appends to `out`, which stays within `limit`
    /// bytes.
    #[inline]
    pub(crate) fn push(
        &mut self,
        part: &[u8],
        last: bool,
        out: &mut impl OutputBuffer,
        limit: usize,
    ) -> Result<Finished, InflateError> {
        let finished = match self {
            // Docs, zstd-stream: each websocket message corresponds to a single gateway message.
            #[cfg(feature = "zstd")]
            Self::ZstdStream(inflate) => {
                inflate.push(part, out, limit)?;
                Finished::One
            }
            Self::ZlibStream(inflate) => {
                inflate.push(part, out, limit)?;
                if last { inflate.finish(out) } else { Finished::NotYet }
            }
            Self::Payload(inflate) => {
                inflate.push(part, out, limit)?;
                if last {
                    inflate.finish()?;
                }
                Finished::One
            }
            Self::Plain => {
                out.extend(part, limit).map_err(|_| InflateError::TooLong { limit })?;
                Finished::One
            }
        };
        // An empty message has no payload, and is not an error.
        Ok(if last && out.len() > 0 { finished } else { Finished::NotYet })
    }
}

#[cfg(test)]
mod tests;
