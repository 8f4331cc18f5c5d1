//! Tracks which events were handled: it determines the sequence from which a later process may resume.
//!
//! Every event passes through it. In the common case, in which events are handled in order, it takes no lock and only
//! uses loads and stores, which cost a nanosecond or two for each event.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

use super::intervals::Intervals;
use crate::lock::lock;

/// The handled events of one session.
///
/// Each event knows the sequence of the event before it. If that is the mark, this event alone may advance the mark. An
/// event that is handled before its predecessor is recorded in `ahead`.
#[derive(Debug)]
pub(crate) struct Acknowledged {
    /// The highest sequence up to which every event was handled. Only the next event in order changes it.
    mark: AtomicU64,
    /// How many events were handled up to the mark. Only the next event in order changes it.
    done: AtomicU64,
    /// How many events were delivered. Only the shard's task changes it.
    handed_out: AtomicU64,
    /// Events handled out of order, from the sequence before each to its own.
    ahead: Mutex<Intervals>,
    /// Set when nobody holds an event of the session and no more can arrive.
    over: watch::Sender<bool>,
}

impl Acknowledged {
    /// Creates the state of a session whose events up to `sequence` were handled.
    pub(crate) fn new(sequence: u64) -> Arc<Self> {
        Arc::new(Self {
            mark: AtomicU64::new(sequence),
            done: AtomicU64::new(0),
            handed_out: AtomicU64::new(0),
            ahead: Mutex::default(),
            over: watch::Sender::new(false),
        })
    }

    /// The highest sequence up to which every event was handled.
    pub(crate) fn mark(&self) -> u64 {
        self.catch_up(&mut lock(&self.ahead))
    }

    /// How many events were delivered and are not handled.
    pub(crate) fn unhandled(&self) -> usize {
        // Read first, so that events delivered meanwhile do not count.
        let handed_out = self.handed_out.load(Ordering::Acquire);
        let mut ahead = lock(&self.ahead);
        self.catch_up(&mut ahead);
        let handled = self.done.load(Ordering::Acquire) + ahead.inserted();
        usize::try_from(handed_out.saturating_sub(handled)).unwrap_or(usize::MAX)
    }

    /// Resolves once every event of the session was dropped and no more can arrive.
    pub(crate) async fn over(&self) {
        // `self` holds the sender of the watch, so it cannot be dropped meanwhile.
        let _ = self.over.subscribe().wait_for(|over| *over).await;
    }

    fn handled(&self, previous: u64, sequence: u64) {
        if self.mark.load(Ordering::Acquire) == previous {
            return self.advance(sequence, 1);
        }
        let mut ahead = lock(&self.ahead);
        ahead.insert(previous, sequence);
        // The predecessor may have been handled since the check.
        self.catch_up(&mut ahead);
    }

    /// Advances the mark over events that were handled out of order, if their predecessors are handled now.
    ///
    /// The lock-free path does not merge out-of-order receipts. They are merged by the next caller that takes the lock,
    /// or when the mark is read.
    fn catch_up(&self, ahead: &mut Intervals) -> u64 {
        loop {
            let mark = self.mark.load(Ordering::Acquire);
            let Some((sequence, count)) = ahead.take(mark) else { return mark };
            self.advance(sequence, count);
        }
    }

    /// Advances the mark. Only the next event in order may call it, until the store of the mark.
    fn advance(&self, sequence: u64, count: u64) {
        self.done.store(self.done.load(Ordering::Relaxed) + count, Ordering::Relaxed);
        self.mark.store(sequence, Ordering::Release);
    }
}

/// The state of one session. Its events share it, and the last of them drops it.
#[derive(Debug)]
pub(crate) struct EventSession {
    /// `None` if the events do not belong to a Discord session.
    id: Option<Arc<str>>,
    /// Set if the session store outlives the process.
    acknowledged: Option<Arc<Acknowledged>>,
}

impl Drop for EventSession {
    fn drop(&mut self) {
        if let Some(acknowledged) = &self.acknowledged {
            acknowledged.over.send_replace(true);
        }
    }
}

/// Gives events their receipts, in order of arrival. The shard's task has one for each session.
#[derive(Debug)]
pub(crate) struct Register {
    session: Arc<EventSession>,
    last: u64,
}

impl Register {
    /// Creates the register of a session whose events up to `sequence` were handled.
    pub(crate) fn new(id: &str, sequence: u64, acknowledged: Option<Arc<Acknowledged>>) -> Self {
        let session = EventSession { id: Some(Arc::from(id)), acknowledged };
        Self { session: Arc::new(session), last: sequence }
    }

    /// Creates the register of events outside of Discord sessions, whose sequences are assigned by the caller.
    pub(crate) fn of_others(sequence: u64, acknowledged: Arc<Acknowledged>) -> Self {
        let session = EventSession { id: None, acknowledged: Some(acknowledged) };
        Self { session: Arc::new(session), last: sequence }
    }

    /// Creates the receipt of an event. Until [`for_user`](Receipt::for_user) is called, dropping it means that nobody
    /// has seen the event.
    pub(crate) fn hand_out(&mut self, sequence: u64) -> Receipt {
        let previous = self.last;
        if let Some(acknowledged) = &self.session.acknowledged
            && sequence > previous
        {
            self.last = sequence;
            let before = acknowledged.handed_out.load(Ordering::Relaxed);
            acknowledged.handed_out.store(before + 1, Ordering::Release);
        }
        let session = Some(Arc::clone(&self.session));
        Receipt { session, other: None, previous, sequence, on_drop: Fate::Lost }
    }

