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
        if let Some(other) = self.other.take()
            && self.on_drop == Fate::Handled
            && !std::thread::panicking()
        {
            other.handled();
        }
        // Whoever panics has not handled what it held.
        if let Some(session) = &self.session
            && let Some(acknowledged) = &session.acknowledged
            && self.on_drop == Fate::Handled
            && self.sequence > self.previous
            && !std::thread::panicking()
        {
            acknowledged.handled(self.previous, self.sequence);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::events::event::Held;
    use crate::events::{ShardEvent, ShardEventKind};

    fn session(sequence: u64) -> (Register, Arc<Acknowledged>) {
        let acknowledged = Acknowledged::new(sequence);
        (Register::new("session", sequence, Some(Arc::clone(&acknowledged))), acknowledged)
    }

    #[test]
    fn the_mark_waits_for_the_oldest() {
        let (mut register, acknowledged) = session(10);
        let [first, second, third] = [11, 12, 14].map(|sequence| register.hand_out(sequence));
        third.mark_handled();
        second.mark_handled();
        assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (10, 1));
        first.mark_handled();
        assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (14, 0));
    }

    #[test]
    fn an_event_handed_out_before_is_not_waited_for() {
        let (mut register, acknowledged) = session(10);
        let (again, next) = (register.hand_out(10), register.hand_out(11));
        next.mark_handled();
        assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (11, 0));
        again.mark_handled();
        assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (11, 0));
        // Where it would be its turn too: it stands for none of those that are out.
        let (again, _next) = (register.hand_out(11), register.hand_out(12));
        again.mark_handled();
        assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (11, 1));
    }

    #[tokio::test]
    async fn what_nobody_saw_was_not_handled() {
        let (mut register, acknowledged) = session(0);
        let mut for_user = |sequence| {
            let mut receipt = register.hand_out(sequence);
            receipt.for_user();
            receipt
        };
        let read = for_user(1);
        let stuck = for_user(3).by_hand();
        let panics = for_user(4);
        drop(read);
        drop(stuck);
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _held = panics;
            std::panic::resume_unwind(Box::new("the handler's"));
        }));
        drop(for_user(5));
        drop(register.hand_out(6));
        assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (1, 3));
        // Lost is not the same as in somebody's hands: nobody waits for it.
        drop(register);
        acknowledged.over().await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_receipt_that_is_taken_speaks_for_the_event() {
        let (mut register, acknowledged) = session(0);
        let shard = gateway_model::gateway::ShardId::ONE;
        let mut event = |sequence: u64| {
            let text = format!(r#"{{"op":0,"s":{sequence},"t":"TYPING_START","d":{{}}}}"#);
            let dispatch = gateway_model::Dispatch::parse(text.into_bytes().into()).unwrap();
            let mut receipt = register.hand_out(sequence);
            receipt.for_user();
            let mut event = ShardEvent::new(shard, ShardEventKind::Dispatch(dispatch));
            event.receipt = Held::Event(receipt);
            event
        };
        let (mut first, mut second, third) = (event(1), event(2), event(3));
        let receipt = first.take_receipt();
        assert_eq!(first.key().map(|key| key.sequence), Some(1), "the key stays");
        first.take_receipt().mark_handled();
        drop((first, third));
        assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (0, 2));
        receipt.mark_handled();
        assert_eq!(acknowledged.mark(), 1);
        // Lost, whatever becomes of the event.
        drop(second.take_receipt());
        drop(second);
        assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (1, 1));
        drop(register);
        acknowledged.over().await;
        // What is no dispatch has nothing to say.
        let reason = gateway_proto::StopReason::Shutdown { session: None };
        ShardEvent::new(shard, ShardEventKind::Stopped(reason)).take_receipt().mark_handled();
    }

    #[tokio::test(start_paused = true)]
    async fn a_session_is_over_when_nobody_holds_an_event_of_it() {
        let (mut register, acknowledged) = session(0);
        let held = register.hand_out(1);
        drop(register);
        let over = tokio::time::timeout(Duration::from_secs(60), acknowledged.over()).await;
        assert!(over.is_err(), "one is still held");
        held.mark_handled();
        acknowledged.over().await;
    }

    /// One event that nobody ever handles, and a month of others: memory stays.
    #[test]
    fn an_event_that_is_stuck_for_good_costs_no_memory_for_each_after_it() {
        let (mut register, acknowledged) = session(0);
        let _stuck = register.hand_out(1);
        for sequence in 2..1_000_000 {
            register.hand_out(sequence).mark_handled();
        }
        assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (0, 1));
        assert_eq!(lock(&acknowledged.ahead).len(), 1);
    }

    #[test]
    fn threads_that_handle_at_once_lose_none() {
        for _ in 0..200 {
            let (mut register, acknowledged) = session(0);
            let mut hands: [Vec<Receipt>; 4] = Default::default();
            for sequence in 1..=400 {
                hands[sequence % 4].push(register.hand_out(sequence as u64));
            }
            std::thread::scope(|scope| {
                for hand in hands {
                    scope.spawn(|| hand.into_iter().for_each(Receipt::mark_handled));
                }
            });
            assert_eq!((acknowledged.mark(), acknowledged.unhandled()), (400, 0));
        }
    }

    proptest! {
        /// Whatever the order of handling: no event that is still out lies at or below the mark.
        #[test]
        fn nothing_unhandled_lies_below_the_mark(order in Just((0..40_usize).collect::<Vec<_>>()).prop_shuffle()) {
            let (mut register, acknowledged) = session(0);
            // Sequences with gaps, as where the connection leaves out events nobody wants.
            let sequence = |at: usize| 3 * at as u64 + 1;
            let mut receipts: Vec<_> = (0..40).map(|at| Some(register.hand_out(sequence(at)))).collect();
            for (done, at) in order.iter().enumerate() {
                receipts[*at].take().unwrap().mark_handled();
                let lowest_open = order[done + 1..].iter().min().copied().unwrap_or(40);
                let below = lowest_open.checked_sub(1).map_or(0, sequence);
                prop_assert_eq!(acknowledged.mark(), below);
                prop_assert_eq!(acknowledged.unhandled(), 39 - done);
            }
        }
    }
}
