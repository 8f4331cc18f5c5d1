//! A run: one channel whose missed messages are being read, and the events that are held back until then.

use std::collections::VecDeque;
use std::time::Instant;

use gateway_model::id::{Id, marker};

use crate::events::Queued;

/// One channel whose missed messages are being read.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) guild: Id<marker::Guild>,
    /// All messages up to this one were delivered.
    pub(super) after: u64,
    /// The last missed message; `None` while the guild is not available.
    pub(super) until: Option<u64>,
    pub(super) state: State,
    /// How many messages were read.
    pub(super) read: u32,
    /// Distinguishes it from earlier runs of the same channel.
    pub(super) number: u64,
    held: VecDeque<HeldBack>,
    held_since: Option<Instant>,
}

/// What a run waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// For the Guild Create, which tells what is missed.
    Guild,
    /// For a free request.
    Turn,
    /// For the response to a request.
    Answer,
}

/// An event that is held back.
#[derive(Debug)]
pub(super) struct HeldBack {
    pub(super) queued: Queued,
    /// The message id, if it is a Message Create.
    pub(super) created: Option<u64>,
}

impl Run {
    pub(super) fn new(
        guild: Id<marker::Guild>,
        after: u64,
        until: Option<u64>,
        number: u64,
    ) -> Self {
        let state = if until.is_some() { State::Turn } else { State::Guild };
        let (held, held_since) = (VecDeque::new(), None);
        Self { guild, after, until, state, read: 0, number, held, held_since }
    }

    /// Holds an event back. Returns whether it is the only one.
    pub(super) fn hold(&mut self, event: HeldBack, now: Instant) -> bool {
        self.held.push_back(event);
        let is_first = self.held_since.is_none();
        self.held_since.get_or_insert(now);
        is_first
    }

    /// Since when events are held back.
    pub(super) const fn held_since(&self) -> Option<Instant> {
        self.held_since
    }

    /// The last missed message as far as it is known. While the guild is not available, it is the one before the first
    /// message that arrived.
    pub(super) fn end(&self) -> u64 {
        let first = || self.held.iter().find_map(|event| event.created);
        self.until.or_else(|| Some(first()? - 1)).unwrap_or(self.after)
    }

    /// Takes the events up to and including this message, in order. Returns whether the message itself is among them.
    pub(super) fn take_until(&mut self, message: u64) -> (Vec<HeldBack>, bool) {
        let comes_before = |event: &HeldBack| event.created.is_some_and(|id| id <= message);
        let count = self.held.iter().rposition(comes_before).map_or(0, |last| last + 1);
        let taken: Vec<_> = self.held.drain(..count).collect();
        if self.held.is_empty() {
            self.held_since = None;
        }
        let is_there = taken.iter().any(|event| event.created == Some(message));
        (taken, is_there)
    }

    /// Returns all events that are held back.
    pub(super) fn into_held(self) -> VecDeque<HeldBack> {
        self.held
    }

    pub(super) fn held(&self) -> usize {
        self.held.len()
    }
}
