//! From bytes of the stream to whole payloads: frames, then inflating.

use std::collections::VecDeque;
use std::ops::Range;

use bytes::Bytes;

use super::frame::{FrameReader, Part};
use super::json;
use crate::buffers::{MessageBuffer, OutputBuffer as _};
use crate::error::{FrameError, InflateError, SocketError};
use crate::event_buffer::{EventBuffer, EventOutput};
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
    /// Behind the events in the buffer that those of a turn share.
    Pending,
    /// Part of a buffer that is used again.
    Borrowed(&'a [u8]),
    /// All that a message buffer holds.
    Buffered(&'a mut MessageBuffer),
}

impl Payload<'_> {
    /// Its JSON; `events` is the buffer that it was read with.
    #[inline]
    pub(crate) fn bytes<'a>(&'a self, events: &'a EventBuffer) -> &'a [u8] {
        match self {
            Self::Pending => events.pending(),
            Self::Borrowed(bytes) => bytes,
            Self::Buffered(buffer) => buffer.filled(),
        }
    }

    /// Its JSON, in a buffer of its own and of exactly its size.
    pub(crate) fn own(self, events: &EventBuffer) -> Bytes {
        match self {
            Self::Buffered(buffer) if buffer.len() >= HAND_OVER_BYTES => buffer.take(),
            other => Bytes::copy_from_slice(other.bytes(events)),
        }
    }
}

/// The reading half of one connection's state.
#[derive(Debug)]
pub(crate) struct Reader {
    frames: FrameReader,
    inflate: Inflate,
    limits: Limits,
    /// A payload that is too long for the buffer of the events, or came in parts.
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

