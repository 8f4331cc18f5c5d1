//! The loop that passes the events of one shard, or of another ordered source, to the listeners.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use futures_util::{FutureExt as _, Stream, StreamExt as _};
use gateway_model::Dispatch;
use gateway_model::gateway::ShardId;
use tokio::task::JoinSet;
use tracing::Instrument as _;

use super::context::Context;
use super::hold::EventHold;
use super::host::BotGateway;
use super::job::Job;
use super::listen::Occurrence;
use super::places::Places;
use super::registry::Registry;
use crate::events::{Receipt, ShardEvent, ShardEventKind, is_about_guilds};

/// Removes the jobs that have ended. Returns whether some are still running.
pub(super) fn still_run(jobs: &mut JoinSet<()>) -> bool {
    while jobs.try_join_next().is_some() {}
    !jobs.is_empty()
}

/// The loop that passes the events of one shard, or of another ordered source, to the listeners.
pub(super) struct ShardLoop {
    gateway: BotGateway,
    registry: Arc<Registry>,
    places: Places,
    jobs: JoinSet<()>,
    /// The session of the last dispatch of each shard. The loop of a shard has only that shard here.
    sessions: BTreeMap<ShardId, Arc<str>>,
    /// The last dispatch that caused guild changes.
    last: Option<Dispatch>,
}

impl ShardLoop {
    pub(super) fn new(
        gateway: &BotGateway,
        registry: &Arc<Registry>,
        name: Arc<str>,
        concurrency: usize,
    ) -> Self {
        Self {
            gateway: gateway.clone(),
            registry: Arc::clone(registry),
            places: Places::new(name, concurrency),
            jobs: JoinSet::new(),
            sessions: BTreeMap::new(),
            last: None,
        }
    }

    pub(super) async fn run(
        mut self,
        mut events: impl Stream<Item = ShardEvent> + Unpin,
    ) -> JoinSet<()> {
        self.places.gauge(0);
        while let Some(event) = events.next().await {
            self.take(event).await;
        }
        self.finish().await
    }

    /// Waits until every event is handled. Returns the listeners that are still running.
    pub(super) async fn finish(mut self) -> JoinSet<()> {
        self.places.all_free().await;
        for session in self.sessions.values() {
            self.registry.session_is_over(session);
        }
        still_run(&mut self.jobs);
        self.jobs
    }

    /// Starts the listeners of an event as soon as there is a free place, and polls them once.
    pub(super) async fn take(&mut self, event: ShardEvent) {
        let shard = event.shard;
        let Some(mut job) = self.job(event) else { return };
        self.places.free().await;
        let span = tracing::debug_span!("listeners", %shard, event = job.name());
        let begun = poll_fn(|cx| Poll::Ready(span.in_scope(|| job.poll_unpin(cx)))).await;
        if begun.is_pending() {
            self.places.take(&job);
            self.jobs.spawn(job.instrument(span));
        }
        while self.jobs.try_join_next().is_some() {}
    }

    /// A shard has one session at a time, so when another one begins, the previous one has ended.
    fn of_session(&mut self, shard: ShardId, session: Option<&Arc<str>>) {
        let Some(session) = session else { return };
        let is_known = |known: &Arc<str>| Arc::ptr_eq(known, session) || known == session;
        if !self.sessions.get(&shard).is_some_and(is_known)
            && let Some(before) = self.sessions.insert(shard, Arc::clone(session))
        {
            self.registry.session_is_over(&before);
        }
    }

    fn job(&mut self, mut event: ShardEvent) -> Option<Job> {
        self.of_session(event.shard, event.session());
        let sequence = event.dispatch().map(Dispatch::sequence).unwrap_or_default();
        let session = event.session().map(|session| &**session);
        if event.dispatch().is_some() && !self.registry.is_new(session, sequence) {
            return None;
        }
        let hold = EventHold::new(event.release().map(Receipt::by_hand));
        let session = event.receipt.into_session();
        let occurrence = match &event.kind {
            ShardEventKind::Dispatch(dispatch) => {
                if is_about_guilds(dispatch.kind()) {
                    self.last = Some(dispatch.clone());
                }
                Occurrence { kind: &event.kind, cause: None }
            }
            kind @ ShardEventKind::Guild { .. } => Occurrence { kind, cause: self.last.as_ref() },
            kind => Occurrence { kind, cause: None },
        };
        let context =
            Context::new(self.gateway.clone(), event.shard, session, sequence, event.doubled)
                .of_caught_up(event.caught_up);
        let runs = self.registry.start(&context, &hold, occurrence);
        if runs.is_empty() {
            hold.mark_handled();
            return None;
        }
        Some(Job::new(Arc::clone(&self.registry), context, event.kind, hold, runs))
    }
}
