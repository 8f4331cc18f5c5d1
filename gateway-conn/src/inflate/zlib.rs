//! zlib-stream: one zlib context for the whole connection.
//!
//! Docs: Gateway, [zlib-stream](https://docs.discord.com/developers/events/gateway#zlib-stream).

use std::sync::LazyLock;

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem::Finder;

use super::finished::Finished;
use crate::buffers::OutputBuffer;
use crate::error::InflateError;

/// The last bytes of a Z_SYNC_FLUSH.
const SUFFIX: [u8; 4] = [0x00, 0x00, 0xff, 0xff];

/// Finds the suffix. It is built once, because building it costs more than most searches.
static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(&SUFFIX));

/// A tail in which no suffix begins.
const NOTHING: [u8; 4] = [1; 4];

/// The context of one connection. It is never used for a second connection.
///
/// The header of the zlib stream (RFC 1950) is parsed here, and the rest is inflated as raw deflate. So no checksum is
/// computed, which would cost a twelfth of all the work. It could only be checked at the end of the stream, which never
/// comes.
#[derive(Debug)]
pub(crate) struct ZlibStream {
    deflate: Decompress,
    header: Header,
    /// The last bytes pushed, newest last.
    tail: [u8; 4],
    /// Whether a flush ended before the end of the data pushed since the last payload.
    inner_flush: bool,
}

impl ZlibStream {
    pub(super) fn new() -> Self {
        Self {
            deflate: Decompress::new(false),
            header: Header::Expected,
            tail: NOTHING,
            inner_flush: false,
        }
    }

    /// Inflates the data immediately instead of when the suffix arrives: the result is the same, and the compressed
    /// bytes need not be kept.
    pub(super) fn push(
        &mut self,
        part: &[u8],
        out: &mut impl OutputBuffer,
        limit: usize,
    ) -> Result<(), InflateError> {
        if part.is_empty() {
            return Ok(());
        }
        self.note_flushes(part);
        let part = self.header.strip(part)?;
        if part.is_empty() {
            return Ok(());
        }
        match inflate(&mut self.deflate, part, out, limit)? {
            Status::Ok | Status::BufError => Ok(()),
            // The stream must last as long as the connection.
            Status::StreamEnd => Err(InflateError::StreamEnded),
        }
    }

    /// A payload is complete if the message ends with the suffix.
    pub(super) fn finish(&mut self, out: &impl OutputBuffer) -> Finished {
        if self.tail != SUFFIX || out.len() == 0 {
            return Finished::NotYet;
        }
        self.tail = NOTHING;
        if std::mem::take(&mut self.inner_flush) { Finished::Several } else { Finished::One }
    }

    /// Keeps the last four bytes, and records whether a flush ended before them.
    fn note_flushes(&mut self, part: &[u8]) {
        let before_end = &part[..part.len() - 1];
        if self.tail == SUFFIX || FINDER.find(before_end).is_some() {
            self.inner_flush = true;
        }
        if let (Some(last), NOTHING) = (part.last_chunk(), self.tail) {
            self.tail = *last;
            return;
        }
        // A suffix may span the two parts.
        for byte in &part[..part.len().min(4)] {
            self.tail.rotate_left(1);
            self.tail[3] = *byte;
            if self.tail == SUFFIX && part.len() > 4 {
                self.inner_flush = true;
            }
        }
        if let Some(last) = part.last_chunk() {
            self.tail = *last;
        }
    }
}

/// The two bytes that begin a zlib stream (RFC 1950, 2.2). They may arrive separately.
#[derive(Clone, Copy, Debug)]
enum Header {
    Expected,
    Half(u8),
    Read,
}

impl Header {
    /// Returns the part of `part` that follows the header.
    fn strip<'a>(&mut self, mut part: &'a [u8]) -> Result<&'a [u8], InflateError> {
        while let (false, Some((&byte, rest))) = (matches!(self, Self::Read), part.split_first()) {
            part = rest;
            *self = match *self {
                Self::Half(first) if is_header(first, byte) => Self::Read,
                Self::Half(_) => return Err(InflateError::NotZlib),
                _ => Self::Half(byte),
            };
        }
        Ok(part)
    }
}

/// Returns whether the header means deflate with a window of at most 32 KiB and no preset dictionary, and is divisible
/// by 31.
fn is_header(method_and_window: u8, flags: u8) -> bool {
    method_and_window & 0x0f == 8
        && method_and_window >> 4 <= 7
        && flags & 0x20 == 0
        && u16::from_be_bytes([method_and_window, flags]).is_multiple_of(31)
}

/// Inflates all of `input` into `out`.
pub(super) fn inflate(
    zlib: &mut Decompress,
    mut input: &[u8],
    out: &mut impl OutputBuffer,
    limit: usize,
) -> Result<Status, InflateError> {
    loop {
        let (in_before, out_before) = (zlib.total_in(), zlib.total_out());
        // One byte beyond the limit may be written, so that a message of exactly the limit is accepted.
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
        // If the room is full, there may be more output. If some room is left, all input is used.
        if written < size {
            return match input {
                [] => Ok(status),
                _ if read == 0 && written == 0 => Err(InflateError::Stuck),
                _ => continue,
            };
        }
    }
}