    /// The next thing in `input`; `None` where more bytes are needed. What is inflated goes into `events`
    /// if it is small and here as a whole.
    #[inline]
    pub(crate) fn next<'a>(
        &'a mut self,
        input: &mut &'a [u8],
        events: &mut EventBuffer,
    ) -> Result<Option<Incoming<'a>>, SocketError> {
        if std::mem::take(&mut self.used) {
            self.message.clear();
        }
        if self.message.len() == 0
            && let Some(bytes) = self.frames.whole_binary(input, self.limits.compressed)
        {
            events.forget();
            let mut output = EventOutput { shared: events, own: &mut self.message };
            let finished = self.inflate.push(bytes, true, &mut output, self.limits.message)?;
            if finished == Finished::One && self.message.len() == 0 {
                return Ok(Some(Incoming::Payload(Payload::Pending)));
            }
            self.message.keep(events.pending());
            events.forget();
            if self.finished(finished)? {
                return Ok(Some(Incoming::Payload(self.payload())));
            }
        }
        self.next_of_others(input)
    }

    /// As [`next`](Self::next), with all that needs more than one look.
    #[inline(never)]
    fn next_of_others<'a>(
        &'a mut self,
        input: &mut &'a [u8],
    ) -> Result<Option<Incoming<'a>>, SocketError> {
        if !self.several.is_empty() {
            return Ok(Some(Incoming::Payload(self.payload())));
        }
        let limits = self.limits;
        loop {
            let limit = |text: bool| if text { limits.message } else { limits.compressed };
            match self.frames.next(input, limit)? {
                None => return Ok(None),
                Some(Part::Ping(bytes)) => return Ok(Some(Incoming::Ping(bytes))),
                Some(Part::Close(code)) => return Ok(Some(Incoming::Close(code))),
                // A text message that is here as a whole is read where it lies.
                Some(Part::Data { text: true, start: true, end: true, bytes })
                    if self.message.len() == 0 && !bytes.is_empty() =>
                {
                    check_text(bytes)?;
                    return Ok(Some(Incoming::Payload(Payload::Borrowed(bytes))));
                }
                Some(Part::Data { text, end, bytes, .. }) => {
                    if self.data(text, end, bytes)? {
                        return Ok(Some(Incoming::Payload(self.payload())));
                    }
                }
            }
        }
    }

    /// The payload in `message`, or the first of several.
    fn payload(&mut self) -> Payload<'_> {
        let first = self.several.pop_front();
        self.used = self.several.is_empty();
        match first {
            Some(range) => Payload::Borrowed(&self.message.filled()[range]),
            None => Payload::Buffered(&mut self.message),
        }
    }

    /// Takes a part of a message; true where a payload is whole.
    fn data(&mut self, text: bool, end: bool, bytes: &[u8]) -> Result<bool, SocketError> {
        let limit = self.limits.message;
        if text {
            self.message.extend(bytes, limit).map_err(|_| InflateError::TooLong { limit })?;
            if end {
                check_text(self.message.filled())?;
            }
            return Ok(end && self.message.len() > 0);
        }
        if !end {
            // The frame reader keeps the whole message within its limit.
            self.compressed.keep(bytes);
            return Ok(false);
        }
        if self.compressed.len() > 0 {
            self.inflate.push(self.compressed.filled(), false, &mut self.message, limit)?;
            self.compressed.clear();
        }
        let finished = self.inflate.push(bytes, true, &mut self.message, limit)?;
        self.finished(finished)
    }

    /// Whether `message` holds a payload, or several.
    fn finished(&mut self, finished: Finished) -> Result<bool, SocketError> {
        match finished {
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

    /// Gives the buffers back where nothing is in them.
    pub(crate) fn release(&mut self) {
        if std::mem::take(&mut self.used) {
            self.message.clear();
        }
        self.message.release();
        if self.compressed.len() == 0 {
            self.compressed = MessageBuffer::default();
        }
    }
}

/// A text message is UTF-8 as a whole, wherever its frames are cut
/// ([RFC 6455, 8.1](https://www.rfc-editor.org/rfc/rfc6455#section-8.1)).
fn check_text(message: &[u8]) -> Result<(), FrameError> {
    simdutf8::basic::from_utf8(message).map(drop).map_err(|_| FrameError::TextNotUtf8)
}

#[cfg(test)]
mod tests {
    use flate2::{Compress, FlushCompress};
    use gateway_proto::Compression;

    use super::*;
    use crate::event_buffer::alone;

    fn flushed(zlib: &mut Compress, text: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() + 1024);
        zlib.compress_vec(text.as_bytes(), &mut out, FlushCompress::Sync).unwrap();
        out
    }

    fn frame(payload: &[u8]) -> Vec<u8> {
        let length = u16::try_from(payload.len()).unwrap();
        let [high, low] = length.to_be_bytes();
        let header = if length < 126 { vec![0x82, low] } else { vec![0x82, 126, high, low] };
        [&header, payload].concat()
    }

    /// All payloads of a stream that comes in pieces of `size`, and which of them were inflated behind events.
    fn read(stream: &[u8], size: usize) -> (Vec<String>, Vec<bool>) {
        let inflate = Inflate::new(Compression::ZlibStream).unwrap();
        let mut reader = Reader::new(inflate, Limits::default());
        let mut events = EventBuffer::default();
        events.push(b"earlier");
        let (mut texts, mut pending, mut held) = (Vec::new(), Vec::new(), Vec::new());
        for piece in stream.chunks(size) {
            held.extend_from_slice(piece);
            let mut used = 0;
            loop {
                let mut input = &held[used..];
                let (text, behind) = match reader.next(&mut input, &mut events).unwrap() {
                    Some(Incoming::Payload(payload)) => {
                        let behind = matches!(payload, Payload::Pending);
                        (payload.own(&events).to_vec(), behind)
                    }
                    None => {
                        held = input.to_vec();
                        break;
                    }
                    other => panic!("{other:?}"),
                };
                used = held.len() - input.len();
                texts.push(String::from_utf8(text).unwrap());
                pending.push(behind);
            }
        }
        assert_eq!(events.seal(), "earlier");
        (texts, pending)
    }

    #[test]
    fn payloads_are_the_same_wherever_they_are_inflated() {
        let _alone = alone();
        let small = [r#"{"op":11}"#, r#"{"op":1,"d":null}"#];
        let large = format!(r#"{{"op":0,"d":"{}"}}"#, "x".repeat(100_000));
        let mut zlib = Compress::new(flate2::Compression::default(), true);
        let first = frame(&flushed(&mut zlib, small[0]));
        // A payload in two messages, two in one message, and one that is too long for the shared buffer. After
        // each the next one that is small and whole goes behind the events again.
        let halves = flushed(&mut zlib, small[1]);
        let (head, rest) = halves.split_at(5);
        let again = frame(&flushed(&mut zlib, small[0]));
        let both = [flushed(&mut zlib, small[0]), flushed(&mut zlib, small[1])].concat();
        let long = frame(&flushed(&mut zlib, &large));
        let last = frame(&flushed(&mut zlib, small[0]));
        let stream = [first, frame(head), frame(rest), again, frame(&both), long, last].concat();
        let want = [small[0], small[1], small[0], small[0], small[1], &large, small[0]];
        assert_eq!(read(&stream, stream.len()).0, want);
        assert_eq!(read(&stream, stream.len()).1, [true, false, true, false, false, false, true]);
        for size in 1..40 {
            assert_eq!(read(&stream, size).0, want, "in pieces of {size}");
        }
    }
}
