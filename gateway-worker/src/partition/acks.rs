//! Reports the outcome of listeners to the partition or queue of the event.

use gateway_shard::Acknowledge;
use tokio::sync::mpsc;

use super::queue::End;

/// A part of an event has finished.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The sequence of the event in the stream.
    pub(crate) sequence: u64,
    /// The outcome; `None` if its listeners were dropped.
    pub(crate) end: Option<End>,
}

/// Creates the acknowledgements of events.
#[derive(Clone, Debug)]
pub(crate) struct Acks(mpsc::UnboundedSender<Ended>);

impl Acks {
    /// Creates a channel. It is not bounded itself, but holds at most two entries for each event in flight.
    pub(crate) fn channel() -> (Self, mpsc::UnboundedReceiver<Ended>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self(sender), receiver)
    }

    /// Creates the acknowledgement for a part of the event with this sequence.
    pub(crate) fn of(&self, sequence: u64) -> Box<dyn Acknowledge> {
        Box::new(Ack { to: self.0.clone(), sequence, is_told: false })
    }
}

struct Ack {
    to: mpsc::UnboundedSender<Ended>,
    sequence: u64,
    is_told: bool,
}

impl Ack {
    fn tell(&mut self, end: Option<End>) {
        self.is_told = true;
        // After the lease was given away the receiver is gone, and the next owner receives the event.
        let _ = self.to.send(Ended { sequence: self.sequence, end });
    }
}

impl Acknowledge for Ack {
    fn handled(mut self: Box<Self>) {
        self.tell(Some(End::Handled));
    }

    fn failed(mut self: Box<Self>, why: String, is_final: bool) {
        self.tell(Some(End::Failed { why, is_final }));
    }
}

impl Drop for Ack {
    fn drop(&mut self) {
        if !self.is_told {
            self.tell(None);
        }
    }
}
