//! Consecutive events that share a buffer.

use bytes::Bytes;
use gateway_model::{Dispatch, DispatchHead};

/// The events of a sealed buffer.
#[derive(Debug)]
pub(crate) enum Sealed {
    One(Dispatch),
    Several(Batch),
}

/// Events whose messages lie one after the other in a buffer. Each [`Dispatch`] is created when the consumer takes it.
/// Until then an event takes half as much memory, and it is moved one time less.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    heads: Vec<DispatchHead>,
    /// How many of them were taken.
    taken: usize,
    /// The messages that are left.
    messages: Bytes,
}

impl Batch {
    /// Creates a batch. The heads must have been read from these messages, in this order.
    pub(super) const fn new(heads: Vec<DispatchHead>, messages: Bytes) -> Self {
        Self { heads, taken: 0, messages }
    }

    /// Returns the same event several times.
    #[cfg(test)]
    pub(crate) fn repeat(message: &str, events: usize) -> Self {
        let head = DispatchHead::scan(message.as_bytes()).unwrap();
        Self::new(vec![head; events], Bytes::from(message.repeat(events)))
    }

    /// How many events are left.
    pub(crate) const fn len(&self) -> usize {
        self.heads.len() - self.taken
    }

    /// How many bytes of messages are left.
    pub(crate) const fn bytes(&self) -> usize {
        self.messages.len()
    }

    /// Takes the next event. Taking the last one releases all memory.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Dispatch> {
        let head = *self.heads.get(self.taken)?;
        self.taken += 1;
        let message = if self.taken == self.heads.len() {
            std::mem::take(self).messages
        } else {
            self.messages.split_to(head.message_bytes())
        };
        head.with_message(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_has_its_message_and_nothing_is_held_after_the_last() {
        let text = |name: &str, at: u64| format!(r#"{{"t":"{name}","s":{at},"op":0,"d":{{}}}}"#);
        let texts = [text("READY", 1), text("A_NEW_ONE", 22), text("RESUMED", 333)];
        let heads = texts.iter().map(|text| DispatchHead::scan(text.as_bytes()).unwrap()).collect();
        let mut batch = Batch::new(heads, Bytes::from(texts.concat()));
        for text in &texts {
            assert_eq!(batch.next().unwrap().message(), text);
        }
        assert!(batch.next().is_none());
        assert_eq!(batch.messages.as_ptr(), Bytes::new().as_ptr(), "it holds nothing");
    }
}
