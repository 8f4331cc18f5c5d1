//! zlib-stream: one zlib context for the whole connection.
//!
//! Docs: Gateway, [zlib-stream](https://docs.discord.com/developers/events/gateway#zlib-stream).

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

use super::Finished;
use crate::buffers::MessageBuffer;
use crate::error::InflateError;

/// What a Z_SYNC_FLUSH ends with.
const SUFFIX: [u8; 4] = [0x00, 0x00, 0xff, 0xff];

/// The context of one connection; never used for a second one.
#[derive(Debug)]
pub(crate) struct ZlibStream {
    zlib: Decompress,
    /// The last bytes pushed, newest last.
    tail: [u8; 4],
    /// Whether a flush ended before the end of what was pushed since the last payload.
    inner_flush: bool,
}

impl ZlibStream {
    pub(super) fn new() -> Self {
        Self { zlib: Decompress::new(true), tail: [1; 4], inner_flush: false }
    }

    /// Inflates at once rather than when the suffix is seen: the bytes are the same, and the compressed
    /// ones need not be kept.
    pub(super) fn push(
        &mut self,
        part: &[u8],
        out: &mut MessageBuffer,
        limit: usize,
    ) -> Result<(), InflateError> {
        if part.is_empty() {
            return Ok(());
        }
        self.note_flushes(part);
        match inflate(&mut self.zlib, part, out, limit)? {
            Status::Ok | Status::BufError => Ok(()),
            // The stream lasts as long as the connection; its end is not for the gateway to say.
            Status::StreamEnd => Err(InflateError::StreamEnded),
        }
    }

    /// A payload is whole when the message ends with the suffix.
    pub(super) fn finish(&mut self, out: &MessageBuffer) -> Finished {
        if self.tail != SUFFIX || out.len() == 0 {
            return Finished::NotYet;
        }
        self.tail = [1; 4];
        if std::mem::take(&mut self.inner_flush) { Finished::Several } else { Finished::One }
    }

    /// Keeps the last four bytes, and sees whether a flush ended before them.
    fn note_flushes(&mut self, part: &[u8]) {
        let before_end = &part[..part.len() - 1];
        if self.tail == SUFFIX || memmem::find(before_end, &SUFFIX).is_some() {
            self.inner_flush = true;
        }
        // A suffix may lie across the two parts.
        let head = &part[..part.len().min(4)];
        for byte in head {
            self.tail.rotate_left(1);
            self.tail[3] = *byte;
            if self.tail == SUFFIX && part.len() > 4 {
                self.inner_flush = true;
            }
        }
        if let Some(last) = part.last_chunk::<4>() {
            self.tail = *last;
        }
    }
}

/// Inflates all of `input` into `out`.
pub(super) fn inflate(
    zlib: &mut Decompress,
    mut input: &[u8],
    out: &mut MessageBuffer,
    limit: usize,
) -> Result<Status, InflateError> {
    loop {
        let (in_before, out_before) = (zlib.total_in(), zlib.total_out());
        // One byte over the limit may be written, so that a message of exactly the limit is whole.
        let room =
            out.room(limit.saturating_add(1)).map_err(|_| InflateError::TooLong { limit })?;
        let size = room.len();
        let status =
            zlib.decompress(input, room, FlushDecompress::Sync).map_err(InflateError::Zlib)?;
        let read = (zlib.total_in() - in_before) as usize;
        let written = (zlib.total_out() - out_before) as usize;
        out.advance(written);
        if out.len() > limit {
            return Err(InflateError::TooLong { limit });
        }
        input = &input[read.min(input.len())..];
        if status == Status::StreamEnd {
            return Ok(status);
        }
        // A full room may hide more output; room that is left over means that all input is used.
        if written < size {
            return match input {
                [] => Ok(status),
                _ if read == 0 && written == 0 => Err(InflateError::Stuck),
                _ => continue,
            };
        }
    }
}
