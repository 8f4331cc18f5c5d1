//! From bytes of the stream to whole payloads: frames, then inflating.

use std::collections::VecDeque;
use std::ops::Range;

use bytes::Bytes;

use super::frame::{FrameReader, Part};
use super::json;
use crate::buffers::MessageBuffer;
use crate::error::{InflateError, SocketError};
use crate::inflate::{Finished, Inflate};
use crate::limits::Limits;

/// A payload from this size on is handed over with its buffer rather than copied out of it, in bytes.
/// Below, the copy is cheaper than a new buffer for the next message.
pub(crate) const HAND_OVER_BYTES: usize = 16 * 1024;

/// What came from the peer.
#[derive(Debug)]
pub(crate) enum Incoming<'a> {
    /// One payload, inflated.
    Payload(Payload<'a>),
    /// A ping with this payload.
    Ping(&'a [u8]),
    /// A close frame.
    Close(Option<u16>),
}

/// One inflated payload, still in the buffer it was made in.
#[derive(Debug)]
pub(crate) enum Payload<'a> {
    /// Part of a buffer that is used again.
    Borrowed(&'a [u8]),
    /// All that a message buffer holds.
    Buffered(&'a mut MessageBuffer),
}

impl AsRef<[u8]> for Payload<'_> {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Buffered(buffer) => buffer.filled(),
        }
    }
}

/// The JSON in a buffer of its own, of exactly its size.
impl From<Payload<'_>> for Bytes {
    fn from(payload: Payload<'_>) -> Self {
        match payload {
            Payload::Buffered(buffer) if buffer.len() >= HAND_OVER_BYTES => buffer.take(),
            other => Self::copy_from_slice(other.as_ref()),
        }
    }
}

/// The reading half of one connection's state.
#[derive(Debug)]
pub(crate) struct Reader {
    frames: FrameReader,
    inflate: Inflate,
    limits: Limits,
    message: MessageBuffer,
    /// What is here of a compressed message that is not whole yet. It is inflated as a whole: what a shard
    /// holds while it waits for the rest is then several times smaller, and no two shards of a thread fill
    /// large buffers at the same time, which allocators give back to the system badly.
    compressed: MessageBuffer,
    /// Whether `message` holds a payload that was handed out and is to be cleared.
    used: bool,
    /// Payloads in `message` still to be handed out, where one message gave several.
    several: VecDeque<Range<usize>>,
}

impl Reader {
    pub(crate) fn new(inflate: Inflate, limits: Limits) -> Self {
        Self {
            frames: FrameReader::default(),
            inflate,
            limits,
            message: MessageBuffer::default(),
            compressed: MessageBuffer::default(),
            used: false,
            several: VecDeque::new(),
        }
    }

    /// The next thing in `input`; `None` where more bytes are needed.
    pub(crate) fn next<'a>(
        &'a mut self,
        input: &mut &'a [u8],
    ) -> Result<Option<Incoming<'a>>, SocketError> {
        if let Some(range) = self.several.pop_front() {
            self.used = self.several.is_empty();
            return Ok(Some(Incoming::Payload(Payload::Borrowed(&self.message.filled()[range]))));
        }
        if std::mem::take(&mut self.used) {
            self.message.clear();
        }
        loop {
            let limits = &self.limits;
            let limit = |text: bool| if text { limits.message } else { limits.compressed };
            match self.frames.next(input, limit)? {
                None => return Ok(None),
                Some(Part::Ping(bytes)) => return Ok(Some(Incoming::Ping(bytes))),
                Some(Part::Close(code)) => return Ok(Some(Incoming::Close(code))),
                // A text message that is here as a whole is read where it lies.
                Some(Part::Data { text: true, start: true, end: true, bytes })
                    if self.message.len() == 0 && !bytes.is_empty() =>
                {
                    return Ok(Some(Incoming::Payload(Payload::Borrowed(bytes))));
                }
                Some(Part::Data { text, end, bytes, .. }) => {
                    if self.data(text, end, bytes)? {
                        break;
                    }
                }
            }
        }
        if let Some(range) = self.several.pop_front() {
            self.used = self.several.is_empty();
            return Ok(Some(Incoming::Payload(Payload::Borrowed(&self.message.filled()[range]))));
        }
        self.used = true;
        Ok(Some(Incoming::Payload(Payload::Buffered(&mut self.message))))
    }

    /// Takes a part of a message; true where a payload is whole.
    fn data(&mut self, text: bool, end: bool, bytes: &[u8]) -> Result<bool, SocketError> {
        let limit = self.limits.message;
        if text {
            self.message.extend(bytes, limit).map_err(|_| InflateError::TooLong { limit })?;
            return Ok(end && self.message.len() > 0);
        }
        if !end {
            // The frame reader keeps the whole message within its limit.
            self.compressed.keep(bytes);
            return Ok(false);
        }
        if self.compressed.len() > 0 {
            let compressed = std::mem::take(&mut self.compressed);
            self.inflate.push(compressed.filled(), &mut self.message, limit)?;
        }
        self.inflate.push(bytes, &mut self.message, limit)?;
        match self.inflate.finish(&self.message)? {
            Finished::NotYet => Ok(false),
            Finished::One => Ok(true),
            Finished::Several => {
                self.several = json::objects(self.message.filled())?;
                // One payload that was flushed more than once needs no ranges.
                if self.several.len() == 1 {
                    self.several.clear();
                }
                Ok(true)
            }
        }
    }

    /// Gives the message buffer back where nothing is in it.
    pub(crate) fn release(&mut self) {
        if std::mem::take(&mut self.used) {
            self.message.clear();
        }
        self.message.release();
    }
}
