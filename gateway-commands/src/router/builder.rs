//! Builds a router.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use gateway_handler::States;
use gateway_model::command::CommandCreate;
use gateway_model::interaction::InteractionData;

use super::commands::{Commands, Definitions};
use super::cooldown::Cooldown;
use super::error::{RouterError, RouterProblem};
use super::failure::Failure;
use super::handler::{AfterHook, BeforeHook, Check, ErrorHandler, Handler};
use super::routes::{Entry, Kind, Routes, check_commands};
use super::scope::Scope;
use crate::answer::{Context, Defer, LONGEST};
use crate::command::Command;
use crate::component::CustomId;
use crate::modal::Modal;
use crate::waiting::Waits;

/// The default time after which an interaction without an answer is deferred. One second remains for the way to
/// Discord.
const DEFER_AFTER: Duration = Duration::from_secs(2);

/// A builder for the handlers of a bot, with their checks, cooldowns, hooks and states. See [the
/// module](crate::router).
#[must_use = "a router does nothing until it is built"]
#[derive(Default)]
pub struct Router {
    entries: Vec<Entry>,
    commands: Vec<CommandCreate>,
    merged: Vec<Self>,
    scope: Scope,
    states: States,
    defer_after: Option<Duration>,
}

impl std::fmt::Debug for Router {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.entries.iter().map(|entry| entry.name).collect();
        f.debug_struct("Router")
            .field("handlers", &names)
            .field("merged", &self.merged)
            .field("states", &self.states)
            .finish_non_exhaustive()
    }
}

impl Router {
    /// Creates a router without handlers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Registers the command `C` and runs `handler` for it.
    pub fn command<C: Command, Arguments>(self, handler: impl Handler<C, Arguments>) -> Self {
        let complete = |ctx: &Context| match &ctx.interaction().data {
            Some(InteractionData::Command(data)) => C::autocomplete(ctx, data),
            _ => None,
        };
        self.registers::<C>().add(Kind::Command(C::KIND), C::NAME, handler, Some(complete), |ctx| {
            match &ctx.interaction().data {
                Some(InteractionData::Command(data)) => Ok(C::read(data)?),
                _ => Err(Failure::NoHandler(C::NAME.to_owned())),
            }
        })
    }

    /// Registers the command `C` without a handler: an entry point that Discord handles itself.
    pub fn registers<C: Command>(mut self) -> Self {
        self.commands.push(C::create());
        self
    }

    /// Runs `handler` for the components with the custom id `C`.
    pub fn component<C: CustomId, Arguments>(self, handler: impl Handler<C, Arguments>) -> Self {
        self.add(Kind::Component, C::NAME, handler, None, |ctx| match &ctx.interaction().data {
            Some(InteractionData::Component(data)) => Ok(C::decode(&data.custom_id)?),
            _ => Err(Failure::NoHandler(C::NAME.to_owned())),
        })
    }

    /// Runs `handler` for the modal `M` when it is submitted.
    pub fn modal<M: Modal, Arguments>(self, handler: impl Handler<M, Arguments>) -> Self {
        self.add(Kind::Modal, M::NAME, handler, None, |ctx| match &ctx.interaction().data {
            Some(InteractionData::Modal(data)) => Ok(M::read(data)?),
            _ => Err(Failure::NoHandler(M::NAME.to_owned())),
        })
    }

