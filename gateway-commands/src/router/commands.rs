//! A router that is ready to run.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use gateway_handler::States;
use gateway_model::command::CommandCreate;
use tokio_util::task::TaskTracker;

use super::routes::Routes;
use super::scope::Scope;
use crate::waiting::Waits;

/// The commands of a router as they are registered. Every router has this as a state, for example for a command that
/// lists the others.
///
/// ```
/// use gateway_commands::router::Definitions;
/// use gateway_commands::{Command, Context, Outcome, State};
///
/// /// Lists the commands.
/// #[derive(Command)]
/// struct Help;
///
/// async fn help(ctx: Context, _: Help, State(commands): State<Definitions>) -> Outcome {
///     let names: Vec<_> = commands.iter().map(|command| &*command.name).collect();
///     ctx.reply(names.join(", ")).await?;
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Definitions(Vec<CommandCreate>);

impl Deref for Definitions {
    type Target = [CommandCreate];

    fn deref(&self) -> &[CommandCreate] {
        &self.0
    }
}

impl Definitions {
    pub(super) const fn new(commands: Vec<CommandCreate>) -> Self {
        Self(commands)
    }
}

/// A router that is ready to run, in a `Bot` ([`attach`](Self::attach)) or over HTTP ([`receiver`](Self::receiver)).
/// Cheap to clone.
#[derive(Clone)]
pub struct Commands {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) routes: Routes,
    /// The scope of interactions without a handler.
    pub(super) scope: Scope,
    pub(super) commands: Arc<Definitions>,
    pub(super) states: States,
    pub(super) waits: Waits,
    pub(super) defer_after: Duration,
    pub(super) running: TaskTracker,
}

impl std::fmt::Debug for Commands {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut names: Vec<_> = self.inner.routes.all().map(|routed| routed.entry.name).collect();
        names.sort_unstable();
        f.debug_struct("Commands").field("handlers", &names).finish_non_exhaustive()
    }
}

impl Commands {
    pub(super) fn new(
        routes: Routes,
        scope: Scope,
        commands: Arc<Definitions>,
        states: States,
        waits: Waits,
        defer_after: Duration,
    ) -> Self {
        let running = TaskTracker::new();
        let inner = Inner { routes, scope, commands, states, waits, defer_after, running };
        Self { inner: Arc::new(inner) }
    }

    /// Returns the commands as they are registered.
    #[must_use]
    pub fn definitions(&self) -> &[CommandCreate] {
        &self.inner.commands
    }

    /// Returns the states of the router, including the [`Waits`]. [`attach`](Self::attach) also gives them to the
    /// listeners of the bot.
    #[must_use]
    pub fn states(&self) -> &States {
        &self.inner.states
    }

    /// Returns the [`Waits`] of the router. The same value is one of its states.
    #[must_use]
    pub fn waits(&self) -> &Waits {
        &self.inner.waits
    }

    /// Ends all [waits](crate::waiting), and waits until no handler runs. In a `Bot` a shutdown does this; over HTTP,
    /// call it after the server has stopped.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn finished(&self) {
        self.waits().close();
        self.inner.running.close();
        self.inner.running.wait().await;
    }
}
