//! The subjects that acknowledge the messages of a consumer, one for each message.

use std::collections::VecDeque;

use async_nats::Subject;

/// The subjects of unacknowledged messages, in the order of the stream.
#[derive(Debug, Default)]
pub(super) struct Replies(VecDeque<(u64, Subject)>);

impl Replies {
    /// Adds the message with this sequence.
    ///
    /// A message whose sequence is not above the last one is skipped. JetStream delivered it again because
    /// its listeners run for longer than the server waits, and the acknowledgement of a later message covers
    /// it.
    pub(super) fn add(&mut self, sequence: u64, reply: Subject) {
        if self.0.back().is_none_or(|(last, _)| *last < sequence) {
            self.0.push_back((sequence, reply));
        }
    }

    /// Removes and returns the subject that acknowledges everything up to this sequence, if anything of it is
    /// unacknowledged.
    pub(super) fn up_to(&mut self, mark: u64) -> Option<Subject> {
        let mut last = None;
        while self.0.front().is_some_and(|(sequence, _)| *sequence <= mark) {
            last = self.0.pop_front();
        }
        last.map(|(_, reply)| reply)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_acknowledgement_is_for_everything_before_it() {
        let mut replies = Replies::default();
        for sequence in [3, 5, 9] {
            replies.add(sequence, sequence.to_string().into());
        }
        assert_eq!(replies.up_to(2), None);
        assert_eq!(replies.up_to(7).as_deref(), Some("5"));
        assert_eq!(replies.up_to(7), None);
        assert_eq!(replies.up_to(9).as_deref(), Some("9"));
    }

    #[test]
    fn a_message_that_is_delivered_again_does_not_hide_the_later_ones() {
        let mut replies = Replies::default();
        for (sequence, reply) in [(3, "first"), (5, "second"), (3, "first again")] {
            replies.add(sequence, reply.into());
        }
        assert_eq!(replies.up_to(5).as_deref(), Some("second"));
        assert_eq!(replies.up_to(5), None);
    }
}
