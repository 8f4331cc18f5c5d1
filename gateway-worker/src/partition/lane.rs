//! Passes events from the queue to the listeners, only while the lease is confirmed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use gateway_shard::{Lane, ShardEvent};
use tokio::sync::{mpsc, oneshot};

/// How often to check whether the lease is confirmed, while it is not.
pub(super) const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Returns until when the ownership of the partition is confirmed, if it is.
pub(crate) type Confirmed = Arc<dyn Fn() -> Option<Instant> + Send + Sync>;

/// Creates the lane of a partition, and the handle that cancels it.
pub(super) fn lane(
    partition: u32,
    coming: mpsc::Receiver<ShardEvent>,
    confirmed: &Confirmed,
) -> (Lane, oneshot::Sender<()>) {
    let (cancel, cancelled) = oneshot::channel();
    let coming = while_confirmed(coming, Arc::clone(confirmed));
    let lane = Lane::new(&format!("partition-{partition}"), coming).cancelled_by(async {
        // If the handle is dropped without a signal, the lane ends by itself.
        if cancelled.await.is_err() {
            std::future::pending::<()>().await;
        }
    });
    (lane, cancel)
}

/// Returns the events, each only while the lease is confirmed.
fn while_confirmed(
    coming: mpsc::Receiver<ShardEvent>,
    confirmed: Confirmed,
) -> impl futures_util::Stream<Item = ShardEvent> + Send {
    let state = (coming, confirmed, None::<Instant>);
    futures_util::stream::unfold(state, |(mut coming, confirmed, mut until)| async move {
        let event = coming.recv().await?;
        while until.is_none_or(|until| until <= now()) {
            until = confirmed();
            // Once the queue is gone, every event has finished and the lease is given away. Then only the stop of the
            // bot can follow.
            if coming.is_closed() {
                break;
            }
            if until.is_none() {
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        }
        Some((event, (coming, confirmed, until)))
    })
}

/// The current time of tokio's clock, which the leases use too.
pub(super) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}
