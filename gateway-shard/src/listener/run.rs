//! Running the listeners: one loop a shard, and for each event a job.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, join_all};
use gateway_model::Dispatch;
use gateway_model::gateway::ShardId;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tracing::Instrument as _;

use super::bot::Bot;
use super::context::Context;
use super::hold::EventHold;
use super::hooks::{Before, EventReport};
use super::listen::Occurrence;
use super::needs;
use super::outcome::{FailureCause, ListenerFailure};
use super::places::Places;
use super::registry::{Registry, Run};
use crate::error::{Refused, StartError};
use crate::events::{
    Events, GuildChange, Receipt, ShardEvent, ShardEventKind, ShardEvents, StreamPart,
};
use crate::gateway::{GRACE, Gateway, GatewayBuilder};

/// The listeners of a bot that was [started](Bot::start): a future that runs them, and is done when the bot has ended.
///
/// Dropping it closes every connection in a way that keeps the sessions resumable, and drops listeners where they are.
///
/// # Errors
///
/// Returns an error if the end came because Discord refused a shard.
#[must_use = "listeners run only while this is awaited"]
pub struct BotRun(BoxFuture<'static, Result<(), Refused>>);

impl std::fmt::Debug for BotRun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BotRun").finish_non_exhaustive()
    }
}

impl Future for BotRun {
    type Output = Result<(), Refused>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl Bot {
    /// Starts the shards with what the listeners need: the connections hand on only events that have a listener, or
    /// that the library itself needs, and the intents are checked. Await the [`BotRun`] to run the listeners.
    ///
    /// ```no_run
    /// # use gateway_model::event::MessageCreate;
    /// # use gateway_model::gateway::Intents;
    /// # use gateway_shard::{Bot, Gateway};
    /// # async fn run(token: String) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut bot = Bot::new();
    /// bot.on::<MessageCreate>(|_, message| async move { println!("{}", message.content) });
    /// let intents = Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    /// let (gateway, run) = bot.start(Gateway::builder(token, intents)).await?;
    /// println!("{} shards", gateway.shards().len());
    /// run.await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`GatewayBuilder::start`], and [`StartError::MissingIntents`] if a listener would never be called.
    ///
    /// # Cancel safety
    ///
    /// As [`GatewayBuilder::start`].
    pub fn start(
        self,
        mut builder: GatewayBuilder,
    ) -> impl Future<Output = Result<(Gateway, BotRun), StartError>> + Send {
        // Boxed, so that it is compiled in this crate, not in each that awaits it.
        async move {
            needs::check(&self.registry, builder.intents)?;
            builder.events = needs::events(&self.registry);
            let (gateway, events) = builder.start().await?;
            let run = self.run_listeners(gateway.clone(), events).boxed();
            Ok((gateway, BotRun(run)))
        }
        .boxed()
    }

    /// Runs the listeners until the gateway is at its end and every listener has ended, or said that it has
    /// [handled](Context::handled) its event.
    ///
    /// [`Gateway::shutdown`] waits for that as well; listeners that are not through at its deadline are
    /// dropped where they are, and their events count as not handled; this returns then, whatever is stuck. Dropping
    /// the future does the same.
    ///
    /// This is for a gateway that was started by itself, with [`GatewayBuilder::start`]: its connections hand on every
    /// event, and a listener whose event no intent brings waits in silence. [`start`](Self::start) takes care of both.
    ///
    /// # Errors
    ///
    /// Returns an error if the end came because Discord refused a shard.
    pub fn run(
        self,
        gateway: &Gateway,
        events: Events,
    ) -> impl Future<Output = Result<(), Refused>> + Send {
        // Boxed, so that it is compiled in this crate, not in each that awaits it.
        self.run_listeners(gateway.clone(), events).boxed()
    }

    async fn run_listeners(self, gateway: Gateway, mut events: Events) -> Result<(), Refused> {
        let lifecycle = &gateway.inner.lifecycle;
        let attached = lifecycle.attach();
        let registry = Arc::new(self.registry);
        let mut loops = JoinSet::new();
        // Listeners that said that they have handled their events, of shards that are at their end.
        let mut waiting = Vec::new();
        let all = async {
            while let Some(part) = events.next_part().await {
                let shard = match &part {
                    StreamPart::Shard(shard) => shard.shard(),
                    StreamPart::Notice(event) => event.shard,
                };
                let mut shard_loop = ShardLoop::new(&gateway, &registry, shard, self.concurrency);
                match part {
                    StreamPart::Shard(events) => loops.spawn(shard_loop.run(events)),
                    StreamPart::Notice(event) => loops.spawn(async move {
                        shard_loop.take(event).await;
                        shard_loop.finish().await
                    }),
                };
                while let Some(ended) = loops.try_join_next() {
                    waiting.extend(ended);
                }
                waiting.retain_mut(still_run);
            }
            while let Some(ended) = loops.join_next().await {
                waiting.extend(ended);
            }
        };
        let in_time = tokio::select! {
            () = all => true,
            () = lifecycle.given_up() => false,
        };
        if !in_time {
            tracing::warn!("listeners were not through by the deadline and are dropped");
        }
        let dropped = async {
            loops.shutdown().await;
            for jobs in &mut waiting {
                jobs.shutdown().await;
            }
        };
        // One that blocks its thread cannot be dropped before it lets go of it, and is not waited for.
        if tokio::time::timeout(GRACE, dropped).await.is_err() {
            tracing::warn!("a listener blocks its thread and cannot be dropped");
        }
        drop(events);
        drop(attached);
        lifecycle.ended_or_abandoned().await;
        gateway.refused().cloned().map_or(Ok(()), Err)
    }
}

fn still_run(jobs: &mut JoinSet<()>) -> bool {
    while jobs.try_join_next().is_some() {}
    !jobs.is_empty()
}

/// The events of one shard on their way to the listeners.
struct ShardLoop {
    gateway: Gateway,
    registry: Arc<Registry>,
    shard: ShardId,
    places: Places,
    jobs: JoinSet<()>,
    /// Of the last dispatch that has one.
    session: Option<Arc<str>>,
    /// The last dispatch: what happened to a guild follows from it.
    last: Option<Dispatch>,
}

impl ShardLoop {
    fn new(
        gateway: &Gateway,
        registry: &Arc<Registry>,
        shard: ShardId,
        concurrency: usize,
    ) -> Self {
        Self {
            gateway: gateway.clone(),
            registry: Arc::clone(registry),
            shard,
            places: Places::new(shard, concurrency),
            jobs: JoinSet::new(),
            session: None,
            last: None,
        }
    }

