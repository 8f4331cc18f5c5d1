//! The task of one shard: it opens the shard's connection in its turn, and runs until the connection has ended.

use std::any::Any;
use std::sync::Arc;

use gateway_conn::{ConnectionHandle, IdentifyQueue};
use gateway_model::EventKind;
use gateway_proto::{Shutdown, StopReason};
use http_client::Report;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::Instant;

use super::observer::{Meters, ShardObserver};
use super::state::Shard;
use crate::events::{FromTask, Gate, ShardEvent, ShardEventKind};
use crate::identify::LocalQueue;

/// How many events may wait to be read beyond the connection's capacity while a request waits for its answer. The task
/// that waits for the answer may be the one that reads the events.
const BEYOND: usize = 16_384;

/// The parts of a shard's task.
pub(crate) struct ShardTask {
    pub(crate) shard: Arc<Shard>,
    /// When to dial. Shards that have to identify are dialled bucket by bucket.
    pub(crate) start_at: Instant,
    pub(crate) config: gateway_conn::Config,
    pub(crate) queue: Arc<dyn IdentifyQueue>,
    /// The built-in identify queue, if it is used: a long wait is then spent before dialling.
    pub(crate) local_queue: Option<LocalQueue>,
    pub(crate) stream: mpsc::UnboundedSender<FromTask>,
    pub(crate) stop: watch::Receiver<Option<Shutdown>>,
    pub(crate) save_soon: Arc<Notify>,
    pub(crate) guilds_changed: Arc<Notify>,
    pub(crate) gate: Arc<dyn Gate>,
}

impl ShardTask {
    /// Runs the shard until it stops. Returns the reason.
    pub(crate) async fn run(mut self) -> StopReason {
        let reason = match self.wait_for_turn().await {
            None => self.connected().await,
            Some(reason) => {
                self.tell(ShardEventKind::Stopped(reason.clone()));
                reason
            }
        };
        // Nothing must wait for an answer or for the connection for ever.
        self.shard.life.down();
        self.shard.unread.end(self.shard.events());
        self.shard.end(reason.clone());
        self.shard.count_events();
        reason
    }

    /// Waits for the time to dial; `Some` if the shard is stopped before.
    async fn wait_for_turn(&mut self) -> Option<StopReason> {
        loop {
            let must_identify = self.config.protocol().session().is_none();
            let wait = match self.local_queue.as_ref().filter(|_| must_identify) {
                Some(queue) => queue.long_wait(self.shard.id),
                None => None,
            };
            if let Some(delay) = &wait {
                self.tell(ShardEventKind::IdentifyDelayed(delay.clone()));
            }
            let until = wait.map_or(self.start_at, |delay| Instant::now() + delay.time_left);
            if until <= Instant::now() {
                return None;
            }
            tokio::select! {
                biased;
                _ = self.stop.wait_for(Option::is_some) => {
                    return Some(StopReason::Shutdown { session: None });
                }
                // Nobody reads the events any more.
                () = self.stream.closed() => return Some(StopReason::Shutdown { session: None }),
                () = tokio::time::sleep_until(until) => {}
            }
        }
    }

    /// Sends the user an event that does not come from the connection.
    fn tell(&self, kind: ShardEventKind) {
        // If nobody reads the events, it is dropped.
        let event = Box::new(ShardEvent::new(self.shard.id, kind));
        let _ = self.stream.send(FromTask::Notice(event));
    }

    async fn connected(&mut self) -> StopReason {
        let (told, panic) = oneshot::channel();
        let observer = ShardObserver {
            shard: Arc::clone(&self.shard),
            save_soon: Arc::clone(&self.save_soon),
            guilds_changed: Arc::clone(&self.guilds_changed),
            gate: Arc::clone(&self.gate),
            meters: Meters::new(self.shard.id),
            ready_is_wanted: self.config.events().contains(EventKind::Ready),
            panicked: Some(told),
        };
        let queue = Arc::clone(&self.queue);
        let connection = gateway_conn::connect_observed(self.config.clone(), queue, observer);
        let stopped = match connection {
            Ok((events, connection)) => {
                self.shard.sender.send_replace(Some(connection.clone()));
                // If nobody reads the events, the stream is dropped, which closes the connection.
                let _ = self.stream.send(FromTask::Connected(Box::new(events)));
                self.until_stopped(connection, panic).await
            }
            // The settings were checked when the fleet was built.
            Err(error) => {
                let error = Report::new(&error);
                tracing::error!(shard = %self.shard.id, %error, "failed to start the connection");
                None
            }
        };
        stopped.unwrap_or_else(|| {
            // No connection has reported the end.
            let reason = StopReason::Shutdown { session: None };
            self.tell(ShardEventKind::Stopped(reason.clone()));
            reason
        })
    }

    /// Runs until the connection has ended. Returns the reason, if it reported one.
    async fn until_stopped(
        &self,
        connection: ConnectionHandle,
        mut panic: oneshot::Receiver<Box<dyn Any + Send>>,
    ) -> Option<StopReason> {
        let (shard, mut stop) = (Arc::clone(&self.shard), self.stop.clone());
        let mut stopped = std::pin::pin!(connection.stopped());
        let (mut is_stopping, mut reads_ahead) = (false, false);
        loop {
            tokio::select! {
                biased;
                _ = stop.wait_for(Option::is_some), if !is_stopping => {
                    is_stopping = true;
                    begin_stop(connection.clone(), *self.stop.borrow());
                }
                Ok(panic) = &mut panic, if !panic.is_terminated() => {
                    begin_stop(connection.clone(), Some(Shutdown::KeepSession));
                    std::panic::resume_unwind(panic);
                }
                () = shard.requests.asked(), if !reads_ahead => {
                    reads_ahead = true;
                    connection.read_ahead(BEYOND);
                }
                () = shard.requests.idle(), if reads_ahead => {
                    reads_ahead = false;
                    connection.read_ahead(0);
                }
                reason = &mut stopped => return reason,
            }
        }
    }
}

/// Closes the connection in a separate task, so that events until then are still processed.
fn begin_stop(connection: ConnectionHandle, shutdown: Option<Shutdown>) {
    tokio::spawn(async move {
        match shutdown {
            Some(Shutdown::Offline) => drop(connection.close().await),
            Some(Shutdown::KeepSession) | None => drop(connection.close_resumable().await),
        }
    });
}
