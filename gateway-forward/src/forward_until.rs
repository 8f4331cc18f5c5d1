//! The loop of a forwarding program: passes events from the gateway's stream to the sinks until it is asked to stop,
//! and then shuts down.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_shard::{Events, Gateway, Shutdown, ShutdownReport};
use tokio::time::{Instant, timeout_at};

use crate::forwarder::Forwarder;

/// The time that the shutdown reserves at most for the gateway's last save of its sessions.
const LAST_SAVE: Duration = Duration::from_secs(1);

/// Why forwarding ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndReason {
    /// The program asked for it.
    Requested,
    /// An operator drained this worker of a fleet: it has given its shards away and left.
    Drained,
    /// The gateway's stream ended; [`Gateway::ended`] returns the reason.
    StreamEnded,
    /// The task of this sink panicked.
    SinkFailed(Arc<str>),
}

/// How forwarding ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ended {
    /// The reason.
    pub reason: EndReason,
    /// Whether all received events were delivered. Undelivered events are on disk or unhandled, and the next process
    /// continues with them.
    pub delivered: bool,
    /// How the gateway ended; `None` if it did not end by the deadline.
    pub gateway: Option<ShutdownReport>,
}

/// Forwards the gateway's events until `stop` resolves, the stream ends, or the task of a sink panics. Then it shuts
/// down by the deadline: it closes the connections so that the next process resumes, delivers the remaining events,
/// writes undelivered events to disk, and finally lets the gateway store which events were handled.
///
/// `stop` takes effect in every state, even while a sink has no room. Events that are neither delivered nor on disk at
/// the end stay unhandled, so that the next process gets them by Resume.
///
/// # Cancel safety
///
/// If it is cancelled, events in progress stay unhandled.
pub async fn forward_until(
    gateway: &Gateway,
    events: Events,
    forwarder: Forwarder,
    stop: impl Future<Output = ()>,
    timeout: Duration,
) -> Ended {
    let gateway = gateway.clone();
    let close = |timeout| async move { gateway.shutdown(Shutdown::KeepSession, timeout).await };
    let stop = async {
        stop.await;
        EndReason::Requested
    };
    run(events, forwarder, |_| None, close, stop, timeout).await
}

/// The same as above, with the epoch of a shard's ownership, a custom way to close the gateway within a time, and a
/// `stop` that returns the reason.
pub(crate) async fn run<C>(
    mut events: Events,
    forwarder: Forwarder,
    epoch: impl Fn(ShardId) -> Option<u64>,
    close: impl FnOnce(Duration) -> C,
    stop: impl Future<Output = EndReason>,
    timeout: Duration,
) -> Ended
where
    C: Future<Output = ShutdownReport> + Send + 'static,
{
    let mut stop = pin!(stop);
    let mut pump = Box::pin(async {
        while let Some(event) = events.next().await {
            let epoch = epoch(event.shard);
            forwarder.forward_of_epoch(event, epoch).await;
        }
    });
    let reason = tokio::select! {
        biased;
        reason = &mut stop => reason,
        name = forwarder.failed() => EndReason::SinkFailed(name),
        () = &mut pump => EndReason::StreamEnded,
    };
    tracing::info!(?reason, "shutting down: delivering the remaining events");
    let until = Instant::now() + timeout;
    let last_save = (timeout / 10).min(LAST_SAVE);
    // Handled events are stored at the end, so the forwarder gets less time than the gateway, and the gateway less than
    // the whole.
    let closing = tokio::spawn(close(timeout - last_save / 2));
    let finish_by = until - last_save;
    if reason != EndReason::StreamEnded {
        // A fifth of the time is for the events in the queues at that moment.
        let _ = timeout_at(finish_by - timeout / 5, &mut pump).await;
    }
    drop(pump);
    // Events that were not read stay unhandled.
    drop(events);
    let delivered = forwarder.finish(finish_by.saturating_duration_since(Instant::now())).await;
    let gateway = timeout_at(until, closing).await.ok().and_then(Result::ok);
    Ended { reason, delivered, gateway }
}
