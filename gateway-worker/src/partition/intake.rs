//! Puts the messages of the consumer into the queue.

use async_nats::Subject;
use async_nats::jetstream::Message;
use gateway_model::gateway::ShardId;

use super::queue::Queue;
use super::replies::Replies;
use crate::message::{Head, MessageError, Received};
use crate::metric;
use crate::repeats::{Repeats, Verdict};

/// The result of taking a message.
#[derive(Debug)]
pub(super) enum Taken {
    /// It is in the queue, or needs no handling.
    In,
    /// Earlier messages were lost in transit: the consumer has to be created again.
    Gap,
    /// A newer program can read it. No message is taken from here on.
    TooNew(MessageError),
}

/// An event in the queue.
#[derive(Debug)]
pub(super) enum Item {
    Event(Received),
    /// A message that cannot be read.
    Unreadable(async_nats::Message, MessageError),
}

/// The state of the intake.
#[derive(Debug)]
pub(super) struct Intake {
    /// The number of the last message of this consumer.
    last_number: u64,
    repeats: Repeats,
    replies: Replies,
}

impl Intake {
    pub(super) fn new() -> Self {
        Self { last_number: 0, repeats: Repeats::default(), replies: Replies::default() }
    }

    /// Resets the state for a new consumer, which delivers unacknowledged messages again.
    pub(super) fn begin_again(&mut self) {
        self.last_number = 0;
        self.replies.clear();
    }

    /// Takes the next message.
    pub(super) fn take(&mut self, message: Message, queue: &mut Queue<Item>) -> Taken {
        let (sequence, number) = match message.info() {
            Ok(info) => (info.stream_sequence, info.consumer_sequence),
            // It does not come from a stream: only JetStream publishes to this subject.
            Err(_) => return Taken::In,
        };
        if number != self.last_number + 1 {
            return Taken::Gap;
        }
        self.last_number = number;
        let Some(reply) = message.reply.clone() else { return Taken::In };
        if sequence <= queue.last() {
            self.replies.add(sequence, reply);
            return Taken::In;
        }
        let head = match Head::read(message.headers.as_ref()) {
            Ok(head) => head,
            Err(error) if error.is_of_a_later_version() => return Taken::TooNew(error),
            Err(error) => {
                self.replies.add(sequence, reply);
                let lane = Received::lane(&message.subject, ShardId::ONE);
                queue.take(sequence, lane, Item::Unreadable(message.message, error));
                return Taken::In;
            }
        };
        self.replies.add(sequence, reply);
        match self.repeats.check(&head) {
            Verdict::New => {}
            Verdict::Repeat => {
                metrics::counter!(metric::REPEATS).increment(1);
                queue.pass_over(sequence);
                return Taken::In;
            }
            Verdict::FormerOwner => {
                metrics::counter!(metric::FORMER_OWNERS).increment(1);
                queue.pass_over(sequence);
                return Taken::In;
            }
        }
        let (shard, session) = (head.shard, self.repeats.session(&head));
        let (lane, event) = (Received::lane(&message.subject, shard), head.sequence);
        let async_nats::Message { subject, headers, payload, .. } = message.message;
        let received = Received { subject, headers, payload, shard, session, sequence: event };
        queue.take(sequence, lane, Item::Event(received));
        Taken::In
    }

    /// Returns the subject that acknowledges everything up to this sequence, if anything of it is unacknowledged.
    pub(super) fn acknowledge(&mut self, mark: u64) -> Option<Subject> {
        self.replies.up_to(mark)
    }
}
