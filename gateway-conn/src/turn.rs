//! What one turn of a connection's task gives, on its way into the queue.

use std::collections::VecDeque;

use bytes::Bytes;
use gateway_model::DispatchHead;

use crate::batch::{Batch, Item};
use crate::event_buffer::EventBuffer;
use crate::events::{Amount, ConnectionEvent};
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
    items: VecDeque<Item>,
    /// How much is in `items`.
    amount: Amount,
    /// Events that come after `items`; their messages are in the buffer that they share.
    heads: Vec<DispatchHead>,
    /// The buffer, into which the socket inflates.
    pub(crate) shared: EventBuffer,
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

    /// The JSON of what was read in this turn.
    #[inline]
    pub(crate) fn bytes<'a>(&'a self, payload: &'a Payload<'_>) -> &'a [u8] {
        payload.bytes(&self.shared)
    }

    /// An event, which is still in the buffer that it was read into.
    #[inline]
    pub(crate) fn event(&mut self, head: DispatchHead, payload: Payload<'_>) {
        if head.message_bytes() >= HAND_OVER_BYTES {
            self.large_event(head, payload);
            return;
        }
        match payload {
            Payload::Pending => self.shared.keep(),
            Payload::Borrowed(bytes) => self.shared.push(bytes),
            Payload::Buffered(buffer) => self.shared.push(buffer.filled()),
        }
        self.heads.push(head);
        if self.shared.is_full() {
            self.seal();
        }
    }

    #[cold]
    fn large_event(&mut self, head: DispatchHead, payload: Payload<'_>) {
        let message = payload.own(&self.shared);
        self.seal();
        self.dispatch(head, message);
    }

    /// Anything else that the consumer is told.
    pub(crate) fn push(&mut self, event: ConnectionEvent) {
        self.seal();
        self.one(event);
    }

    /// Puts what was copied so far in line.
    fn seal(&mut self) {
        match self.heads.len() {
            0 => {}
            1 => {
                let messages = self.shared.seal();
                if let Some(head) = self.heads.pop() {
                    self.dispatch(head, messages);
                }
            }
            events => {
                let messages = self.shared.seal();
                self.amount.events += events;
                self.amount.bytes += messages.len();
                // Of exactly their size, and the turn's own list is kept for its memory.
                let heads = self.heads.clone();
                self.heads.clear();
                self.items.push_back(Item::Several(Batch::new(heads, messages)));
            }
        }
    }

    fn dispatch(&mut self, head: DispatchHead, message: Bytes) {
        // The head was read from this very message.
        if let Some(dispatch) = head.with_message(message) {
            self.one(ConnectionEvent::Dispatch(dispatch));
        }
    }

    fn one(&mut self, event: ConnectionEvent) {
        self.amount.events += 1;
        if let ConnectionEvent::Dispatch(dispatch) = &event {
            self.amount.bytes += dispatch.message().len();
        }
        self.items.push_back(Item::One(event));
    }

    /// All that it gave, and how much that is; the next turn begins.
    pub(crate) fn finish(&mut self) -> (&mut VecDeque<Item>, Amount) {
        self.seal();
        (self.payloads, self.payload_bytes) = (0, 0);
        (&mut self.items, std::mem::take(&mut self.amount))
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
    use crate::buffers::{MessageBuffer, OutputBuffer as _};
    use crate::event_buffer::{EventOutput, alone};

    fn message(sequence: u64, size: usize) -> Vec<u8> {
        let text = "x".repeat(size);
        format!(r#"{{"t":"TYPING_START","s":{sequence},"op":0,"d":{{"a":"{text}"}}}}"#).into_bytes()
    }

    /// An event, copied or inflated into the shared buffer.
    fn give(turn: &mut Turn, message: &[u8], inflated: bool) {
        turn.count(message.len());
        let head = DispatchHead::scan(message).unwrap();
        if inflated {
            turn.shared.forget();
            let mut own = MessageBuffer::default();
            let mut output = EventOutput { shared: &mut turn.shared, own: &mut own };
            output.extend(message, usize::MAX).unwrap();
            turn.event(head, Payload::Pending);
        } else {
            turn.event(head, Payload::Borrowed(message));
        }
    }

    #[test]
    fn events_large_and_small_and_notices_keep_their_order() {
        let _alone = alone();
        for inflated in [[false, false], [true, true], [true, false]] {
            keep_their_order(inflated);
        }
    }

    fn keep_their_order(inflated: [bool; 2]) {
        let mut turn = Turn::default();
        let sizes = [10, 20, HAND_OVER_BYTES, 0, 5_000, 5_000, 5_000, 5_000, 5_000];
        let messages: Vec<_> = (1..).zip(sizes).map(|(at, size)| message(at, size)).collect();
        for (at, message) in messages.iter().enumerate() {
            if at == 1 {
                turn.push(ConnectionEvent::State(StateChange::Ready));
            }
            give(&mut turn, message, inflated[at % 2]);
        }
        let (items, amount) = turn.finish();
        let mut events = Vec::new();
        for item in items.drain(..) {
            match item {
                Item::One(event) => events.push(event),
                Item::Several(mut batch) => events.extend(std::iter::from_fn(|| batch.next())),
            }
        }
        assert_eq!((amount.events, amount.bytes), (sizes.len() + 1, messages.concat().len()));
        assert!(matches!(events.remove(1), ConnectionEvent::State(StateChange::Ready)));
        assert_eq!(events.len(), sizes.len());
        for ((event, message), sequence) in events.iter().zip(&messages).zip(1..) {
            let ConnectionEvent::Dispatch(event) = event else { panic!("{event:?}") };
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
