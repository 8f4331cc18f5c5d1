//! What will happen, and when.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::time::Instant;

use gateway_proto::{Input, LinkId, Session};
use gateway_sim::core::{ConnId, CoreInput};

use crate::support::faults::Fault;

/// Something that will happen.
#[derive(Debug)]
pub(super) enum Happening {
    ToMachine(u32, Input),
    ToCore(CoreInput),
    Fault(Fault),
    Permit(u32),
    Thaw,
    ReadAgain(u32, LinkId),
    UnmuteAcks(ConnId),
    TakeResumes,
    StartAgain(Option<Session>),
    CloseAtServer(ConnId, u16),
    /// By now the machine has stopped.
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

/// What will happen, the earliest first, and of two at the same time the one that was added first.
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

    /// When the next thing happens.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.entries.peek().map(|Reverse(entry)| entry.at)
    }

    pub(super) fn take_next(&mut self) -> Option<Happening> {
        self.entries.pop().map(|Reverse(entry)| entry.happening)
    }
}
