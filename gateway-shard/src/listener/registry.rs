//! All listeners and hooks, and the selection of those for an event.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::task::{Poll, ready};

use foldhash::fast::RandomState;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use gateway_handler::{IntoOutcome, MissingState, States};
use gateway_model::gateway::ShardId;
use gateway_model::{Dispatch, EventKind};
use http_client::Report;
use smallvec::SmallVec;

use super::context::Context;
use super::handler::{AfterHook, BeforeHook, EventListener, Listener};
use super::hold::{EventHold, ListenerHold};
use super::hooks::{Before, EventReport};
use super::listen::{Listen, Occurrence, Source};
use super::outcome::{FailureCause, ListenerFailure};
use crate::events::{Dedupe, ShardEventKind};
use crate::lock::lock;
use crate::metric;
use crate::missing_states::{MissingListenerState, MissingStates};

/// A running listener.
pub(super) struct Run {
    future: Running,
    hold: ListenerHold,
}

impl Run {
    pub(super) fn poll(
        &mut self,
        cx: &mut std::task::Context<'_>,
    ) -> Poll<Result<(), FailureCause>> {
        let outcome = ready!(self.future.poll_unpin(cx));
        self.hold.ended();
        Poll::Ready(outcome)
    }
}

/// The running listeners of an event; usually there is one.
pub(super) type Runs = SmallVec<[Run; 1]>;

type Running = BoxFuture<'static, Result<(), FailureCause>>;
type Call<T> = Box<dyn Fn(Context, T) -> Running + Send + Sync>;

/// A listener, and the name of its function, which identifies it in logs.
struct Named<T> {
    call: Call<T>,
    name: &'static str,
}

impl<T: Send + 'static> Named<T> {
    fn new<L: Listener<T>>(listener: L) -> Self {
        let call = guarded(listener, |listener, context, event| listener(context, event));
        Self { call, name: std::any::type_name::<L>() }
    }

    fn start(&self, context: &Context, hold: &Arc<EventHold>, event: T) -> Run {
        let hold = hold.listener(self.name);
        Run { future: (self.call)(context.of_listener(hold.clone()), event), hold }
    }
}
type BeforeCall = Box<
    dyn Fn(Context, Dispatch) -> BoxFuture<'static, Result<Before, FailureCause>> + Send + Sync,
>;
type AfterCall = Box<dyn Fn(Context, Arc<EventReport>) -> Running + Send + Sync>;
type FailureCall = Box<dyn Fn(&ListenerFailure) + Send + Sync>;

/// The states that a listener takes and that are not there, and its name.
struct StateNeed {
    listener: &'static str,
    missing: fn(&States) -> Vec<MissingState>,
}

