//! The current waits, and the recent events.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gateway_model::{Dispatch, EventKind, Subject};
use tokio::sync::oneshot::{self, error::TryRecvError};
use tokio::time::{Instant, timeout};

use super::error::WaitError;
use super::index::Index;
use super::lazy::Lazy;
use super::recent::Recent;
use super::source::{Decoding, Happening, Kind};
use super::subject::{admits, of_interaction};
use super::waiter::Waiter;
use crate::answer::Context;
use crate::mark::{Mark, Marks};

/// How long an interaction without a wait is held. It has to be answered within 3 s.
const HELD_FOR: Duration = Duration::from_secs(1);

/// The current waits; see [the module](super). Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Waits {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// The events that can be waited for.
    events: Vec<EventKind>,
    marks: Marks,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    index: Index<Kind, dyn Waiter>,
    recent: Recent,
    /// Interactions that no wait has taken so far.
    held: BTreeMap<u64, Held>,
    /// The next number of a wait or of a held interaction.
    next: u64,
    is_closed: bool,
}

#[derive(Debug)]
struct Held {
    ctx: Context,
    /// Dropped when the interaction is taken.
    _taken: oneshot::Sender<()>,
}

impl Waits {
    /// Creates waits for components and modals, and for events of these kinds.
    #[must_use]
    pub fn new(events: impl IntoIterator<Item = EventKind>) -> Self {
        let inner = Inner { events: events.into_iter().collect(), ..Inner::default() };
        Self { inner: Arc::new(inner) }
    }

