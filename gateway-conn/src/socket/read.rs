//! Turns the bytes of the stream into complete payloads: frames, then inflating.

use std::collections::VecDeque;
use std::ops::Range;

use super::frame::{FrameReader, Part};
use super::json;
use crate::buffers::{EventBuffer, MessageBuffer, OutputBuffer as _, Payload};
use crate::error::{FrameError, InflateError, SocketError};
use crate::inflate::{Finished, Inflate};
use crate::limits::Limits;

/// What the peer sent.
#[derive(Debug)]
pub(crate) enum Incoming<'a> {
    /// One inflated payload.
    Payload(Payload<'a>),
    /// A ping with this payload.
    Ping(&'a [u8]),
    /// A close frame.
    Close(Option<u16>),
}

/// The reading half of a connection's state.
#[derive(Debug)]
pub(crate) struct Reader {
    frames: FrameReader,
    inflate: Inflate,
    limits: Limits,
    /// The arrived part of an incomplete message, or a message with several payloads.
    message: MessageBuffer,
    /// The arrived part of an incomplete compressed message. It is inflated when it is complete. So a shard needs
    /// several times less memory while it waits, and no two shards of a thread fill large buffers at the same time,
    /// which allocators rarely return to the system.
    compressed: MessageBuffer,
    /// Whether all payloads in `message` were returned, so that it must be cleared.
    used: bool,
    /// The payloads in `message` that are still to be returned, if it holds several.
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

    /// Returns the next item in `input`; `None` if more bytes are needed. Payloads are inflated into `events`, after
    /// the events that it keeps.
    #[inline]
    pub(crate) fn next<'a>(
        &'a mut self,
        input: &mut &'a [u8],
        events: &'a mut EventBuffer,
    ) -> Result<Option<Incoming<'a>>, SocketError> {
        if std::mem::take(&mut self.used) {
            self.message.clear();
        }
        if self.message.len() == 0
            && let Some(bytes) = self.frames.whole_binary(input, self.limits.compressed)
        {
            events.forget();
            let finished = self.inflate.push(bytes, true, events, self.limits.message)?;
            if finished == Finished::One {
                return Ok(Some(Incoming::Payload(Payload::pending(events))));
            }
            events.move_pending(&mut self.message);
            if self.finished(finished)? {
                return Ok(Some(Incoming::Payload(self.payload(events))));
            }
        }
        self.next_of_others(input, events)
    }

    /// Like [`next`](Self::next), for everything but the most common case.
    #[inline(never)]
    fn next_of_others<'a>(
        &'a mut self,
        input: &mut &'a [u8],
        events: &'a mut EventBuffer,
    ) -> Result<Option<Incoming<'a>>, SocketError> {
        if !self.several.is_empty() {
            return Ok(Some(Incoming::Payload(self.payload(events))));
        }
        let limits = self.limits;
        loop {
            let limit = |text: bool| if text { limits.message } else { limits.compressed };
            match self.frames.next(input, limit)? {
                None => return Ok(None),
                Some(Part::Ping(bytes)) => return Ok(Some(Incoming::Ping(bytes))),
                Some(Part::Close(code)) => return Ok(Some(Incoming::Close(code))),
                // A complete text message is parsed in place.
                Some(Part::Data { text: true, start: true, end: true, bytes })
                    if self.message.len() == 0 && !bytes.is_empty() =>
                {
                    check_text(bytes)?;
                    return Ok(Some(Incoming::Payload(Payload::elsewhere(events, bytes))));
                }
                Some(Part::Data { text, end, bytes, .. }) => {
                    if self.data(text, end, bytes)? {
                        return Ok(Some(Incoming::Payload(self.payload(events))));
                    }
                }
            }
        }
    }

    /// Returns the payload in `message`, or the next one of several.
    fn payload<'a>(&'a mut self, events: &'a mut EventBuffer) -> Payload<'a> {
        match self.several.pop_front() {
            None => {
                events.set_pending(&mut self.message);
                Payload::pending(events)
            }
            Some(range) => {
                self.used = self.several.is_empty();
                Payload::elsewhere(events, &self.message.filled()[range])
            }
        }
    }

    /// Processes a part of a message. Returns true if a payload is complete.
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
            // The frame parser keeps the whole message within its limit.
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

    /// Returns whether `message` holds one or several payloads.
    fn finished(&mut self, finished: Finished) -> Result<bool, SocketError> {
        match finished {
            Finished::NotYet => Ok(false),
            Finished::One => Ok(true),
            Finished::Several => {
                self.several = json::objects(self.message.filled())?;
                // A single payload that was flushed more than once needs no ranges.
                if self.several.len() == 1 {
                    self.several.clear();
                }
                Ok(true)
            }
        }
    }

    /// Returns the buffers to the pool if they are empty.
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

/// Checks that a text message is UTF-8 as a whole; a frame may end within a character ([RFC 6455,
/// 8.1](https://www.rfc-editor.org/rfc/rfc6455#section-8.1)).
fn check_text(message: &[u8]) -> Result<(), FrameError> {
    simdutf8::basic::from_utf8(message).map(drop).map_err(|_| FrameError::TextNotUtf8)
}

#[cfg(test)]
mod tests {
    use flate2::{Compress, FlushCompress};
    use gateway_model::DispatchHead;
    use gateway_proto::Compression;

    use super::*;
    use crate::buffers::{Sealed, alone};

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

    fn head(message: &[u8]) -> DispatchHead {
        DispatchHead::scan(message).unwrap()
    }

    /// Returns all payloads of a stream that arrives in pieces of `size`, and which of them were inflated into the
    /// shared buffer.
    fn read(stream: &[u8], size: usize) -> (Vec<String>, Vec<bool>) {
        let inflate = Inflate::new(Compression::ZlibStream).unwrap();
        let mut reader = Reader::new(inflate, Limits::default());
        let mut events = EventBuffer::default();
        let earlier = br#"{"t":"A","s":1,"op":0,"d":0}"#;
        assert!(Payload::elsewhere(&mut events, earlier).keep(head(earlier), false).is_none());
        let (mut texts, mut pending, mut held) = (Vec::new(), Vec::new(), Vec::new());
        for piece in stream.chunks(size) {
            held.extend_from_slice(piece);
            let mut used = 0;
            loop {
                let mut input = &held[used..];
                let (text, behind) = match reader.next(&mut input, &mut events).unwrap() {
                    Some(Incoming::Payload(payload)) => {
                        let behind = payload.is_behind_events();
                        (payload.detach().to_vec(), behind)
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
        let Some(Sealed::One(event)) = events.seal() else { panic!("no event, or more") };
        assert_eq!(event.message(), &earlier[..]);
        (texts, pending)
    }

    #[test]
    fn payloads_are_the_same_wherever_they_are_inflated() {
        let _alone = alone();
        let small = [r#"{"op":11}"#, r#"{"op":1,"d":null}"#];
        let large = format!(r#"{{"op":0,"d":"{}"}}"#, "x".repeat(100_000));
        let mut zlib = Compress::new(flate2::Compression::default(), true);
        let first = frame(&flushed(&mut zlib, small[0]));
        // A payload in two messages, two in one message, and one that is too long for the shared buffer. After each,
        // the next small and complete one goes into the shared buffer again.
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
