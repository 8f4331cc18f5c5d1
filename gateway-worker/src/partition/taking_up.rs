//! The data of a partition's task, and how the task takes the partition over.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use async_nats::jetstream;
use gateway_shard::Lane;
use tokio::sync::{Mutex, Notify, mpsc, watch};

use super::consumer::{Made, Ownership, TakeUpError};
use super::lane::{Confirmed, now};
use super::position::Note;
use super::queue::Tries;
use crate::dead_letters::DeadLetters;
use crate::host::Seen;
use crate::metric;
use crate::stop::{self, Stop};

/// How long to wait before NATS is asked again.
pub(super) const TRY_AGAIN: Duration = Duration::from_millis(500);

/// The data of a partition's task.
pub(crate) struct Partition {
    pub(crate) ownership: Ownership,
    pub(crate) context: jetstream::Context,
    pub(crate) tries: Tries,
    pub(crate) timeout: Duration,
    /// How long a higher epoch of a consumer keeps this worker, whose lease is confirmed, from the partition.
    pub(crate) fence: Duration,
    /// Changes at every connection to NATS.
    pub(crate) connections: watch::Receiver<u64>,
    /// An operator requested another consumer.
    pub(crate) restart: Arc<Notify>,
    pub(crate) move_timeout: Duration,
    pub(crate) confirmed: Confirmed,
    pub(crate) lanes: mpsc::UnboundedSender<Lane>,
    pub(crate) dead_letters: DeadLetters,
    /// Locked by the one partition of this worker that handles a suspect.
    pub(crate) alone: Arc<Mutex<()>>,
    /// Receives the shard of each event.
    pub(crate) saw: Arc<Seen>,
}

/// Takes the partition over as soon as NATS allows; returns `None` if it has to stop before.
pub(super) async fn take_up(
    partition: &Partition,
    reached: Option<(Note, String)>,
    stop: &mut watch::Receiver<Stop>,
) -> Option<Made> {
    let number = partition.ownership.partition;
    let (mut is_told, mut fenced_since) = (false, None);
    loop {
        let taken = partition.ownership.take_up(&partition.context, reached.clone());
        match tokio::time::timeout(partition.timeout * 5, taken).await {
            Ok(Ok(made)) => {
                metrics::counter!(metric::TAKEOVERS).increment(1);
                tracing::info!(
                    partition = number,
                    position = made.described.note.position,
                    deaths = made.described.note.deaths,
                    "took over the partition"
                );
                return Some(made);
            }
            // The fleet will soon report this, unless its bucket was lost, and with it the epochs of leases.
            Ok(Err(TakeUpError::Fenced(epoch))) => {
                let since = *fenced_since.get_or_insert_with(now);
                let is_ours = (partition.confirmed)().is_some();
                tracing::info!(
                    partition = number,
                    epoch,
                    is_ours,
                    "another worker has taken over the partition"
                );
                if is_ours && now() - since > partition.fence {
                    tracing::warn!(
                        partition = number,
                        epoch,
                        "this worker has the lease of the partition, but its epoch is lower than that of a consumer: the bucket of the leases was created again"
                    );
                    partition.ownership.epoch.store(epoch + 1, Ordering::Relaxed);
                }
            }
            Ok(Err(error)) if !is_told => {
                is_told = true;
                tracing::warn!(partition = number, %error, "could not take over the partition; retrying");
            }
            Ok(Err(error)) => {
                tracing::debug!(partition = number, %error, "still could not take over the partition")
            }
            Err(_) => tracing::debug!(partition = number, "NATS does not answer"),
        }
        tokio::select! {
            () = tokio::time::sleep(TRY_AGAIN) => {}
            _ = stop::asked(stop) => return None,
        }
    }
}
