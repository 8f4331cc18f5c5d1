//! Runs the listeners on events that other processes publish.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use futures_util::{FutureExt as _, Stream, StreamExt as _};
use tokio::task::JoinSet;

use super::bot::Bot;
use super::host::{BotGateway, BotHost};
use super::needs;
use super::shard_loop::{ShardLoop, still_run};
use crate::events::ShardEvent;
use crate::missing_states::MissingStates;

/// Events whose listeners start in order, such as the events of a stream's partition; see [`Bot::run_on`].
pub struct Lane {
    name: Arc<str>,
    events: BoxStream<'static, ShardEvent>,
    cancelled: BoxFuture<'static, ()>,
}

impl Lane {
    /// Creates a lane with these events. Logs and metrics use the name, which should be the same for the same part of
    /// the stream.
    #[must_use]
    pub fn new(name: &str, events: impl Stream<Item = ShardEvent> + Send + 'static) -> Self {
        let cancelled = std::future::pending().boxed();
        Self { name: Arc::from(name), events: events.boxed(), cancelled }
    }

    /// When `cancelled` resolves, the lane ends immediately: running listeners are dropped, and their events are not
    /// handled.
    #[must_use]
    pub fn cancelled_by<F>(mut self, cancelled: F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.cancelled = cancelled.boxed();
        self
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Listeners for events that only the process of a shard can see.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the listeners for {} are never called: only the process that runs the shards sees these events", .listeners.join(", ")
)]
#[non_exhaustive]
pub struct NeverCalled {
    /// The names of their event types.
    pub listeners: Vec<String>,
}

/// Why a bot cannot run on events that other processes publish.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunOnError {
    /// There are listeners for events that only the process of a shard can see.
    #[error(transparent)]
    NeverCalled(#[from] NeverCalled),
    /// A listener takes a state that the bot does not have.
    #[error(transparent)]
    MissingStates(#[from] MissingStates),
}

impl Bot {
    /// Runs the listeners on events that other processes publish: each lane like [`run`](Self::run) does with a shard.
    /// The future completes when there are no more lanes, each lane has ended, and every listener has ended or marked
    /// its event as [handled](super::Context::mark_handled). Dropping it drops running listeners; their events are not
    /// handled.
    ///
    /// Listeners work as on a [`Gateway`](crate::Gateway) of this process, with two differences. A listener of
    /// [`ShardStopped`](crate::ShardStopped) is called once for each lane that reports it, when the bot stops. An event
    /// whose listener fails may be delivered again, if the source of the events decides so.
    ///
    /// # Errors
    ///
    /// Returns an error if there are listeners for events that only the process of a shard can see: changes of its
    /// connection, waits for an Identify, a blocked runtime. Also if a listener takes a state that the bot does not have.
    pub fn run_on<H, L>(
        self,
        host: H,
        lanes: L,
    ) -> Result<impl Future<Output = ()> + Send + use<H, L>, RunOnError>
    where
        H: BotHost,
        L: Stream<Item = Lane> + Send + 'static,
    {
        let listeners = needs::of_connections(&self.registry);
        if !listeners.is_empty() {
            return Err(NeverCalled { listeners }.into());
        }
        self.check_states()?;
        // Boxed, so that it is compiled in this crate and not in each crate that awaits it.
        Ok(self.run_lanes(host, lanes.boxed()).boxed())
    }

    async fn run_lanes(self, host: impl BotHost, mut lanes: BoxStream<'static, Lane>) {
        let gateway = BotGateway::new(host, self.states);
        let registry = Arc::new(self.registry);
        let mut loops = JoinSet::new();
        // Listeners that marked their events as handled, of lanes that have ended.
        let mut waiting: Vec<JoinSet<()>> = Vec::new();
        let mut is_over = false;
        while !is_over || !loops.is_empty() {
            tokio::select! {
                lane = lanes.next(), if !is_over => match lane {
                    Some(Lane { name, events, cancelled }) => {
                        let lane = ShardLoop::new(&gateway, &registry, name, self.concurrency);
                        loops.spawn(async move {
                            tokio::select! {
                                jobs = lane.run(events) => jobs,
                                () = cancelled => JoinSet::new(),
                            }
                        });
                    }
                    None => is_over = true,
                },
                Some(ended) = loops.join_next() => waiting.extend(ended),
            }
            waiting.retain_mut(still_run);
        }
    }
}
