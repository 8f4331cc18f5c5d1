//! The events of one poll of a connection's task, before they enter the queue.

use std::collections::VecDeque;

use super::event::ConnectionEvent;
use super::queue::{Amount, Item};
use crate::buffers::{BusyConnection, EventBuffer, Sealed};

/// The payload bytes handled in one poll, delivered or not, before the task yields. They are few enough to stay in the
/// processor's cache until the consumer handles them. A consumer on the same runtime then polls the connection itself,
/// many times in a row (`shared_driver.rs`).
const POLL_BYTES: usize = 64 * 1024;

/// The number of payloads handled in one poll.
const POLL_PAYLOADS: usize = 64;

/// The events of one poll.
#[derive(Default)]
pub(crate) struct PollOutput {
    items: VecDeque<Item>,
    /// The amount in `items`.
    amount: Amount,
    /// The events that follow `items`, and the payload being read.
    pub(crate) events: EventBuffer,
    payloads: usize,
    payload_bytes: usize,
    /// The last field, so that it is dropped after the buffers are back in the pool.
    busy: Option<BusyConnection>,
}

impl PollOutput {
    /// Starts to receive payloads.
    pub(crate) fn begin(&mut self) {
        self.busy.get_or_insert_with(BusyConnection::new);
    }

    /// Counts a handled payload, whatever its result, and makes room for the next one.
    #[inline]
    pub(crate) fn payload_done(&mut self, bytes: usize) {
        self.payloads += 1;
        self.payload_bytes += bytes;
        if self.events.is_full() {
            self.seal();
        }
    }

    /// Returns whether the task must yield.
    pub(crate) const fn is_over(&self) -> bool {
        self.payloads >= POLL_PAYLOADS || self.payload_bytes >= POLL_BYTES
    }

    /// Appends an event that does not lie in the shared buffer.
    pub(crate) fn push(&mut self, event: ConnectionEvent) {
        self.seal();
        self.one(event);
    }

    /// Moves the buffered events into `items`.
    fn seal(&mut self) {
        match self.events.seal() {
            None => {}
            Some(Sealed::One(event)) => self.one(ConnectionEvent::Dispatch(event)),
            Some(Sealed::Several(batch)) => {
                self.amount.events += batch.len();
                self.amount.bytes += batch.bytes();
                self.items.push_back(Item::Several(batch));
            }
        }
    }

    fn one(&mut self, event: ConnectionEvent) {
        self.amount.events += 1;
        if let ConnectionEvent::Dispatch(dispatch) = &event {
            self.amount.bytes += dispatch.message().len();
        }
        self.items.push_back(Item::One(event));
    }

    /// Takes the result of the poll and its amount, and begins the next poll.
    pub(crate) fn finish(&mut self) -> (&mut VecDeque<Item>, Amount) {
        self.seal();
        self.events.release_long();
        (self.payloads, self.payload_bytes) = (0, 0);
        (&mut self.items, std::mem::take(&mut self.amount))
    }

    /// Frees the memory that is kept from poll to poll.
    pub(crate) fn release(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use gateway_model::DispatchHead;
    use gateway_proto::StateChange;

    use super::*;
    use crate::buffers::{LARGE_MESSAGE_BYTES, OutputBuffer as _, Payload, alone};

    fn message(sequence: u64, size: usize) -> Vec<u8> {
        let text = "x".repeat(size);
        format!(r#"{{"t":"TYPING_START","s":{sequence},"op":0,"d":{{"a":"{text}"}}}}"#).into_bytes()
    }

    /// Adds an event, either copied or inflated into the shared buffer.
    fn give(output: &mut PollOutput, message: &[u8], inflated: bool) {
        let head = DispatchHead::scan(message).unwrap();
        let payload = if inflated {
            output.events.forget();
            output.events.extend(message, usize::MAX).unwrap();
            Payload::pending(&mut output.events)
        } else {
            Payload::elsewhere(&mut output.events, message)
        };
        if let Some(large) = payload.keep(head, false) {
            output.push(ConnectionEvent::Dispatch(large));
        }
        output.payload_done(message.len());
    }

    #[test]
    fn events_large_and_small_and_notices_keep_their_order() {
        let _alone = alone();
        for inflated in [[false, false], [true, true], [true, false]] {
            keep_their_order(inflated);
        }
    }

    fn keep_their_order(inflated: [bool; 2]) {
        let mut output = PollOutput::default();
        let sizes = [10, 20, LARGE_MESSAGE_BYTES, 0, 5_000, 5_000, 5_000, 5_000, 5_000];
        let messages: Vec<_> = (1..).zip(sizes).map(|(at, size)| message(at, size)).collect();
        for (at, message) in messages.iter().enumerate() {
            if at == 1 {
                output.push(ConnectionEvent::State(StateChange::Connected));
            }
            give(&mut output, message, inflated[at % 2]);
        }
        let (items, amount) = output.finish();
        let mut events = Vec::new();
        for item in items.drain(..) {
            match item {
                Item::One(event) => events.push(event),
                Item::Several(mut batch) => {
                    let batch = std::iter::from_fn(|| batch.next());
                    events.extend(batch.map(ConnectionEvent::Dispatch));
                }
            }
        }
        assert_eq!((amount.events, amount.bytes), (sizes.len() + 1, messages.concat().len()));
        assert!(matches!(events.remove(1), ConnectionEvent::State(StateChange::Connected)));
        assert_eq!(events.len(), sizes.len());
        for ((event, message), sequence) in events.iter().zip(&messages).zip(1..) {
            let ConnectionEvent::Dispatch(event) = event else { panic!("{event:?}") };
            assert_eq!((event.sequence(), &event.message()[..]), (sequence, &message[..]));
        }
    }

    #[test]
    fn a_poll_ends_after_so_many_payloads_or_bytes() {
        let mut output = PollOutput::default();
        for _ in 0..POLL_PAYLOADS {
            assert!(!output.is_over());
            output.payload_done(10);
        }
        assert!(output.is_over());
        output.finish();
        assert!(!output.is_over());
        output.payload_done(POLL_BYTES);
        assert!(output.is_over());
    }
}
