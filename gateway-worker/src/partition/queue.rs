//! The events of a partition in memory: which one starts next, which are handled, and which are retried.
//!
//! ```text
//! Waiting --> Running: its listeners begin
//! Running --> Waiting: a listener failed, and it is tried again
//! Running --> Done:    it is handled
//! Running --> Buried:  it is given up
//! Buried  --> Done:    it is a dead letter
//! ```
//!
//! Events start in the order of the stream and run concurrently, or one at a time in each lane if configured. While an
//! event waits for a retry, or is being given up, later events of its lane wait, those of other lanes do not. The
//! messages up to the sequence below which everything is done can be acknowledged.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use crate::config::WorkerConfig;
use crate::message::LaneKey;

/// How many times an event is tried, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tries {
    /// The number of tries.
    pub(crate) most: NonZeroU32,
    /// The wait after the first failure; it doubles with each further one, up to [`LONGEST_WAIT`].
    pub(crate) wait: Duration,
    /// Whether the next event of a lane starts only when the previous one is done.
    pub(crate) one_at_a_time: bool,
}

/// Longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

impl Tries {
    pub(crate) const fn of(config: &WorkerConfig) -> Self {
        Self { most: config.tries, wait: config.retry_wait, one_at_a_time: config.one_at_a_time }
    }

    pub(crate) fn wait_after(self, tries: u32) -> Duration {
        self.wait.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST_WAIT)
    }
}

/// What follows when all parts of a try have finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Some parts still run.
    Goes,
    /// It is handled.
    Handled,
    /// It is retried, after this many tries.
    TriedAgain(u32),
    /// It is given up after this many tries, for this reason: bury it, then call [`Queue::buried`].
    GivenUp(u32, String),
}

/// How a part of a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Handled,
    Failed {
        why: String,
        /// Whether a retry would have the same result.
        is_final: bool,
    },
}

#[derive(Debug)]
struct Entry<T> {
    sequence: u64,
    lane: LaneKey,
    item: T,
    tries: u32,
    /// The parts of the current try that have not finished.
    parts: usize,
    failed: Option<(String, bool)>,
    is_done: bool,
}

/// A lane whose events start one after the other, because one has failed, or because all do.
#[derive(Debug, Default)]
struct Held {
    waiting: BTreeSet<u64>,
    /// The event that is running, or being given up.
    first: Option<u64>,
    not_before: Option<Instant>,
}

/// The events of a partition in memory.
#[derive(Debug)]
pub(crate) struct Queue<T> {
    tries: Tries,
    /// The events in the order of the stream. The first one is not done.
    entries: VecDeque<Entry<T>>,
    /// The events that have not started and are not held back, in the order of the stream.
    ready: VecDeque<u64>,
    held: HashMap<LaneKey, Held>,
    running: usize,
    /// The highest sequence that was taken.
    last: u64,
    /// The sequence up to which everything is done.
    mark: u64,
}

impl<T> Queue<T> {
    /// Creates a queue in which everything up to this sequence is done.
    pub(crate) fn new(position: u64, tries: Tries) -> Self {
        Self {
            tries,
            entries: VecDeque::new(),
            ready: VecDeque::new(),
            held: HashMap::new(),
            running: 0,
            last: position,
            mark: position,
        }
    }

    /// Takes an event; returns `false` if it was already taken, because its sequence is not above the last.
    pub(crate) fn take(&mut self, sequence: u64, lane: LaneKey, item: T) -> bool {
        if sequence <= self.last {
            return false;
        }
        self.last = sequence;
        let entry =
            Entry { sequence, lane, item, tries: 0, parts: 0, failed: None, is_done: false };
        self.entries.push_back(entry);
        self.ready.push_back(sequence);
        true
    }

    /// Notes that a sequence needs no handling, for example because it is a repeat.
    pub(crate) fn pass_over(&mut self, sequence: u64) {
        if sequence > self.last {
            self.last = sequence;
            if self.entries.is_empty() {
                self.mark = sequence;
            }
        }
    }

    /// Returns the highest sequence that was taken.
    pub(crate) const fn last(&self) -> u64 {
        self.last
    }

    /// Returns the sequence up to which everything is done.
    pub(crate) const fn mark(&self) -> u64 {
        self.mark
    }

    /// Returns how many events are not done, or come after one that is not.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns how many events are running, or being given up.
    pub(crate) const fn running(&self) -> usize {
        self.running
    }

