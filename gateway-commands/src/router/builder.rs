//! The router, as it is built up.

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

/// How long a handler may take for its first answer before it is deferred for, unless told otherwise. A second is left for
/// the way to Discord.
const DEFER_AFTER: Duration = Duration::from_secs(2);

/// The handlers of a bot, as they are added, and what counts for them. See [the module](crate::router).
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
    /// A router without handlers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs `handler` for the command `C`, which is registered too.
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

    /// Registers the command `C`, which no handler is for: an entry point that Discord handles itself.
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

    /// Adds the handlers of another router, with what counts for them; what counts for this router counts for them too,
    /// and comes first. Its states are added to those of this router.
    pub fn merge(mut self, other: Self) -> Self {
        self.merged.push(other);
        self
    }

    /// Gives handlers a value, found by its type: as an argument [`State<T>`](crate::State), or by
    /// [`Context::state`]. A second value of the same type takes the place of the first.
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

    /// Lets each command, component and modal be used again only after a time. A router can have several cooldowns.
    pub fn cooldown(mut self, cooldown: Cooldown) -> Self {
        self.scope.cooldown(cooldown);
        self
    }

    /// Runs before the checks.
    pub fn before(mut self, hook: impl BeforeHook) -> Self {
        self.scope.before.push(Arc::new(hook));
        self
    }

    /// Runs after the handler, and after the error handler if it failed.
    pub fn after(mut self, hook: impl AfterHook) -> Self {
        self.scope.after.push(Arc::new(hook));
        self
    }

    /// Tells the user of a failure, in place of the text of [`Failure::user_text`]. The failure is logged before. That of
    /// a merged router takes the place of this one's for its own handlers. Interactions that no handler is for come to that
    /// of the outermost router, as [`Failure::NoHandler`].
    pub fn on_error(mut self, handler: impl ErrorHandler) -> Self {
        self.scope.on_error = Some(Arc::new(handler));
        self
    }

    /// How to defer for a handler that has not answered in time. By default for a new message that all see, and for
    /// components for an update.
    pub const fn defer(mut self, defer: Defer) -> Self {
        self.scope.defer = Some(defer);
        self
    }

    /// How long after an interaction it is deferred for a handler that has not answered. Default 2 s, at most 3 s, which
    /// is what Discord waits; what is left is for the way to Discord. That of a merged router has no effect.
    pub fn defer_after(mut self, after: Duration) -> Self {
        self.defer_after = Some(after.min(LONGEST));
        self
    }

    /// Checks everything, and makes the router ready to run.
    ///
    /// # Errors
    ///
    /// Returns an error with all that is wrong: commands that Discord would refuse, two handlers for the same thing,
    /// states that handlers ask for and that are not there.
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

    /// Visits this router and those merged into it, with what counts for each.
    fn collect(mut self, outer: &Scope, visit: &mut impl FnMut(&mut Self, &Arc<Scope>)) {
        let scope = Arc::new(outer.inner(std::mem::take(&mut self.scope)));
        let merged = std::mem::take(&mut self.merged);
        visit(&mut self, &scope);
        for router in merged {
            router.collect(&scope, visit);
        }
    }
}