    /// Returns the current position in the order of events. [`WaitFor::since`](super::WaitFor::since) looks back to it.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.marks().now()
    }

    /// Returns the counter of events.
    pub(crate) fn marks(&self) -> &Marks {
        &self.inner.marks
    }

    /// Returns the number of current waits.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().index.len()
    }

    /// Returns whether there is no wait.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the events that can be waited for.
    #[must_use]
    pub fn events(&self) -> &[EventKind] {
        &self.inner.events
    }

    /// Passes an event to the waits for it. Returns how many received it.
    ///
    /// Call it for each event of a gateway's stream; with [`attach`](Self::attach) a `Bot` does this. Call
    /// [`close`](Self::close) when the stream ends.
    pub fn process(&self, dispatch: &Dispatch) -> usize {
        if !self.inner.events.contains(&dispatch.kind()) {
            return 0;
        }
        let kind = Kind::Event(dispatch.kind());
        let waiters = {
            let mut state = self.lock();
            state.recent.push(self.marks().next(), dispatch, Instant::now());
            if !state.index.has(kind) {
                return 0;
            }
            state.index.find(kind, &dispatch.subject())
        };
        let mut event = Decoding(Lazy::new(dispatch));
        waiters.iter().filter(|waiter| waiter.offer(&mut Happening::Event(&mut event))).count()
    }

    /// Passes an interaction to a wait for it. Returns whether one has taken it.
    ///
    /// The wait that was started last comes first: if there are two for the same user, the earlier one was for a modal
    /// that was closed.
    pub(crate) fn offer(&self, ctx: &Context) -> bool {
        let Some(kind) = Kind::of(ctx.interaction()) else { return false };
        let about = of_interaction(ctx.interaction());
        let waiters = self.lock().index.find(kind, &about);
        waiters.iter().rev().any(|waiter| waiter.offer(&mut Happening::Interaction(ctx)))
    }

    /// Holds an interaction that has no handler either. Returns whether a wait that started meanwhile has taken it.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the interaction is no longer held.
    pub(crate) async fn hold(&self, ctx: &Context) -> bool {
        if Kind::of(ctx.interaction()).is_none() {
            return false;
        }
        let (taken, mut is_taken) = oneshot::channel();
        let number = {
            let mut state = self.lock();
            let number = state.number();
            state.held.insert(number, Held { ctx: ctx.clone(), _taken: taken });
            number
        };
        let _guard = HeldGuard { waits: self, number };
        let _ = timeout(HELD_FOR, &mut is_taken).await;
        loop {
            if self.lock().held.remove(&number).is_some() {
                return false;
            }
            if is_taken.try_recv() == Err(TryRecvError::Closed) {
                return true;
            }
            // A wait is checking it at the moment, and may put it back.
            tokio::task::yield_now().await;
        }
    }

    /// Ends all waits with [`WaitError::ShutDown`], and every later one immediately.
    pub fn close(&self) {
        let waiters = {
            let mut state = self.lock();
            state.is_closed = true;
            state.index.drain()
        };
        for waiter in waiters {
            waiter.end(WaitError::ShutDown);
        }
    }

    /// Starts a wait.
    pub(super) fn register(
        &self,
        kinds: Vec<Kind>,
        wanted: Subject,
        waiter: Arc<dyn Waiter>,
        since: Mark,
    ) -> Place {
        let events: Vec<EventKind> = kinds
            .iter()
            .filter_map(|kind| if let Kind::Event(event) = kind { Some(*event) } else { None })
            .collect();
        if let Some(event) = events.iter().find(|event| !self.inner.events.contains(event)) {
            waiter.end(WaitError::NotListening { event: *event });
        }
        let mut since = since;
        // Earlier events are delivered first, to keep the order of events.
        let (number, held) = loop {
            let missed = {
                let mut state = self.lock();
                let missed = state.recent.after(since, &events, &wanted);
                if missed.is_empty() {
                    break state.begin(&kinds, wanted, &waiter);
                }
                since = self.mark();
                missed
            };
            for dispatch in missed {
                waiter.offer(&mut Happening::Event(&mut Decoding(Lazy::new(&dispatch))));
            }
        };
        for (of_held, ctx) in held {
            self.take_held(of_held, &ctx, &*waiter);
        }
        Place { waits: self.clone(), number, kinds, wanted }
    }

    /// Gives a held interaction to a wait, unless it is gone or does not match the wait.
    fn take_held(&self, number: u64, ctx: &Context, waiter: &dyn Waiter) {
        let Some(held) = self.lock().held.remove(&number) else { return };
        if !waiter.offer(&mut Happening::Interaction(ctx)) {
            self.lock().held.insert(number, held);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Adds a wait to the index. Returns its number, and the held interactions that may match it.
    fn begin(
        &mut self,
        kinds: &[Kind],
        wanted: Subject,
        waiter: &Arc<dyn Waiter>,
    ) -> (u64, Vec<(u64, Context)>) {
        let number = self.number();
        if self.is_closed {
            waiter.end(WaitError::ShutDown);
            return (number, Vec::new());
        }
        for kind in kinds {
            self.index.insert(number, *kind, wanted, Arc::clone(waiter));
        }
        let is_wanted = |ctx: &Context| {
            let interaction = ctx.interaction();
            Kind::of(interaction).is_some_and(|kind| kinds.contains(&kind))
                && admits(&wanted, &of_interaction(interaction))
        };
        let held = self.held.iter().filter(|(_, held)| is_wanted(&held.ctx));
        (number, held.map(|(number, held)| (*number, held.ctx.clone())).collect())
    }
}

/// The entry of a wait in the index. Dropping it removes the wait.
#[derive(Debug)]
pub(super) struct Place {
    waits: Waits,
    number: u64,
    kinds: Vec<Kind>,
    wanted: Subject,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.waits.lock();
        let remove = |kind: &Kind| state.index.remove(self.number, *kind, &self.wanted);
        let waiters: Vec<_> = self.kinds.iter().map(remove).collect();
        drop(state);
        // Not under the lock, because the dropped values belong to the user.
        drop(waiters);
    }
}

/// Releases a held interaction.
struct HeldGuard<'a> {
    waits: &'a Waits,
    number: u64,
}

impl Drop for HeldGuard<'_> {
    fn drop(&mut self) {
        self.waits.lock().held.remove(&self.number);
    }
}
