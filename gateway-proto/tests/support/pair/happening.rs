//! The queue of future events.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::time::Instant;

use bytes::Bytes;
use gateway_proto::{Input, LinkId, Session};
use gateway_sim::core::{ConnId, CoreInput};

use crate::support::faults::Fault;

/// Something that arrives at the process.
#[derive(Clone, Debug)]
pub(crate) enum Arrival {
    Input(Input),
    Message(LinkId, Bytes),
}

impl Arrival {
    /// Returns the socket that it concerns, if any.
    pub(crate) const fn link(&self) -> Option<LinkId> {
        match self {
            Self::Message(link, _)
            | Self::Input(
                Input::Opened(link)
                | Input::Closed(link, _)
                | Input::Failed(link, _)
                | Input::ReadingPaused(link)
                | Input::ReadingResumed(link),
            ) => Some(*link),
            Self::Input(_) => None,
        }
    }

    /// Returns whether it is read from the socket, in order.
    pub(crate) const fn is_read(&self) -> bool {
        matches!(self, Self::Message(..) | Self::Input(Input::Closed(..) | Input::Failed(..)))
    }
}

impl From<Input> for Arrival {
    fn from(input: Input) -> Self {
        Self::Input(input)
    }
}

/// Something that will happen.
#[derive(Debug)]
pub(super) enum Happening {
    ToMachine(u32, Arrival),
    ToCore(CoreInput),
    Fault(Fault),
    Permit(u32),
    Thaw,
    ReadAgain(u32, LinkId),
    /// The process reads the messages that its socket has received.
    ReadBatch(u32),
    UnmuteAcks(ConnId),
    TakeResumes,
    StartAgain(Option<Session>),
    CloseAtServer(ConnId, u16),
    /// The machine must have stopped by now.
    HasStopped(u32),
}

#[derive(Debug)]
struct Entry {
    at: Instant,
    order: u64,
    happening: Happening,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

/// Future events, the earliest first. Of two at the same time, the one that was added first comes first.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    entries: BinaryHeap<Reverse<Entry>>,
    order: u64,
}

impl Agenda {
    pub(super) fn add(&mut self, at: Instant, happening: Happening) {
        self.order += 1;
        self.entries.push(Reverse(Entry { at, order: self.order, happening }));
    }

    /// The time of the next event.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.entries.peek().map(|Reverse(entry)| entry.at)
    }

    pub(super) fn take_next(&mut self) -> Option<Happening> {
        self.entries.pop().map(|Reverse(entry)| entry.happening)
    }
}
