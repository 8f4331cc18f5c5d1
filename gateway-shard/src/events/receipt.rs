//! Which events were handled: the sequence a later process may resume from.
//!
//! It is on the way of every event, so in the common case, where events are handled in the order they were
//! handed out, it takes no lock: only loads and stores, which cost an event a nanosecond or two.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

use super::intervals::Intervals;
use crate::lock::lock;

/// What of one session was handled.
///
/// Each event knows the sequence of the one handed out before it. Where that is the mark, it is this event's
/// turn: nobody else may move the mark before it did. An event that ends before its turn is noted beside.
#[derive(Debug)]
pub(crate) struct Acknowledged {
    /// The highest sequence up to which every event was handled. Only moved by whose turn it is.
    mark: AtomicU64,
    /// How many were handled up to the mark. Only changed by whose turn it is.
    done: AtomicU64,
    /// How many were handed out. Only changed by the shard's task.
    handed_out: AtomicU64,
    /// Handled before their turn, from the sequence before to their own.
    ahead: Mutex<Intervals>,
    /// Set when nobody holds an event of the session and none can come.
    over: watch::Sender<bool>,
}

impl Acknowledged {
    /// For a session whose events up to `sequence` were handled.
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

    /// How many events were handed out and are not handled.
    pub(crate) fn unhandled(&self) -> usize {
        // Read first: what is handed out meanwhile does not count.
        let handed_out = self.handed_out.load(Ordering::Acquire);
        let mut ahead = lock(&self.ahead);
        self.catch_up(&mut ahead);
        let handled = self.done.load(Ordering::Acquire) + ahead.inserted();
        usize::try_from(handed_out.saturating_sub(handled)).unwrap_or(usize::MAX)
    }

    /// Waits until no event is in anybody's hands and none can come.
    pub(crate) async fn over(&self) {
        // The sender of the watch is in `self`, so it cannot be gone.
        let _ = self.over.subscribe().wait_for(|over| *over).await;
    }

    fn handled(&self, previous: u64, sequence: u64) {
        if self.mark.load(Ordering::Acquire) == previous {
            return self.advance(sequence, 1);
        }
        let mut ahead = lock(&self.ahead);
        ahead.insert(previous, sequence);
        // The turn may have come since it was looked at.
        self.catch_up(&mut ahead);
    }

    /// Moves the mark over what was handled before its turn, where that has come.
    ///
    /// Whoever moves the mark without the lock does not look for such; they wait for the next that has to
    /// take the lock, which whoever comes after them does, or for who reads the mark.
    fn catch_up(&self, ahead: &mut Intervals) -> u64 {
        loop {
            let mark = self.mark.load(Ordering::Acquire);
            let Some((sequence, count)) = ahead.take(mark) else { return mark };
            self.advance(sequence, count);
        }
    }

    /// Only for whose turn it is: that ends with the store of the mark.
    fn advance(&self, sequence: u64, count: u64) {
        self.done.store(self.done.load(Ordering::Relaxed) + count, Ordering::Relaxed);
        self.mark.store(sequence, Ordering::Release);
    }
}

/// The session that events are of: shared by them, so that it ends with the last.
#[derive(Debug)]
pub(crate) struct EventSession {
    /// `None` if its events are none of a session of Discord's.
    id: Option<Arc<str>>,
    /// Where the session store outlives the process.
    acknowledged: Option<Arc<Acknowledged>>,
}

impl Drop for EventSession {
    fn drop(&mut self) {
        if let Some(acknowledged) = &self.acknowledged {
            acknowledged.over.send_replace(true);
        }
    }
}

/// Gives events their receipts, in the order they come. The shard's task has it, for each session a new one.
#[derive(Debug)]
pub(crate) struct Register {
    session: Arc<EventSession>,
    last: u64,
}

impl Register {
    /// For a session whose events up to `sequence` were handled.
    pub(crate) fn new(id: &str, sequence: u64, acknowledged: Option<Arc<Acknowledged>>) -> Self {
        let session = EventSession { id: Some(Arc::from(id)), acknowledged };
        Self { session: Arc::new(session), last: sequence }
    }

    /// For events that are none of a session of Discord's. Their sequences are of the caller's own making.
    pub(crate) fn of_others(sequence: u64, acknowledged: Arc<Acknowledged>) -> Self {
        let session = EventSession { id: None, acknowledged: Some(acknowledged) };
        Self { session: Arc::new(session), last: sequence }
    }