    async fn run(mut self, mut events: ShardEvents) -> JoinSet<()> {
        self.places.gauge(0);
        while let Some(event) = events.next().await {
            self.take(event).await;
        }
        self.finish().await
    }

    /// Waits until every event is handled; gives the listeners that go on nevertheless.
    async fn finish(mut self) -> JoinSet<()> {
        self.places.all_free().await;
        self.session_is_over();
        still_run(&mut self.jobs);
        self.jobs
    }

    /// Starts the listeners of an event as soon as there is room; what they do at once is done here.
    async fn take(&mut self, event: ShardEvent) {
        let Some((job, runs)) = self.job(event) else { return };
        let Some(place) = self.places.take().await else { return };
        let (hold, kind) = (Arc::clone(&job.hold), job.kind.clone());
        hold.place(place);
        let span =
            tracing::debug_span!("listeners", shard = %self.shard, event = event_name(&kind));
        let mut job = Box::pin(job.run(runs).instrument(span));
        let begun = std::future::poll_fn(|cx| Poll::Ready(job.as_mut().poll(cx))).await;
        if begun.is_pending() {
            self.places.keep(hold, event_name(&kind));
            self.jobs.spawn(job);
        }
        while self.jobs.try_join_next().is_some() {}
    }

    /// A shard has one session at a time: where another begins, the one before is over.
    fn of_session(&mut self, session: Option<&Arc<str>>) {
        let Some(session) = session else { return };
        if self.session.as_ref().is_none_or(|known| known != session) {
            self.session_is_over();
            self.session = Some(Arc::clone(session));
        }
    }