/// All listeners and hooks of a bot.
#[derive(Default)]
pub(super) struct Registry {
    typed: HashMap<Source, Vec<Box<dyn Slot>>, RandomState>,
    raw: HashMap<String, Vec<Named<Dispatch>>, RandomState>,
    pub(super) before: Vec<BeforeCall>,
    pub(super) after: Vec<AfterCall>,
    failed: Option<FailureCall>,
    needs: Vec<StateNeed>,
    handled: Option<Mutex<Dedupe>>,
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("typed", &self.typed.keys().collect::<Vec<_>>())
            .field("raw", &self.raw.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The listeners of one event type.
trait Slot: Send + Sync {
    fn event(&self) -> TypeId;
    /// The name of the event type, without its path.
    fn name(&self) -> &'static str;
    fn as_any_mut(&mut self) -> &mut dyn Any;
    /// Decodes the event once and starts every listener with it.
    fn start(
        &self,
        context: &Context,
        hold: &Arc<EventHold>,
        occurrence: Occurrence<'_>,
        runs: &mut Runs,
    );
}

struct TypedSlot<E> {
    listeners: Vec<Named<Arc<E>>>,
}

impl<E: Listen> Slot for TypedSlot<E> {
    fn event(&self) -> TypeId {
        TypeId::of::<E>()
    }

    fn name(&self) -> &'static str {
        let path = std::any::type_name::<E>();
        path.rsplit("::").next().unwrap_or(path)
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn start(
        &self,
        context: &Context,
        hold: &Arc<EventHold>,
        occurrence: Occurrence<'_>,
        runs: &mut Runs,
    ) {
        match E::read(occurrence) {
            Ok(None) => {}
            Ok(Some(event)) => {
                let started = self.listeners.iter();
                runs.extend(started.map(|named| named.start(context, hold, Arc::clone(&event))));
            }
            Err(error) => {
                let failed = std::future::ready(Err(FailureCause::Decode(error)));
                let hold = hold.listener(std::any::type_name::<E>());
                runs.push(Run { future: failed.boxed(), hold });
            }
        }
    }
}

/// Boxes a listener, and converts its panics, including those before its first await, to errors.
fn guarded<T, L, Run>(
    listener: L,
    call: impl Fn(&L, Context, T) -> Run + Copy + Send + Sync + 'static,
) -> Call<T>
where
    T: Send + 'static,
    L: Send + Sync + 'static,
    Run: Future<Output: IntoOutcome> + Send + 'static,
{
    let listener = Arc::new(listener);
    Box::new(move |context, event| {
        let listener = Arc::clone(&listener);
        let run = async move { call(&listener, context, event).await.into_outcome() };
        // After a panic, the listener and its captured values are in the same state as in a separate task.
        let run = std::panic::AssertUnwindSafe(run).catch_unwind();
        run.map(|outcome| match outcome {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(FailureCause::Error(error)),
            Err(panic) => Err(FailureCause::from_panic(&*panic)),
        })
        .boxed()
    })
}

impl Registry {
    pub(super) fn add<E: Listen>(&mut self, listener: impl Listener<Arc<E>>) {
        self.insert(Named::new(listener));
    }

    pub(super) fn add_listener<E: Listen, Arguments: 'static, L: EventListener<E, Arguments>>(
        &mut self,
        listener: L,
    ) {
        let name = std::any::type_name::<L>();
        self.needs.push(StateNeed { listener: name, missing: L::missing });
        self.insert(Named { call: guarded(listener, L::call), name });
    }

    /// Checks that there is each state that a listener takes.
    pub(super) fn check_states(&self, states: &States) -> Result<(), MissingStates> {
        let missing = self.needs.iter().flat_map(|need| {
            let missing = (need.missing)(states).into_iter();
            missing.map(|error| MissingListenerState { listener: need.listener, error })
        });
        let listeners: Vec<_> = missing.collect();
        if listeners.is_empty() { Ok(()) } else { Err(MissingStates { listeners }) }
    }

    fn insert<E: Listen>(&mut self, named: Named<Arc<E>>) {
        let slots = self.typed.entry(E::SOURCE).or_default();
        let known = slots.iter_mut().find(|slot| slot.event() == TypeId::of::<E>());
        let known = known.and_then(|slot| slot.as_any_mut().downcast_mut::<TypedSlot<E>>());
        match known {
            Some(slot) => slot.listeners.push(named),
            None => slots.push(Box::new(TypedSlot::<E> { listeners: vec![named] })),
        }
    }

    pub(super) fn add_raw(&mut self, name: String, listener: impl Listener<Dispatch>) {
        self.raw.entry(name).or_default().push(Named::new(listener));
    }

    /// The names of the listened events, with their sources.
    pub(super) fn sources(&self) -> impl Iterator<Item = (String, Source)> {
        let typed = self
            .typed
            .iter()
            .flat_map(|(source, slots)| slots.iter().map(|slot| (slot.name().to_owned(), *source)));
        let raw = self
            .raw
            .keys()
            .map(|name| (name.clone(), Source::Dispatch(EventKind::from_name(name))));
        typed.chain(raw)
    }

    pub(super) fn add_before(&mut self, hook: impl BeforeHook) {
        let hook = Arc::new(hook);
        self.before.push(Box::new(move |context, dispatch| {
            let hook = Arc::clone(&hook);
            let run = async move { hook(context, dispatch).await };
            let run = std::panic::AssertUnwindSafe(run).catch_unwind();
            run.map(|outcome| outcome.map_err(|panic| FailureCause::from_panic(&*panic))).boxed()
        }));
    }

    pub(super) fn add_after(&mut self, hook: impl AfterHook) {
        self.after.push(guarded(hook, |hook, context, report| hook(context, report)));
    }

    pub(super) fn on_failure(&mut self, told: impl Fn(&ListenerFailure) + Send + Sync + 'static) {
        self.failed = Some(Box::new(told));
    }

    pub(super) fn skip(&mut self, handled: Dedupe) {
        self.handled = Some(Mutex::new(handled));
    }

    /// Returns whether an event was not handled before by this process or, as far as known, by an earlier one.
    pub(super) fn is_new(&self, session: Option<&str>, sequence: u64) -> bool {
        let (Some(handled), Some(session)) = (&self.handled, session) else { return true };
        lock(handled).insert(session, sequence)
    }

    /// Forgets a session that has ended, of which no event will be replayed.
    pub(super) fn session_is_over(&self, session: &str) {
        if let Some(handled) = &self.handled {
            lock(handled).forget_session(session);
        }
    }

    /// Starts every listener for the occurrence.
    pub(super) fn start(
        &self,
        context: &Context,
        hold: &Arc<EventHold>,
        occurrence: Occurrence<'_>,
    ) -> Runs {
        let mut runs = Runs::new();
        let slots = occurrence.source().and_then(|source| self.typed.get(&source));
        for slot in slots.into_iter().flatten() {
            slot.start(context, hold, occurrence, &mut runs);
        }
        if let ShardEventKind::Dispatch(dispatch) = occurrence.kind {
            let raw = self.raw.get(dispatch.name()).into_iter().flatten();
            runs.extend(raw.map(|named| named.start(context, hold, dispatch.clone())));
        }
        runs
    }

    /// Reports a failure: log, metric and callback.
    pub(super) fn failed(
        &self,
        event: &str,
        shard: ShardId,
        cause: FailureCause,
    ) -> Arc<ListenerFailure> {
        tracing::error!(%shard, %event, error = %Report::new(&cause), "a listener failed");
        metrics::counter!(metric::LISTENER_FAILURES, "event" => event.to_owned()).increment(1);
        let failure = Arc::new(ListenerFailure { event: event.to_owned(), shard, cause });
        if let Some(told) = &self.failed {
            let told = std::panic::AssertUnwindSafe(|| told(&failure));
            if std::panic::catch_unwind(told).is_err() {
                tracing::error!("the on_failure function panicked");
            }
        }
        failure
    }
}