    /// Returns the event with this sequence.
    pub(crate) fn get(&self, sequence: u64) -> Option<&T> {
        self.index(sequence).map(|at| &self.entries[at].item)
    }

    fn index(&self, sequence: u64) -> Option<usize> {
        self.entries.binary_search_by_key(&sequence, |entry| entry.sequence).ok()
    }

    /// Returns the next event to start, if there is one. Report its number of parts with [`began`](Self::began).
    pub(crate) fn next(&mut self, now: Instant) -> Option<u64> {
        let due = |held: &Held| held.first.is_none() && held.not_before.is_none_or(|at| at <= now);
        // Few lanes are held back at a time, usually none.
        for held in self.held.values_mut().filter(|held| due(held)) {
            if let Some(sequence) = held.waiting.pop_first() {
                held.first = Some(sequence);
                held.not_before = None;
                return Some(sequence);
            }
        }
        while let Some(sequence) = self.ready.pop_front() {
            let Some(at) = self.index(sequence) else { continue };
            match self.held.get_mut(&self.entries[at].lane) {
                Some(held) => _ = held.waiting.insert(sequence),
                None => {
                    if self.tries.one_at_a_time {
                        let lane = self.entries[at].lane;
                        self.held.insert(lane, Held { first: Some(sequence), ..Held::default() });
                    }
                    return Some(sequence);
                }
            }
        }
        None
    }

    /// Returns whether there may be an event to start; [`next`](Self::next) finds out.
    pub(crate) fn has_next(&self) -> bool {
        let may = |held: &Held| held.first.is_none() && !held.waiting.is_empty();
        !self.ready.is_empty() || self.held.values().any(may)
    }

    /// Returns the earliest time of a retry.
    pub(crate) fn next_try(&self) -> Option<Instant> {
        let waits = self.held.values().filter(|held| held.first.is_none());
        waits.filter_map(|held| held.not_before).min()
    }

    /// Notes that the event from [`next`](Self::next) has started, in this many parts, each of which ends once.
    pub(crate) fn began(&mut self, sequence: u64, parts: usize) {
        if let Some(at) = self.index(sequence) {
            let entry = &mut self.entries[at];
            (entry.parts, entry.failed) = (parts, None);
            self.running += 1;
        }
    }

    /// A part of an event has finished.
    pub(crate) fn ended(&mut self, sequence: u64, end: End, now: Instant) -> Next {
        let Some(at) = self.index(sequence) else { return Next::Goes };
        let entry = &mut self.entries[at];
        if entry.parts == 0 {
            return Next::Goes;
        }
        entry.parts -= 1;
        if let End::Failed { why, is_final } = end {
            entry.failed.get_or_insert((why, is_final));
        }
        if entry.parts > 0 {
            return Next::Goes;
        }
        let Some((why, is_final)) = entry.failed.take() else {
            self.done(at);
            return Next::Handled;
        };
        entry.tries += 1;
        let (tries, lane) = (entry.tries, entry.lane);
        let held = self.held.entry(lane).or_default();
        if is_final || tries >= self.tries.most.get() {
            // It counts as running until it is buried: its lane waits.
            held.first = Some(sequence);
            return Next::GivenUp(tries, why);
        }
        if held.first == Some(sequence) {
            held.first = None;
        }
        held.waiting.insert(sequence);
        held.not_before = Some(now + self.tries.wait_after(tries));
        self.running -= 1;
        Next::TriedAgain(tries)
    }

    /// The event that was given up is now a dead letter.
    pub(crate) fn buried(&mut self, sequence: u64) {
        if let Some(at) = self.index(sequence) {
            self.done(at);
        }
    }

    fn done(&mut self, at: usize) {
        self.running -= 1;
        let entry = &mut self.entries[at];
        entry.is_done = true;
        let (sequence, lane) = (entry.sequence, entry.lane);
        if let Some(held) = self.held.get_mut(&lane) {
            if held.first == Some(sequence) {
                held.first = None;
            }
            if held.first.is_none() && held.waiting.is_empty() {
                self.held.remove(&lane);
            }
        }
        while self.entries.front().is_some_and(|entry| entry.is_done) {
            if let Some(entry) = self.entries.pop_front() {
                self.mark = entry.sequence;
            }
        }
        if self.entries.is_empty() {
            // The sequences after it that need no handling are done too.
            self.mark = self.last;
        }
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
