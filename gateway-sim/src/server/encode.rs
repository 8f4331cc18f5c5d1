//! From JSON payloads to the bytes of WebSocket frames, compressed as the client asked.
//!
//! Docs: [Gateway, Encoding and Compression](https://docs.discord.com/developers/events/gateway#encoding-and-compression).

use async_tungstenite::tungstenite::protocol::CloseFrame;
use async_tungstenite::tungstenite::protocol::frame::Frame;
use async_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress, Status};

/// How one connection's payloads are compressed.
#[derive(Debug)]
pub(crate) enum Encoder {
    /// Text frames, or zlib binary frames where Identify asked for payload compression.
    Payload,
    /// One zlib context for the connection, a sync flush after each payload.
    Zlib(Box<Compress>),
}

impl Encoder {
    /// What the query of the URL asks for.
    pub(crate) fn from_query(query: &str) -> Self {
        let asked = query.split('&').find_map(|pair| pair.strip_prefix("compress="));
        match asked {
            Some("zlib-stream") => Self::Zlib(Box::new(Compress::new(Compression::fast(), true))),
            _ => Self::Payload,
        }
    }

    /// The message of a payload: whether it is text, and its bytes.
    ///
    /// `payload_compression` says whether Identify asked for it; it is off with transport compression,
    /// and small payloads stay plain, as the docs say that not all are compressed.
    pub(crate) fn message(&mut self, payload: Bytes, payload_compression: bool) -> (bool, Bytes) {
        match self {
            Self::Zlib(zlib) => (false, deflate(zlib, &payload, FlushCompress::Sync).into()),
            Self::Payload if payload_compression && payload.len() >= SMALL => {
                let mut zlib = Compress::new(Compression::fast(), true);
                (false, deflate(&mut zlib, &payload, FlushCompress::Finish).into())
            }
            Self::Payload => (true, payload),
        }
    }
}

/// Payload compression leaves smaller payloads plain.
const SMALL: usize = 256;

/// Compresses all of the input and flushes.
pub(crate) fn deflate(zlib: &mut Compress, input: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut out = Vec::with_capacity(input.len() / 3 + 64);
    let start = zlib.total_in();
    loop {
        let done = usize::try_from(zlib.total_in() - start).unwrap_or(input.len());
        if out.spare_capacity_mut().len() < 16 {
            out.reserve(out.len().max(64));
        }
        // Deflate fails only when its state is broken; the rest of the stream is then useless anyway.
        let Ok(status) = zlib.compress_vec(&input[done..], &mut out, flush) else { break };
        let all_in = zlib.total_in() - start == input.len() as u64;
        // A flush is complete when deflate leaves room in the output.
        if status == Status::StreamEnd || (all_in && out.len() < out.capacity()) {
            break;
        }
    }
    out
}

/// Appends a whole message as one frame.
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
        let mut encoder = Encoder::from_query("v=10&compress=zlib-stream");
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
        let mut encoder = Encoder::from_query("v=10");
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
