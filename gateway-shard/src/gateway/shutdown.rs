//! The shutdown of a gateway, in both kinds, with a deadline.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use gateway_model::gateway::ShardId;
use gateway_proto::Shutdown;
use tokio::time::Instant;

use super::handle::Gateway;
use crate::disk::StoreError;

/// Time after the deadline of a shutdown for what ends soon after it is given up: aborted tasks, and a last write of
/// the session store. The store is written every second, so if the last write does not end in this time, at most the
/// events handled since the previous write are handled again.
pub(crate) const GRACE: Duration = Duration::from_millis(100);

/// The result of a shutdown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ShutdownReport {
    /// Shards that had not stopped at the deadline: their connection did not close, or their events were not all read.
    pub unfinished: Vec<ShardId>,
    /// Events that were read and not handled. After [`Shutdown::KeepSession`] with a session store that outlives the
    /// process, the next start replays them.
    pub unhandled_events: usize,
    /// Whether everything ended by the deadline: shards, listeners and the last write of the session store.
    pub in_time: bool,
    /// Why the last write of the session store failed, if it did. The next start resumes from what was stored before,
    /// so events may be delivered again. After [`Shutdown::Offline`], it tries to resume sessions that have ended.
    pub store_error: Option<Arc<StoreError>>,
}

impl ShutdownReport {
    /// Returns whether everything ended in time.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.in_time
            && self.unfinished.is_empty()
            && self.unhandled_events == 0
            && self.store_error.is_none()
    }
}

impl Gateway {
    /// Stops every shard, and waits up to `timeout` for their end.
    ///
    /// [`Shutdown::Offline`] ends the sessions: the bot appears offline, and the next start identifies. After
    /// [`Shutdown::KeepSession`] the next start resumes. Events received until then can still be read from the stream,
    /// which ends after them. For a clean stop, read the stream to its end.
    ///
    /// Docs: [Gateway, Initiating a Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect).
    ///
    /// It also waits for the listeners of a [`Bot`](crate::Bot), and until every event that was read is dropped and
    /// every [`Receipt`](crate::Receipt) that was taken is dropped or marked. Even if a listener or Discord does not
    /// respond, it returns at the deadline, or at most a tenth of a second later. The sessions are then stored up to
    /// the handled events, and unfinished listeners are dropped. It does not wait for a session store that hangs
    /// either. The first call decides the kind.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future does not cancel the shutdown: the shards continue to stop. What hangs at the deadline is
    /// then not aborted, unless another call waits for it.
    pub fn shutdown(
        &self,
        kind: Shutdown,
        timeout: Duration,
    ) -> impl Future<Output = ShutdownReport> + Send {
        // Boxed, so that it is compiled in this crate and not in each crate that awaits it.
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

    /// Handles the deadline: from now on it only waits for what ends immediately.
    async fn give_up(&self) {
        tracing::warn!("not all shards and listeners ended by the deadline");
        self.inner.lifecycle.give_up();
        let mut is_saved = false;
        let rest = async {
            self.inner.fleets.save().await;
            is_saved = true;
            // If nothing hangs, the end follows immediately, and the state folder is unlocked.
            let _ = self.ended().await;
        };
        let _ = tokio::time::timeout(GRACE, rest).await;
        if !is_saved {
            self.inner.fleets.stored(Err(StoreError::TimedOut(GRACE)));
        }
        self.inner.lifecycle.abandon();
    }

    /// Waits up to `timeout` until every shard of this process is live. Returns whether they are. Read the events
    /// meanwhile, because a shard whose queue is full does not read further events.
    ///
    /// [`GatewayStatus::is_ready`](crate::GatewayStatus::is_ready) returns whether they are still live.
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
