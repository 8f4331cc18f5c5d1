//! Who waits for what, and what has come.

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

/// How long an interaction is held that nobody waits for yet. It has to be answered within 3 s.
const HELD_FOR: Duration = Duration::from_secs(1);

/// Who waits for what; see [the module](super). Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Waits {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// The events that come here.
    events: Vec<EventKind>,
    marks: Marks,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    index: Index<Kind, dyn Waiter>,
    recent: Recent,
    /// Interactions that nobody has taken so far.
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
    /// Waits for components and modals, and for events of these kinds.
    #[must_use]
    pub fn new(events: impl IntoIterator<Item = EventKind>) -> Self {
        let inner = Inner { events: events.into_iter().collect(), ..Inner::default() };
        Self { inner: Arc::new(inner) }
    }

    /// The moment now, in the order of events: [`WaitFor::since`](super::WaitFor::since) looks back to it.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.marks().now()
    }

    /// The count of events that its moments are of.
    pub(crate) fn marks(&self) -> &Marks {
        &self.inner.marks
    }

    /// How many wait now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().index.len()
    }

    /// Whether nobody waits now.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The events that can be waited for.
    #[must_use]
    pub fn events(&self) -> &[EventKind] {
        &self.inner.events
    }

    /// Hands an event to who waits for it. Returns how many have got it.
    ///
    /// For whoever reads the stream of a gateway; [`attach`](Self::attach) calls it for a `Bot`. Call
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

    /// Hands an interaction to who waits for it. Returns whether somebody has taken it.
    ///
    /// The wait that began last comes first: of two of the same user, the earlier one was for a modal that was closed.
    pub(crate) fn offer(&self, ctx: &Context) -> bool {
        let Some(kind) = Kind::of(ctx.interaction()) else { return false };
        let about = of_interaction(ctx.interaction());
        let waiters = self.lock().index.find(kind, &about);
        waiters.iter().rev().any(|waiter| waiter.offer(&mut Happening::Interaction(ctx)))
    }

    /// Holds an interaction that has no handler either. Returns whether a wait that was made meanwhile has taken it.
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
            // A wait looks at it just now, and may put it back.
            tokio::task::yield_now().await;
        }
    }

    /// Ends all waits with [`WaitError::ShutDown`], and every later one at once.
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

    /// Begins a wait.
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
        // What has come before is given first, so that the order of events is kept.
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

    /// Gives a held interaction to a wait, unless it is gone or not what the wait is for.
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

    /// From now on the wait is found. Returns its number, and the held interactions that it may be for.
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

/// Where a wait stands. Dropping it takes the wait out.
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
        // Not under the lock, as what is dropped here is the user's.
        drop(waiters);
    }
}

/// Lets go of an interaction that is held.
struct HeldGuard<'a> {
    waits: &'a Waits,
    number: u64,
}

impl Drop for HeldGuard<'_> {
    fn drop(&mut self) {
        self.waits.lock().held.remove(&self.number);
    }
}
