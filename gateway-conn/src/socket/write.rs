//! The frames that wait to be written, and how long they have waited.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::{Duration, Instant};

use async_tungstenite::tungstenite::protocol::CloseFrame;
use async_tungstenite::tungstenite::protocol::frame::Frame;
use async_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

/// No pong is queued if more than this many bytes wait. Otherwise a peer that sends pings and does not read would fill
/// our memory. RFC 6455 (5.5.3) allows pongs to be left out.
const MAX_PONG_BACKLOG: usize = 4096;

/// Bytes to be written, as masked frames.
#[derive(Debug)]
pub(crate) struct Writer {
    out: Vec<u8>,
    sent: usize,
    /// Since when the peer has accepted no byte; `None` while nothing waits.
    stalled_since: Option<Instant>,
    /// Whether a close frame was queued.
    closed: bool,
    masks: MaskKeys,
}

impl Writer {
    pub(crate) fn new() -> Self {
        let masks = MaskKeys::new();
        Self { out: Vec::new(), sent: 0, stalled_since: None, closed: false, masks }
    }

    /// Queues a text message.
    pub(crate) fn text(&mut self, payload: String, now: Instant) {
        self.frame(Frame::message(payload, OpCode::Data(Data::Text), true), now);
    }

    /// Queues the answer to a ping, unless too much is waiting already.
    pub(crate) fn pong(&mut self, payload: &[u8], now: Instant) {
        if self.waiting().len() <= MAX_PONG_BACKLOG {
            self.frame(Frame::pong(payload.to_vec()), now);
        }
    }

    /// Queues a close frame. Nothing is queued after it, not even an answer to the peer's close frame ([RFC 6455,
    /// 5.5.1](https://www.rfc-editor.org/rfc/rfc6455#section-5.5.1)).
    pub(crate) fn close(&mut self, code: Option<u16>, now: Instant) {
        let frame = code.map(|code| CloseFrame { code: code.into(), reason: "".into() });
        self.frame(Frame::close(frame), now);
        self.closed = true;
    }

    fn frame(&mut self, mut frame: Frame, now: Instant) {
        if self.closed {
            return;
        }
        // RFC 6455, 5.1: a client masks every frame.
        frame.header_mut().mask = Some(self.masks.next());
        // Writing into a vector cannot fail.
        let _ = frame.format(&mut self.out);
        self.stalled_since.get_or_insert(now);
    }

    /// The bytes that are still to be written.
    pub(crate) fn waiting(&self) -> &[u8] {
        &self.out[self.sent..]
    }

    /// Marks bytes as written. When all are written, the buffer is freed, so an idle shard holds none.
    pub(crate) fn written(&mut self, count: usize, now: Instant) {
        self.sent += count;
        if self.sent >= self.out.len() {
            self.out = Vec::new();
            self.sent = 0;
            self.stalled_since = None;
        } else {
            self.stalled_since = Some(now);
        }
    }

    /// The time at which the peer will have accepted no byte for `limit`; `None` while nothing waits.
    pub(crate) fn deadline(&self, limit: Duration) -> Option<Instant> {
        self.stalled_since.and_then(|since| since.checked_add(limit))
    }
}

/// Generates mask keys that neither the peer nor an intermediary can guess (RFC 6455, 5.3): a counter hashed with
/// SipHash, whose keys are random.
#[derive(Debug)]
struct MaskKeys {
    keys: RandomState,
    count: u64,
}

impl MaskKeys {
    fn new() -> Self {
        Self { keys: RandomState::new(), count: 0 }
    }

    fn next(&mut self) -> [u8; 4] {
        self.count = self.count.wrapping_add(1);
        let [a, b, c, d, ..] = self.keys.hash_one(self.count).to_ne_bytes();
        [a, b, c, d]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_masked_each_with_its_own_key() {
        let now = Instant::now();
        let mut writer = Writer::new();
        writer.text("hello".to_owned(), now);
        writer.text("hello".to_owned(), now);
        let (one, two) = writer.waiting().split_at(11);
        assert_eq!(one[..2], [0x81, 0x80 | 5]);
        assert_ne!(one[2..6], two[2..6], "the same key twice");
        let plain: Vec<u8> =
            one[6..].iter().zip(one[2..6].iter().cycle()).map(|(byte, key)| byte ^ key).collect();
        assert_eq!(plain, b"hello");
    }

    #[test]
    fn the_deadline_moves_with_every_byte_taken_and_ends_with_the_last() {
        let (start, limit) = (Instant::now(), Duration::from_secs(10));
        let mut writer = Writer::new();
        assert_eq!(writer.deadline(limit), None);
        writer.text("hello".to_owned(), start);
        writer.text("again".to_owned(), start + Duration::from_secs(3));
        assert_eq!(writer.deadline(limit), Some(start + limit));
        let later = start + Duration::from_secs(5);
        writer.written(1, later);
        assert_eq!(writer.deadline(limit), Some(later + limit));
        writer.written(21, later);
        assert_eq!((writer.deadline(limit), writer.out.capacity()), (None, 0));
    }

    #[test]
    fn nothing_follows_a_close_frame() {
        let now = Instant::now();
        let mut writer = Writer::new();
        writer.text("hello".to_owned(), now);
        writer.close(Some(1002), now);
        let queued = writer.waiting().len();
        assert_eq!(queued, 11 + 8);
        writer.close(Some(1000), now);
        writer.pong(b"late", now);
        writer.text("late".to_owned(), now);
        assert_eq!(writer.waiting().len(), queued);
    }

    #[test]
    fn pongs_are_left_out_while_much_is_waiting() {
        let now = Instant::now();
        let mut writer = Writer::new();
        for _ in 0..10_000 {
            writer.pong(&[0; 125], now);
        }
        assert!(writer.waiting().len() <= MAX_PONG_BACKLOG + 131);
    }
}
