//! Stopping a gateway, in both ways, with a deadline.

use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_proto::{Shutdown, State};
use tokio::time::Instant;

use crate::gateway::Gateway;

/// How a shutdown went.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShutdownReport {
    /// Shards that were not at their end when the deadline came: their connection did not close, or their
    /// events were not read to the end.
    pub unfinished: Vec<ShardId>,
    /// Events that were read and not handled when it ended. They are replayed at the next start after
    /// [`Shutdown::KeepSession`] with a session store that outlives the process.
    pub unhandled: usize,
}

impl ShutdownReport {
    /// Whether everything came to its end in time.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.unfinished.is_empty() && self.unhandled == 0
    }
}

impl Gateway {
    /// Stops every shard and waits for their end, `deadline` at most.
    ///
    /// [`Shutdown::Offline`] ends the sessions: the bot appears offline, and its next start identifies.
    /// [`Shutdown::KeepSession`] closes so that the next start resumes. The events received until then can
    /// still be read from the stream, which ends after them: read it to its end for a clean stop.
    ///
    /// Docs: [Gateway, Initiating a Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect).
    ///
    /// Whatever is stuck, a listener or Discord, this returns at the deadline with the sessions stored as
    /// far as their events were handled. The first call decides the kind.
    pub async fn shutdown(&self, kind: Shutdown, deadline: Duration) -> ShutdownReport {
        let until = Instant::now() + deadline;
        self.begin_shutdown(kind);
        let mut ended = self.inner.ended.subscribe();
        let in_time = tokio::time::timeout_at(until, ended.wait_for(|ended| *ended)).await;
        let fleet = self.fleet();
        if in_time.is_err() {
            tracing::warn!("not every shard came to its end by the deadline");
            crate::upkeep::save_now(self).await;
        }
        let unfinished = fleet.shards.values().filter(|shard| !*shard.ended.borrow());
        ShutdownReport {
            unfinished: unfinished.map(|shard| shard.id).collect(),
            unhandled: fleet.shards.values().map(|shard| shard.status().unhandled).sum(),
        }
    }

    /// Waits until every shard of this process has been live once, `deadline` at most; says whether.
    pub async fn wait_ready(&self, deadline: Duration) -> bool {
        let until = Instant::now() + deadline;
        let live = |gateway: &Self| {
            gateway.status().shards.iter().all(|shard| shard.state == Some(State::Live))
        };
        while !live(self) {
            if Instant::now() >= until || *self.inner.ended.borrow() {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        true
    }
}