    /// Records that all events up to this one were delivered, or skipped by the connection because nobody wants them.
    /// Without this, a program that wants few events would resume from a sequence that is hours old.
    pub(crate) fn left_out(&mut self, sequence: u64) {
        if sequence > self.last {
            self.hand_out(sequence).mark_handled();
        }
    }
}

/// Gets the outcome of an event that did not come from a connection of this process, but for example from a stream that
/// another process publishes. See [`ShardEvent::received`](crate::ShardEvent::received).
///
/// If it is dropped without a call, the event was not handled.
pub trait Acknowledge: Send + Sync + 'static {
    /// Called when the event was handled.
    fn handled(self: Box<Self>);

    /// Called when all listeners of the event have ended and one failed. `is_final` says that another attempt would
    /// fail in the same way.
    fn failed(self: Box<Self>, why: String, is_final: bool);
}

/// What dropping a receipt means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Handled,
    /// The event is lost: nobody handled it, and nobody can any more. The mark stays below it permanently.
    Lost,
}

/// Marks an event as handled, with [`mark_handled`](Self::mark_handled).
///
/// [`ShardEvent::take_receipt`](crate::ShardEvent::take_receipt) returns it. Use it if the program finishes with an
/// event later than it drops it, or elsewhere: in its own queue, or in a task that may be aborted.
///
/// If a receipt is dropped without that call, for example because of an error, a panic, an aborted task or a dropped
/// queue, its event stays *unhandled permanently*. The stored sequence stays below it, so the next process gets the
/// event again by Resume, together with every event after it. They have the same [`EventKey`](crate::EventKey), see
/// [`Dedupe`](crate::Dedupe). A shutdown waits, until its deadline, for receipts that are held, but not for dropped
/// ones. The event counts in [`ShardStatus::unhandled_events`](crate::ShardStatus::unhandled_events) and
/// [`ShutdownReport::unhandled_events`](crate::ShutdownReport::unhandled_events).
///
/// If the session store does not outlive the process, or if the event is not a dispatch from Discord, a receipt has no
/// effect.
#[must_use = "an event whose receipt is dropped is not handled"]
pub struct Receipt {
    /// `None` if nothing is recorded.
    session: Option<Arc<EventSession>>,
    /// Set for an event from another process.
    other: Option<Box<dyn Acknowledge>>,
    previous: u64,
    /// At most `previous` if the event was delivered before, so that it is not waited for twice.
    sequence: u64,
    on_drop: Fate,
}

impl Receipt {
    /// Creates the receipt of an event outside of sessions.
    pub(crate) const fn of_nothing() -> Self {
        Self { session: None, other: None, previous: 0, sequence: 0, on_drop: Fate::Lost }
    }

    /// Creates the receipt of an event from another process.
    pub(crate) fn of_other(session: Option<Arc<str>>, other: Box<dyn Acknowledge>) -> Self {
        let session = session.map(|id| Arc::new(EventSession { id: Some(id), acknowledged: None }));
        Self { session, other: Some(other), ..Self::of_nothing() }
    }

    /// The id of the event's session.
    pub(crate) fn session(&self) -> Option<&Arc<str>> {
        self.session.as_ref()?.id.as_ref()
    }

    /// Where the event is recorded as handled, and its sequence; `None` if it is not recorded.
    pub(crate) fn said_to(&self) -> Option<(&Arc<Acknowledged>, u64)> {
        Some((self.session.as_ref()?.acknowledged.as_ref()?, self.sequence))
    }

    /// From now on, dropping it marks the event as handled.
    pub(crate) const fn for_user(&mut self) {
        self.on_drop = Fate::Handled;
    }

    /// From now on, only [`mark_handled`](Self::mark_handled) marks the event as handled.
    pub(crate) const fn by_hand(mut self) -> Self {
        self.on_drop = Fate::Lost;
        self
    }

    /// Marks the event as handled: it was delivered, or is safely stored elsewhere. The next process will not get it
    /// again.
    pub fn mark_handled(mut self) {
        self.on_drop = Fate::Handled;
    }

    /// Records that all listeners of the event have ended and one failed. It counts as handled, unless the origin of
    /// the event decides otherwise.
    pub(crate) fn mark_failed(mut self, why: String, is_final: bool) {
        if let Some(other) = self.other.take() {
            other.failed(why, is_final);
        }
        self.mark_handled();
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("session", &self.session)
            .field("sequence", &self.sequence)
            .field("on_drop", &self.on_drop)
            .finish_non_exhaustive()
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        // A thread that panics has not handled the events that it holds.
        if self.on_drop != Fate::Handled || std::thread::panicking() {
            return;
        }
        if let Some(other) = self.other.take() {
            other.handled();
        }
        if let Some(session) = &self.session
            && let Some(acknowledged) = &session.acknowledged
            && self.sequence > self.previous
        {
            acknowledged.handled(self.previous, self.sequence);
        }
    }
}

#[cfg(test)]
#[path = "receipt_tests.rs"]
mod tests;
