//! Encodes JSON payloads as WebSocket frames, with the compression that the client asked for.
//!
//! Docs: [Gateway, Encoding and Compression](https://docs.discord.com/developers/events/gateway#encoding-and-compression).

use async_tungstenite::tungstenite::protocol::CloseFrame;
use async_tungstenite::tungstenite::protocol::frame::Frame;
use async_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress};

use super::deflate::deflate;
use super::prepared::ReplayBatch;
#[cfg(feature = "zstd")]
use super::zstd::ZstdStream;

/// How one connection's payloads are compressed.
pub(crate) enum Encoder {
    /// Text frames, or zlib binary frames if Identify asked for payload compression.
    Payload,
    /// One zlib context for the connection, a sync flush after each payload.
    Zlib {
        /// The context.
        context: Box<Compress>,
        /// Whether something was sent that the context does not know, so that it must not refer to anything older.
        stale: bool,
    },
    /// One zstd frame for the connection, which never ends and is flushed after each payload.
    #[cfg(feature = "zstd")]
    Zstd(ZstdStream),
}

impl Encoder {
    /// Creates an encoder for the query of the URL.
    ///
    /// # Errors
    ///
    /// Returns an error if zstd cannot allocate its context.
    pub(crate) fn from_query(query: &str) -> std::io::Result<Self> {
        Ok(match transport_of(query) {
            Some("zlib-stream") => {
                let context = Box::new(Compress::new(Compression::fast(), true));
                Self::Zlib { context, stale: false }
            }
            #[cfg(feature = "zstd")]
            Some("zstd-stream") => Self::Zstd(ZstdStream::new()?),
            _ => Self::Payload,
        })
    }

    /// Returns the message of a payload: whether it is text, and its bytes.
    ///
    /// `payload_compression` tells whether Identify asked for it. It is off with transport compression. Small payloads
    /// stay uncompressed, because the docs say that not all are compressed.
    pub(crate) fn message(&mut self, payload: Bytes, payload_compression: bool) -> (bool, Bytes) {
        match self {
            #[cfg(feature = "zstd")]
            Self::Zstd(zstd) => (false, zstd.message(&payload).into()),
            Self::Zlib { context, stale } => {
                let mut out = match std::mem::take(stale) {
                    true => deflate(context, &[], FlushCompress::Full),
                    false => Vec::new(),
                };
                let message = deflate(context, &payload, FlushCompress::Sync);
                if out.is_empty() {
                    return (false, message.into());
                }
                out.extend_from_slice(&message);
                (false, out.into())
            }
            Self::Payload if payload_compression && payload.len() >= SMALL => {
                let mut zlib = Compress::new(Compression::fast(), true);
                (false, deflate(&mut zlib, &payload, FlushCompress::Finish).into())
            }
            Self::Payload => (true, payload),
        }
    }

    /// Appends the messages of a replay.
    pub(crate) fn replay(&mut self, batch: &ReplayBatch, out: &mut Vec<u8>) {
        match self {
            Self::Payload => batch.write_plain(out),
            Self::Zlib { stale, .. } => {
                batch.write_zlib(out);
                *stale = true;
            }
            // Blocks of zstd cannot be prepared, because each uses the tables of the previous one.
            #[cfg(feature = "zstd")]
            Self::Zstd(zstd) => {
                for payload in batch.payloads() {
                    write_message(out, false, zstd.message(&payload).into());
                }
            }
        }
    }
}

/// The transport compressions of this build.
const TRANSPORTS: &[&str] =
    if cfg!(feature = "zstd") { &["zlib-stream", "zstd-stream"] } else { &["zlib-stream"] };

/// Returns the transport compression of a query, if this build has it.
pub(crate) fn transport_of(query: &str) -> Option<&'static str> {
    let asked = query.split(['?', '&']).find_map(|pair| pair.strip_prefix("compress="));
    TRANSPORTS.iter().copied().find(|known| asked == Some(*known))
}

/// Payload compression does not compress smaller payloads.
const SMALL: usize = 256;

/// Appends a complete message as one frame.
pub(crate) fn write_message(out: &mut Vec<u8>, text: bool, payload: Bytes) {
    let opcode = OpCode::Data(if text { Data::Text } else { Data::Binary });
    write_frame(out, Frame::message(payload, opcode, true));
}

/// Appends a close frame.
pub(crate) fn write_close(out: &mut Vec<u8>, code: u16, reason: String) {
    let frame = CloseFrame { code: code.into(), reason: reason.into() };
    write_frame(out, Frame::close(Some(frame)));
}

fn write_frame(out: &mut Vec<u8>, frame: Frame) {
    // Writing to a vector cannot fail.
    let _ = frame.format(out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Decompress, FlushDecompress};

    #[test]
    fn each_payload_ends_with_a_sync_flush_and_inflates_on_its_own() {
        let mut encoder = Encoder::from_query("v=10&compress=zlib-stream").unwrap();
        let mut inflate = Decompress::new(true);
        for length in (0..3000).step_by(7).chain([1 << 20]) {
            let payload: Vec<u8> = (0..length).map(|at| (at * at % 251) as u8).collect();
            let (text, message) = encoder.message(Bytes::from(payload.clone()), false);
            assert!(!text && message.ends_with(&[0, 0, 0xff, 0xff]), "{length}");
            let mut out = Vec::with_capacity(length + 1);
            inflate.decompress_vec(&message, &mut out, FlushDecompress::Sync).unwrap();
            assert_eq!(out, payload);
        }
    }

    #[test]
    fn payload_compression_is_a_zlib_stream_for_each() {
        let mut encoder = Encoder::from_query("v=10").unwrap();
        let small = Bytes::from_static(b"{}");
        assert_eq!(encoder.message(small.clone(), true), (true, small));
        let large = Bytes::from(vec![b'x'; 5000]);
        let (text, message) = encoder.message(large.clone(), true);
        assert!(!text && message.len() < 200);
        let mut out = Vec::with_capacity(6000);
        Decompress::new(true).decompress_vec(&message, &mut out, FlushDecompress::Finish).unwrap();
        assert_eq!(out, large);
        assert!(encoder.message(large, false).0);
    }
}