    fn session_is_over(&mut self) {
        if let Some(session) = self.session.take() {
            self.registry.session_is_over(&session);
        }
    }

    fn job(&mut self, mut event: ShardEvent) -> Option<(Job, Vec<Run>)> {
        self.of_session(event.session());
        let occurrence = match &event.kind {
            ShardEventKind::Dispatch(dispatch) => {
                self.last = Some(dispatch.clone());
                Occurrence { kind: &event.kind, cause: None }
            }
            kind => Occurrence { kind, cause: self.last.as_ref() },
        };
        let sequence = event.dispatch().map(Dispatch::sequence).unwrap_or_default();
        let session = event.session().cloned();
        if event.dispatch().is_some() && !self.registry.is_new(session.as_deref(), sequence) {
            return None;
        }
        let context = Context::new(self.gateway.clone(), self.shard, session, sequence);
        let hold = Arc::new(EventHold::default());
        let runs = self.registry.start(&context, &hold, occurrence);
        if runs.is_empty() {
            return None;
        }
        hold.receipt(event.release().map(Receipt::by_hand));
        let registry = Arc::clone(&self.registry);
        Some((Job { registry, context, kind: event.kind, hold }, runs))
    }
}

/// One event on its way through its listeners.
struct Job {
    registry: Arc<Registry>,
    context: Context,
    kind: ShardEventKind,
    hold: Arc<EventHold>,
}

impl Drop for Job {
    fn drop(&mut self) {
        // Contexts that a listener gave away may outlive it; what its event holds must not.
        self.hold.dropped();
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
        ShardEventKind::State(_) => "shard state",
        ShardEventKind::LinkFailed(_) => "link failed",
        ShardEventKind::RuntimeBlocked { .. } => "runtime blocked",
        ShardEventKind::IdentifyDelayed(_) => "identify delayed",
        ShardEventKind::Stopped(_) => "shard stopped",
    }
}

impl Job {
    async fn run(self, runs: Vec<Run>) {
        match self.kind.clone() {
            ShardEventKind::Dispatch(dispatch) => self.dispatch(dispatch, runs).await,
            _ => drop(self.listeners(runs).await),
        }
        self.hold.handled();
    }

    /// A dispatch, with the hooks around it.
    async fn dispatch(&self, dispatch: Dispatch, runs: Vec<Run>) {
        let start = Instant::now();
        let mut failures = Vec::new();
        let go = self.before(&dispatch, &mut failures).await;
        let listeners = if go { runs.len() } else { 0 };
        if go {
            failures.extend(self.listeners(runs).await);
        }
        if self.registry.after.is_empty() {
            return;
        }
        let took = start.elapsed();
        let report = EventReport { dispatch, listeners, failures, skipped: !go, took };
        let report = Arc::new(report);
        for hook in &self.registry.after {
            if let Err(cause) = hook(self.context.clone(), Arc::clone(&report)).await {
                self.failed(cause);
            }
        }
    }

    async fn before(&self, dispatch: &Dispatch, failures: &mut Vec<Arc<ListenerFailure>>) -> bool {
        for hook in &self.registry.before {
            match hook(self.context.clone(), dispatch.clone()).await {
                Ok(Before::Go) => {}
                Ok(Before::Skip) => return false,
                Err(cause) => failures.push(self.failed(cause)),
            }
        }
        true
    }

    /// All listeners side by side; returns the failures.
    async fn listeners(&self, mut runs: Vec<Run>) -> Vec<Arc<ListenerFailure>> {
        // The common case is one listener, which needs no list of futures.
        let outcomes = match (runs.pop(), runs.is_empty()) {
            (Some(only), true) => vec![only.run().await],
            (last, _) => {
                runs.extend(last);
                join_all(runs.into_iter().map(Run::run)).await
            }
        };
        let failed = outcomes.into_iter().filter_map(Result::err);
        failed.map(|cause| self.failed(cause)).collect()
    }

    fn failed(&self, cause: FailureCause) -> Arc<ListenerFailure> {
        let event = event_name(&self.kind).to_owned();
        let failure = ListenerFailure { event, shard: self.context.shard(), cause };
        self.registry.failed(&failure);
        Arc::new(failure)
    }
}
