//! Running the listeners on events that other processes publish.

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

/// Events whose listeners begin in their order, such as those of a partition of a stream; see [`Bot::run_on`].
pub struct Lane {
    name: Arc<str>,
    events: BoxStream<'static, ShardEvent>,
    cancelled: BoxFuture<'static, ()>,
}

impl Lane {
    /// The events of this lane. The name is for the log and for metrics, and stays the same for the same part of the stream.
    #[must_use]
    pub fn new(name: &str, events: impl Stream<Item = ShardEvent> + Send + 'static) -> Self {
        let cancelled = std::future::pending().boxed();
        Self { name: Arc::from(name), events: events.boxed(), cancelled }
    }

    /// When this is ready, the lane ends at once: listeners that run are dropped where they are, and their events are not handled.
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

/// Listeners for something that only the process of a shard sees.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the listeners for {} are never called: only the process that runs the shards sees that", .listeners.join(", ")
)]
#[non_exhaustive]
pub struct NeverCalled {
    /// What they listen to: the names of the types.
    pub listeners: Vec<String>,
}

/// Why a bot cannot run on events that other processes publish.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunOnError {
    /// There are listeners for something that only the process of a shard sees.
    #[error(transparent)]
    NeverCalled(#[from] NeverCalled),
    /// A listener takes a state that the bot does not have.
    #[error(transparent)]
    MissingStates(#[from] MissingStates),
}

impl Bot {
    /// Runs the listeners on events that other processes publish: each lane as [`run`](Self::run) does with a shard. The future is done when
    /// there are no more lanes, each is at its end, and every listener has ended, or said that it has
    /// [handled](super::Context::mark_handled) its event. Dropping it drops listeners where they are; their events are not handled.
    ///
    /// Listeners are the same as on a [`Gateway`](crate::Gateway) of this process. What is different: a listener of
    /// [`ShardStopped`](crate::ShardStopped) is called once for each lane that says so, when the bot stops;
    /// an event whose listener fails may be tried again, if the source of the events says so.
    ///
    /// # Errors
    ///
    /// Returns an error if there are listeners for what only the process of a shard sees: changes of its connection, waits for
    /// an Identify, a runtime that is blocked; or if a listener takes a state that the bot does not have.
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
        // Boxed, so that it is compiled in this crate, not in each that awaits it.
        Ok(self.run_lanes(host, lanes.boxed()).boxed())
    }

    async fn run_lanes(self, host: impl BotHost, mut lanes: BoxStream<'static, Lane>) {
        let gateway = BotGateway::new(host, self.states);
        let registry = Arc::new(self.registry);
        let mut loops = JoinSet::new();
        // Listeners that said that they have handled their events, of lanes that are at their end.
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
