//! A router that is ready to run.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::command::CommandCreate;
use tokio_util::task::TaskTracker;

use super::routes::Routes;
use super::scope::Scope;
use crate::states::States;
use crate::waiting::Waits;

/// A router that is ready to run, behind a `Bot` ([`attach`](Self::attach)) or over HTTP ([`receiver`](Self::receiver)).
/// Cheap to clone.
#[derive(Clone)]
pub struct Commands {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) routes: Routes,
    /// What counts for interactions that no handler is for.
    pub(super) scope: Scope,
    pub(super) commands: Vec<CommandCreate>,
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
        commands: Vec<CommandCreate>,
        states: States,
        waits: Waits,
        defer_after: Duration,
    ) -> Self {
        let running = TaskTracker::new();
        let inner = Inner { routes, scope, commands, states, waits, defer_after, running };
        Self { inner: Arc::new(inner) }
    }

    /// The commands as they are registered.
    #[must_use]
    pub fn definitions(&self) -> &[CommandCreate] {
        &self.inner.commands
    }

    /// Who waits for what: the state [`Waits`] of the router.
    #[must_use]
    pub fn waits(&self) -> &Waits {
        &self.inner.waits
    }

    /// Ends all [waits](crate::waiting), and waits until no handler runs. Behind a `Bot` a shutdown does so; behind HTTP
    /// call it when the server has stopped.
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
