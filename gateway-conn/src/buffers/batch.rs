//! Events in a row that share a buffer.

use bytes::Bytes;
use gateway_model::{Dispatch, DispatchHead};

/// The events of a buffer.
#[derive(Debug)]
pub(crate) enum Sealed {
    One(Dispatch),
    Several(Batch),
}

/// Events whose messages lie one behind the other. Each [`Dispatch`] is made when the consumer takes it: until then an
/// event is half as large, and it is moved once less.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    heads: Vec<DispatchHead>,
    /// How many of them were taken.
    taken: usize,
    /// What is left of the messages.
    messages: Bytes,
}

impl Batch {
    /// The heads were read from these very messages, in this order.
    pub(super) const fn new(heads: Vec<DispatchHead>, messages: Bytes) -> Self {
        Self { heads, taken: 0, messages }
    }

    /// The same event several times.
    #[cfg(test)]
    pub(crate) fn repeat(message: &str, events: usize) -> Self {
        let head = DispatchHead::scan(message.as_bytes()).unwrap();
        Self::new(vec![head; events], Bytes::from(message.repeat(events)))
    }

    /// How many events are left.
    pub(crate) const fn len(&self) -> usize {
        self.heads.len() - self.taken
    }

    /// Bytes of the messages that are left.
    pub(crate) const fn bytes(&self) -> usize {
        self.messages.len()
    }

    /// The next event; with the last one all memory is given away.
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
