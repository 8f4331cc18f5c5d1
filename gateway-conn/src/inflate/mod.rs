//! Inflating what a gateway sends: one context a connection, into a reused buffer, within limits.
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

impl Inflate {
    /// A context for one connection.
    ///
    /// # Errors
    ///
    /// Returns an error if this compression is not compiled in, or zstd cannot allocate its context.
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

    /// Inflates a part of a websocket message, or the `last` part; appends to `out`, which stays within
    /// `limit` bytes.
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
        // An empty message carries nothing: no payload, and no error.
        Ok(if last && out.len() > 0 { finished } else { Finished::NotYet })
    }
}

#[cfg(test)]
mod tests;
