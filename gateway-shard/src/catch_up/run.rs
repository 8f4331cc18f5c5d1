//! One channel whose missed messages are read, and what is held back until they are.

use std::collections::VecDeque;
use std::time::Instant;

use gateway_model::id::{Id, marker};

use crate::events::Queued;

/// One channel whose missed messages are read.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) guild: Id<marker::Guild>,
    /// All up to this message were handed on.
    pub(super) after: u64,
    /// The last one that is missed; `None` while the guild has not come in.
    pub(super) until: Option<u64>,
    pub(super) state: State,
    /// Messages that were read.
    pub(super) read: u32,
    /// Tells this from an earlier run of the same channel.
    pub(super) number: u64,
    held: VecDeque<HeldBack>,
    held_since: Option<Instant>,
}

/// What a run waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// For the Guild Create, which says what is missed.
    Guild,
    /// For its turn.
    Turn,
    /// For the answer to a request.
    Answer,
}

/// An event that is held back.
#[derive(Debug)]
pub(super) struct HeldBack {
    pub(super) queued: Queued,
    /// The message, if it is a Message Create.
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

    /// Holds an event back; whether it is the only one.
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

    /// The last missed message as far as it is known: if the guild has not come in, the one before the first that came.
    pub(super) fn end(&self) -> u64 {
        let first = || self.held.iter().find_map(|event| event.created);
        self.until.or_else(|| Some(first()? - 1)).unwrap_or(self.after)
    }

    /// Takes out what comes before or with this message, in order; whether the message itself is among it.
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

    /// All that is held back.
    pub(super) fn into_held(self) -> VecDeque<HeldBack> {
        self.held
    }

    pub(super) fn held(&self) -> usize {
        self.held.len()
    }
}
