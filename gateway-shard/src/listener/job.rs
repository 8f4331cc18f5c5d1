//! The job of one event: it runs the hooks and the listeners.
//!
//! ```text
//! Before --> Listeners --> After
//! ```
//!
//! It is a handwritten future that can be moved after it was polled. Most jobs complete at their first poll, in the
//! loop of their shard, and never need a task.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, ready};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use gateway_model::Dispatch;
use tokio::time::Instant;

use super::context::Context;
use super::hold::EventHold;
use super::hooks::{Before, EventReport};
use super::outcome::{FailureCause, ListenerFailure};
use super::registry::{Registry, Runs};
use crate::events::{GuildChange, ShardEventKind};

type Failures = Vec<Arc<ListenerFailure>>;

/// The job of one event.
pub(super) struct Job {
    registry: Arc<Registry>,
    context: Context,
    kind: ShardEventKind,
    hold: Arc<EventHold>,
    /// The listeners that have not ended.
    runs: Runs,
    stage: Stage,
    failures: Failures,
    /// The error of the first listener that failed, and whether another attempt would fail in the same way.
    failed: Option<(String, bool)>,
    /// How many listeners there are; `None` if a hook skipped them.
    listeners: Option<usize>,
    /// When the job began; set if there are hooks after the listeners.
    begun: Option<Instant>,
    /// Whether its hold was released.
    is_done: bool,
}

enum Stage {
    /// The hooks before the listeners; they return the failures.
    Before(BoxFuture<'static, (Before, Failures)>),
    /// The listeners, which run concurrently.
    Listeners,
    /// The hooks after them.
    After(BoxFuture<'static, ()>),
}

impl Job {
    pub(super) fn new(
        registry: Arc<Registry>,
        context: Context,
        kind: ShardEventKind,
        hold: Arc<EventHold>,
        runs: Runs,
    ) -> Self {
        let (mut stage, mut begun) = (Stage::Listeners, None);
        // Hooks run only for events from Discord.
        if let ShardEventKind::Dispatch(dispatch) = &kind {
            if !registry.before.is_empty() {
                let hooks = before(Arc::clone(&registry), context.clone(), dispatch.clone());
                stage = Stage::Before(hooks.boxed());
            }
            begun = (!registry.after.is_empty()).then(Instant::now);
        }
        let (failures, listeners) = (Failures::new(), Some(runs.len()));
        Self {
            registry,
            context,
            kind,
            hold,
            runs,
            stage,
            failures,
            failed: None,
            listeners,
            begun,
            is_done: false,
        }
    }

    pub(super) const fn hold(&self) -> &Arc<EventHold> {
        &self.hold
    }

    /// The name of the event.
    pub(super) fn name(&self) -> &str {
        event_name(&self.kind)
    }

    fn poll_listeners(&mut self, cx: &mut std::task::Context<'_>) -> Poll<()> {
        let Self { registry, context, kind, runs, failures, failed, .. } = self;
        runs.retain(|run| {
            let Poll::Ready(outcome) = run.poll(cx) else { return true };
            if let Err(cause) = outcome {
                let is_final = matches!(cause, FailureCause::Decode(_));
                failed.get_or_insert_with(|| (cause.to_string(), is_final));
                failures.push(registry.failed(event_name(kind), context.shard(), cause));
            }
            false
        });
        if runs.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Returns the hooks after the listeners, if there are any.
    fn after(&mut self) -> Option<BoxFuture<'static, ()>> {
        let (Some(begun), ShardEventKind::Dispatch(dispatch)) = (self.begun, &self.kind) else {
            return None;
        };
        let report = EventReport {
            dispatch: dispatch.clone(),
            listeners: self.listeners.unwrap_or(0),
            failures: std::mem::take(&mut self.failures),
            skipped: self.listeners.is_none(),
            took: begun.elapsed(),
        };
        Some(after(Arc::clone(&self.registry), self.context.clone(), Arc::new(report)).boxed())
    }
}

impl Future for Job {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> Poll<()> {
        let job = &mut *self;
        loop {
            match &mut job.stage {
                Stage::Before(hooks) => {
                    let (before, failures) = ready!(hooks.poll_unpin(cx));
                    job.failures = failures;
                    if before == Before::Skip {
                        job.listeners = None;
                        job.runs.clear();
                    }
                    job.stage = Stage::Listeners;
                }
                Stage::Listeners => {
                    ready!(job.poll_listeners(cx));
                    let Some(hooks) = job.after() else { break };
                    job.stage = Stage::After(hooks);
                }
                Stage::After(hooks) => {
                    ready!(hooks.poll_unpin(cx));
                    break;
                }
            }
        }
        match job.failed.take() {
            None => job.hold.mark_handled(),
            Some((why, is_final)) => job.hold.mark_failed(why, is_final),
        }
        job.is_done = true;
        Poll::Ready(())
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        // A listener that is being dropped may still mark its event as handled.
        self.runs.clear();
        // A context that a listener passed on may outlive it, but its event must not stay held.
        self.hold.dropped();
    }
}

/// Runs the hooks before the listeners, in order.
async fn before(
    registry: Arc<Registry>,
    context: Context,
    dispatch: Dispatch,
) -> (Before, Failures) {
    let mut failures = Failures::new();
    for hook in &registry.before {
        match hook(context.clone(), dispatch.clone()).await {
            Ok(Before::Go) => {}
            Ok(Before::Skip) => return (Before::Skip, failures),
            Err(cause) => {
                failures.push(registry.failed(dispatch.name(), context.shard(), cause));
            }
        }
    }
    (Before::Go, failures)
}

/// Runs the hooks after the listeners, in order.
async fn after(registry: Arc<Registry>, context: Context, report: Arc<EventReport>) {
    for hook in &registry.after {
        if let Err(cause) = hook(context.clone(), Arc::clone(&report)).await {
            registry.failed(report.dispatch.name(), context.shard(), cause);
        }
    }
}

fn event_name(kind: &ShardEventKind) -> &str {
    match kind {
        ShardEventKind::Dispatch(dispatch) => dispatch.name(),
        ShardEventKind::Guild { change, .. } => match change {
            GuildChange::Joined => "guild joined",
            GuildChange::Left => "guild left",
            GuildChange::Available => "guild available",
            GuildChange::Unavailable => "guild unavailable",
        },
        ShardEventKind::SessionGap(_) => "session gap",
        ShardEventKind::NotCaughtUp(_) => "not caught up",
        ShardEventKind::CaughtUp(_) => "caught up",
        ShardEventKind::State(_) => "shard state",
        ShardEventKind::LinkFailed(_) => "link failed",
        ShardEventKind::RuntimeBlocked { .. } => "runtime blocked",
        ShardEventKind::IdentifyDelayed(_) => "identify delayed",
        ShardEventKind::Stopped(_) => "shard stopped",
    }
}
