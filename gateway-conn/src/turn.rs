//! What one turn of a connection's task gives, on its way into the queue.

use std::collections::VecDeque;

use bytes::Bytes;
use gateway_model::DispatchHead;

use crate::event_buffer::EventBuffer;
use crate::events::ConnEvent;
use crate::socket::{HAND_OVER_BYTES, Payload};

/// Payload bytes handled in one turn, filtered or not, before everybody else has a turn. What the events
/// of a turn hold stays in the processor's cache until the consumer has seen it; and of guilds a shard
/// takes one at a time, so that the shards of a thread do not all hold many.
const TURN_BYTES: usize = 64 * 1024;

/// Payloads handled in one turn.
const TURN_PAYLOADS: usize = 64;

/// The events of one turn.
#[derive(Default)]
pub(crate) struct Turn {
    events: VecDeque<ConnEvent>,
    /// Bytes of the messages in `events`.
    bytes: usize,
    /// Events that come after `events`, with where each ends in the buffer that they share.
    heads: Vec<(DispatchHead, usize)>,
    shared: EventBuffer,
    payloads: usize,
    payload_bytes: usize,
}

impl Turn {
    /// Counts a payload that was received, whatever comes of it.
    pub(crate) const fn count(&mut self, bytes: usize) {
        self.payloads += 1;
        self.payload_bytes += bytes;
    }

    /// Whether others are to have their turn.
    pub(crate) const fn is_over(&self) -> bool {
        self.payloads >= TURN_PAYLOADS || self.payload_bytes >= TURN_BYTES
    }

    /// An event whose bytes are still in the socket's buffer.
    pub(crate) fn event(&mut self, head: DispatchHead, payload: Payload<'_>) {
        if payload.as_ref().len() >= HAND_OVER_BYTES {
            self.seal();
            self.dispatch(head, payload.into());
            return;
        }
        self.heads.push((head, self.shared.push(payload.as_ref())));
        if self.shared.is_full() {
            self.seal();
        }
    }

    /// Anything else that the consumer is told.
    pub(crate) fn push(&mut self, event: ConnEvent) {
        self.seal();
        if let ConnEvent::Dispatch(dispatch) = &event {
            self.bytes += dispatch.message().len();
        }
        self.events.push_back(event);
    }

    /// Makes events of what was copied so far.
    fn seal(&mut self) {
        if self.heads.is_empty() {
            return;
        }
        let shared = self.shared.seal();
        let mut heads = std::mem::take(&mut self.heads);
        let mut start = 0;
        for (head, end) in heads.drain(..) {
            self.dispatch(head, shared.slice(start..end));
            start = end;
        }
        // Kept for its memory.
        self.heads = heads;
    }

    fn dispatch(&mut self, head: DispatchHead, message: Bytes) {
        self.bytes += message.len();
        // The head was read from this very message.
        self.events.extend(head.with_message(message).map(ConnEvent::Dispatch));
    }

    /// All that it gave, with the bytes of the messages; the next turn begins.
    pub(crate) fn finish(&mut self) -> (&mut VecDeque<ConnEvent>, usize) {
        self.seal();
        (self.payloads, self.payload_bytes) = (0, 0);
        (&mut self.events, std::mem::take(&mut self.bytes))
    }

    /// Frees what is kept from turn to turn.
    pub(crate) fn rest(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use gateway_proto::StateChange;

    use super::*;

    fn message(sequence: u64, size: usize) -> Vec<u8> {
        let text = "x".repeat(size);
        format!(r#"{{"t":"TYPING_START","s":{sequence},"op":0,"d":{{"a":"{text}"}}}}"#).into_bytes()
    }

    fn give(turn: &mut Turn, message: &[u8]) {
        turn.count(message.len());
        turn.event(DispatchHead::scan(message).unwrap(), Payload::Borrowed(message));
    }

    #[test]
    fn events_large_and_small_and_notices_keep_their_order() {
        let mut turn = Turn::default();
        let sizes = [10, 20, HAND_OVER_BYTES, 0, 5_000, 5_000, 5_000, 5_000, 5_000];
        let messages: Vec<_> = (1..).zip(sizes).map(|(at, size)| message(at, size)).collect();
        for (at, message) in messages.iter().enumerate() {
            if at == 1 {
                turn.push(ConnEvent::State(StateChange::Ready));
            }
            give(&mut turn, message);
        }
        let (events, bytes) = turn.finish();
        assert!(matches!(events.remove(1), Some(ConnEvent::State(StateChange::Ready))));
        assert_eq!((events.len(), bytes), (sizes.len(), messages.concat().len()));
        for ((event, message), sequence) in events.iter().zip(&messages).zip(1..) {
            let ConnEvent::Dispatch(event) = event else { panic!("{event:?}") };
            assert_eq!((event.sequence(), &event.message()[..]), (sequence, &message[..]));
        }
    }

    #[test]
    fn a_turn_ends_after_so_many_payloads_or_bytes() {
        let mut turn = Turn::default();
        for _ in 0..TURN_PAYLOADS {
            assert!(!turn.is_over());
            turn.count(10);
        }
        assert!(turn.is_over());
        turn.finish();
        assert!(!turn.is_over());
        turn.count(TURN_BYTES);
        assert!(turn.is_over());
    }
}