    /// Hands out an event. Until [`for_user`](Receipt::for_user) its loss is a loss: nobody has seen it.
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

    /// All events up to this one were handed out or left out by the connection, because nobody wants them. If nothing
    /// were said of those, a program that wants few events would resume from one that is hours old.
    pub(crate) fn left_out(&mut self, sequence: u64) {
        if sequence > self.last {
            self.hand_out(sequence).mark_handled();
        }
    }
}

/// Is told what became of an event that came from elsewhere than a connection of this process, such as a stream of
/// events that another process publishes. See [`ShardEvent::received`](crate::ShardEvent::received).
///
/// If it is dropped without a call, nobody has handled the event.
pub trait Acknowledge: Send + Sync + 'static {
    /// The event was handled.
    fn handled(self: Box<Self>);

    /// A listener of the event failed, and all have ended. `is_final` says that another try would end the same way.
    fn failed(self: Box<Self>, why: String, is_final: bool);
}

/// What becomes of an event whose receipt is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Handled,
    /// Nobody has it any more and nobody handled it: the mark stays below it for good.
    Lost,
}

/// Says that an event was handled: [`mark_handled`](Self::mark_handled) does, nothing else.
///
/// [`ShardEvent::take_receipt`](crate::ShardEvent::take_receipt) gives it, for a program that is done with an
/// event later or elsewhere than where it drops it: in a queue of its own, in a task that may be aborted.
///
/// A receipt that is dropped in any other way, by an error, a panic, an aborted task or a queue that is
/// dropped, leaves the event *unhandled for good*: the sequence that is stored stays below it, so that the
/// next process gets it again by Resume, and with it every event after it (with the same
/// [`EventKey`](crate::EventKey), see [`Dedupe`](crate::Dedupe)). Nothing waits for such an event: a shutdown
/// waits for receipts that are held, until its deadline, and not for those that were dropped. It counts in
/// [`ShardStatus::unhandled_events`](crate::ShardStatus::unhandled_events) and
/// [`ShutdownReport::unhandled_events`](crate::ShutdownReport::unhandled_events).
///
/// Where the session store does not outlive the process, and for what is no dispatch of Discord's, a receipt
/// makes no difference.
#[must_use = "an event whose receipt is dropped is not handled"]
pub struct Receipt {
    /// `None` if there is nothing to say.
    session: Option<Arc<EventSession>>,
    /// Of an event that came from elsewhere.
    other: Option<Box<dyn Acknowledge>>,
    previous: u64,
    /// Not above `previous` where the event was handed out before: it must not be waited for twice.
    sequence: u64,
    on_drop: Fate,
}

impl Receipt {
    /// Of what is no event of a session.
    pub(crate) const fn of_nothing() -> Self {
        Self { session: None, other: None, previous: 0, sequence: 0, on_drop: Fate::Lost }
    }

    /// Of an event that came from elsewhere.
    pub(crate) fn of_other(session: Option<Arc<str>>, other: Box<dyn Acknowledge>) -> Self {
        let session = session.map(|id| Arc::new(EventSession { id: Some(id), acknowledged: None }));
        Self { session, other: Some(other), ..Self::of_nothing() }
    }

    /// The id of the event's session.
    pub(crate) fn session(&self) -> Option<&Arc<str>> {
        self.session.as_ref()?.id.as_ref()
    }

    /// Where it will be said that the event was handled, and under which sequence; `None` if nobody keeps that.
    pub(crate) fn said_to(&self) -> Option<(&Arc<Acknowledged>, u64)> {
        Some((self.session.as_ref()?.acknowledged.as_ref()?, self.sequence))
    }

    /// From now on its drop says that the event was handled.
    pub(crate) const fn for_user(&mut self) {
        self.on_drop = Fate::Handled;
    }

    /// From now on only [`mark_handled`](Self::mark_handled) says so.
    pub(crate) const fn by_hand(mut self) -> Self {
        self.on_drop = Fate::Lost;
        self
    }

    /// The event was handled: delivered, or safely kept elsewhere. The next process need not get it again.
    pub fn mark_handled(mut self) {
        self.on_drop = Fate::Handled;
    }

    /// All listeners of the event have ended, and one failed. It counts as handled, unless whoever it came from says
    /// otherwise.
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
        // Whoever panics has not handled what it held.
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
