//! What listeners say of their events, on its way back to where these came from.

use gateway_shard::Acknowledge;
use tokio::sync::mpsc;

use super::queue::End;

/// A part of an event has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The sequence of the event in the stream.
    pub(crate) sequence: u64,
    /// How; `None` if its listeners were dropped where they were.
    pub(crate) end: Option<End>,
}

/// Makes the acknowledgements of events.
#[derive(Clone, Debug)]
pub(crate) struct Acks(mpsc::UnboundedSender<Ended>);

impl Acks {
    /// Not bounded by itself: there are no more of them than events in flight, twice.
    pub(crate) fn channel() -> (Self, mpsc::UnboundedReceiver<Ended>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self(sender), receiver)
    }

    /// For a part of the event with this sequence.
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
        // Nobody listens once the lease was given away; the next owner gets the event.
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
