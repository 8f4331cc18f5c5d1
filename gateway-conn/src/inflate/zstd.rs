//! zstd-stream: one zstd context for the whole connection.
//!
//! Docs: Gateway, [zstd-stream](https://docs.discord.com/developers/events/gateway#zstd-stream).

use std::fmt;

use zstd::stream::raw::{DParameter, Decoder, InBuffer, Operation, OutBuffer};

use crate::buffers::OutputBuffer;
use crate::error::InflateError;

/// The largest window accepted, as a power of two: 8 MiB, zstd's own default for streaming decoders. Each connection
/// holds a window in memory, so the peer must not choose its size freely.
const MAX_WINDOW_LOG: u32 = 23;

/// The context of one connection. It is never used for a second connection.
pub(crate) struct ZstdStream(Decoder<'static>);

impl ZstdStream {
    pub(super) fn new() -> Result<Self, InflateError> {
        let mut decoder = Decoder::new().map_err(InflateError::Zstd)?;
        decoder
            .set_parameter(DParameter::WindowLogMax(MAX_WINDOW_LOG))
            .map_err(InflateError::Zstd)?;
        Ok(Self(decoder))
    }

    pub(super) fn push(
        &mut self,
        part: &[u8],
        out: &mut impl OutputBuffer,
        limit: usize,
    ) -> Result<(), InflateError> {
        let mut input = InBuffer::around(part);
        if part.is_empty() {
            return Ok(());
        }
        loop {
            let read_before = input.pos();
            let room =
                out.room(limit.saturating_add(1)).map_err(|_| InflateError::TooLong { limit })?;
            let size = room.len();
            let mut output = OutBuffer::around(room);
            self.0.run(&mut input, &mut output).map_err(InflateError::Zstd)?;
            let written = output.pos();
            out.advance(written);
            if out.len() > limit {
                return Err(InflateError::TooLong { limit });
            }
            // If the room is full, there may be more output. If some room is left, all input is used.
            if written < size {
                if input.pos() == part.len() {
                    return Ok(());
                }
                if input.pos() == read_before && written == 0 {
                    return Err(InflateError::Stuck);
                }
            }
        }
    }
}

impl fmt::Debug for ZstdStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ZstdStream")
    }
}