    fn add<I: Send + 'static, H: Handler<I, Arguments>, Arguments>(
        mut self,
        kind: Kind,
        name: &'static str,
        handler: H,
        complete: Option<fn(&Context) -> Option<crate::command::Choices>>,
        read: fn(&Context) -> Result<I, Failure>,
    ) -> Self {
        let run = Arc::new(move |ctx: Context| match read(&ctx) {
            Ok(input) => handler.call(ctx, input),
            Err(failure) => std::future::ready(Err(failure)).boxed(),
        });
        self.entries.push(Entry { kind, name, run, complete, missing: H::missing });
        self
    }

    /// Adds the handlers of another router. They keep its checks, cooldowns and hooks. Those of this router apply to
    /// them too, and run first. Its states are added to those of this router.
    pub fn merge(mut self, other: Self) -> Self {
        self.merged.push(other);
        self
    }

    /// Adds a value that handlers can access by its type: as an argument [`State<T>`](crate::State), or with
    /// [`Context::state`]. A second value of the same type replaces the first.
    pub fn state<T: Send + Sync + 'static>(mut self, state: T) -> Self {
        self.states.insert(Arc::new(state));
        self
    }

    /// Runs `check` before each handler; if it returns an error, the handler does not run. Checks run in the order in
    /// which they were added. See [`check`](crate::check).
    pub fn check(mut self, check: impl Check) -> Self {
        self.scope.checks.push(Arc::new(check));
        self
    }

    /// Limits how often each command, component and modal may be used. A router can have several cooldowns.
    pub fn cooldown(mut self, cooldown: Cooldown) -> Self {
        self.scope.cooldown(cooldown);
        self
    }

    /// Adds a hook that runs before the checks.
    pub fn before(mut self, hook: impl BeforeHook) -> Self {
        self.scope.before.push(Arc::new(hook));
        self
    }

    /// Adds a hook that runs after the handler, and after the error handler if it failed.
    pub fn after(mut self, hook: impl AfterHook) -> Self {
        self.scope.after.push(Arc::new(hook));
        self
    }

    /// Sets the function that tells the user about a failure, instead of sending [`Failure::user_text`]. The failure is
    /// logged before. A merged router's own function replaces this one for its handlers. For interactions without a
    /// handler, the function of the outermost router is called with [`Failure::NoHandler`].
    pub fn on_error(mut self, handler: impl ErrorHandler) -> Self {
        self.scope.on_error = Some(Arc::new(handler));
        self
    }

    /// Sets how to defer if a handler has not answered in time. The default is a new message that everybody sees, and
    /// for components an update.
    pub const fn defer(mut self, defer: Defer) -> Self {
        self.scope.defer = Some(defer);
        self
    }

    /// Sets how long after its arrival an interaction without an answer is deferred. Default 2 s, at most 3 s, after
    /// which Discord gives up; the remainder is for the way to Discord. The setting of a merged router has no effect.
    pub fn defer_after(mut self, after: Duration) -> Self {
        self.defer_after = Some(after.min(LONGEST));
        self
    }

    /// Validates the router, and makes it ready to run.
    ///
    /// # Errors
    ///
    /// Returns an error with all problems: commands that Discord would refuse, two handlers for the same thing, and
    /// missing states of handlers.
    pub fn build(mut self) -> Result<Commands, RouterError> {
        let (mut routes, mut commands, mut problems) = (Routes::default(), Vec::new(), Vec::new());
        let (scope, defer_after) = (self.scope.clone(), self.defer_after.unwrap_or(DEFER_AFTER));
        let mut states = States::default();
        self.scope = Scope::default();
        self.collect(&scope, &mut |router, scope| {
            states.replace_by(&router.states);
            commands.append(&mut router.commands);
            for entry in router.entries.drain(..) {
                routes.add(entry, scope, &mut problems);
            }
        });
        problems.extend(check_commands(&commands));
        let waits: Arc<Waits> = states.get().unwrap_or_default();
        states.insert(Arc::clone(&waits));
        let commands = Arc::new(Definitions::new(commands));
        states.insert(Arc::clone(&commands));
        for routed in routes.all() {
            let missing = (routed.entry.missing)(&states).into_iter();
            let name = || routed.entry.name.to_owned();
            problems.extend(missing.map(|error| RouterProblem::State { name: name(), error }));
        }
        if !problems.is_empty() {
            return Err(RouterError { problems });
        }
        Ok(Commands::new(routes, scope, commands, states, Waits::clone(&waits), defer_after))
    }

    /// Visits this router and those merged into it, with the scope of each.
    fn collect(mut self, outer: &Scope, visit: &mut impl FnMut(&mut Self, &Arc<Scope>)) {
        let scope = Arc::new(outer.inner(std::mem::take(&mut self.scope)));
        let merged = std::mem::take(&mut self.merged);
        visit(&mut self, &scope);
        for router in merged {
            router.collect(&scope, visit);
        }
    }
}
