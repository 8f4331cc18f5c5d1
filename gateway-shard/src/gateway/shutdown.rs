//! Stopping a gateway, in both ways, with a deadline.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use gateway_model::gateway::ShardId;
use gateway_proto::Shutdown;
use tokio::time::Instant;

use super::handle::Gateway;
use crate::disk::StoreError;

/// Time after the deadline of a shutdown for what ends by itself once it is given up: tasks that are aborted, and a last
/// write of the session store. Such a write is done every second, so one that is not through then loses
/// at most what was handled since.
pub(crate) const GRACE: Duration = Duration::from_millis(100);

/// How a shutdown went.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ShutdownReport {
    /// Shards that were not at their end when the deadline came: their connection did not close, or their
    /// events were not read to the end.
    pub unfinished: Vec<ShardId>,
    /// Events that were read and not handled when it ended. They are replayed at the next start after
    /// [`Shutdown::KeepSession`] with a session store that outlives the process.
    pub unhandled_events: usize,
    /// Whether all came to its end by the deadline: shards, listeners and the last write of the session store.
    pub in_time: bool,
    /// Why the last write of the session store failed, if it did. The next start resumes from what was stored
    /// before, so events may come again; after [`Shutdown::Offline`] it tries sessions that have ended.
    pub store_error: Option<Arc<StoreError>>,
}

impl ShutdownReport {
    /// Whether everything came to its end in time.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.in_time
            && self.unfinished.is_empty()
            && self.unhandled_events == 0
            && self.store_error.is_none()
    }
}

impl Gateway {
    /// Stops every shard and waits for their end, `timeout` at most.
    ///
    /// [`Shutdown::Offline`] ends the sessions: the bot appears offline, and its next start identifies.
    /// [`Shutdown::KeepSession`] closes so that the next start resumes. The events received until then can
    /// still be read from the stream, which ends after them: read it to its end for a clean stop.
    ///
    /// Docs: [Gateway, Initiating a Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect).
    ///
    /// It waits for the listeners of a [`Bot`](crate::Bot) as well, and for every event that was read and every
    /// [`Receipt`](crate::Receipt) that was taken to be dropped or handled. Whatever is stuck, a listener or Discord,
    /// this returns at the deadline (a tenth of a second later at most, for what is dropped then), with the sessions
    /// stored as far as their events were handled, and listeners that are not through are dropped. A session
    /// store that is stuck is not waited for either. The first call decides the kind.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future does not take the shutdown back: the shards end as they can. What is stuck at the deadline is not given
    /// up then, unless another call waits for it.
    pub fn shutdown(
        &self,
        kind: Shutdown,
        timeout: Duration,
    ) -> impl Future<Output = ShutdownReport> + Send {
        // Boxed, so that it is compiled in this crate, not in each that awaits it.
        self.shut_down(kind, timeout).boxed()
    }

    async fn shut_down(&self, kind: Shutdown, timeout: Duration) -> ShutdownReport {
        let until = Instant::now() + timeout;
        self.inner.lifecycle.wait_until(until);
        self.begin_shutdown(kind);
        let in_time = tokio::time::timeout_at(until, self.ended()).await.is_ok();
        if !in_time {
            self.give_up().await;
        }
        let shards = self.inner.fleets.shards();
        let unfinished = shards.iter().filter(|shard| shard.life.ended().is_none());
        ShutdownReport {
            in_time,
            unfinished: unfinished.map(|shard| shard.id).collect(),
            unhandled_events: shards.iter().map(|shard| shard.status().unhandled_events).sum(),
            store_error: self.inner.fleets.store_error(),
        }
    }

    /// The deadline has passed: nothing is waited for any more, but for what ends by itself now.
    async fn give_up(&self) {
        tracing::warn!("not every shard and listener came to its end by the deadline");
        self.inner.lifecycle.give_up();
        let mut is_saved = false;
        let rest = async {
            self.inner.fleets.save().await;
            is_saved = true;
            // It follows at once where nothing is stuck. The state folder is free then.
            let _ = self.ended().await;
        };
        let _ = tokio::time::timeout(GRACE, rest).await;
        if !is_saved {
            self.inner.fleets.stored(Err(StoreError::TimedOut(GRACE)));
        }
        self.inner.lifecycle.abandon();
    }

    /// Waits until every shard of this process is live, `timeout` at most; says whether. The events have to
    /// be read meanwhile: a shard whose queue is full takes no notice of what comes after.
    ///
    /// [`GatewayStatus::is_ready`](crate::GatewayStatus::is_ready) says whether they still are.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn wait_ready(&self, timeout: Duration) -> bool {
        let all_live = async {
            loop {
                let mut waiting = self.inner.fleets.shards();
                waiting.retain(|shard| !shard.life.is_live());
                if waiting.is_empty() {
                    return true;
                }
                for shard in waiting {
                    if !shard.life.wait_live().await {
                        return false;
                    }
                }
            }
        };
        tokio::time::timeout(timeout, all_live).await.unwrap_or(false)
    }
}
