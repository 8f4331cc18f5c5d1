//! The loop of a program that forwards: from the gateway's stream to the sinks until it is asked to stop, and the
//! end.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_shard::{Events, Gateway, Shutdown, ShutdownReport};
use tokio::time::{Instant, timeout_at};

use crate::forwarder::Forwarder;

/// Longest time that the end keeps back for the gateway's last save of its sessions.
const LAST_SAVE: Duration = Duration::from_secs(1);

/// Why forwarding ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndReason {
    /// It was asked to.
    Requested,
    /// It is a worker of a fleet, and has given its shards away and left, as an operator asked.
    Drained,
    /// The gateway's stream ended; [`Gateway::ended`] says why.
    StreamEnded,
    /// The task of this sink panicked.
    SinkFailed(Arc<str>),
}

/// How forwarding ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ended {
    /// Why.
    pub reason: EndReason,
    /// Whether every event that was taken in was delivered. What was not is on disk, or is unhandled: the next
    /// process goes on with it.
    pub delivered: bool,
    /// How the gateway ended; `None` if it did not by the deadline.
    pub gateway: Option<ShutdownReport>,
}

/// Forwards the gateway's events until `stop` resolves, the stream ends, or the task of a sink panics. Then ends
/// both, by the deadline: closes the connections so that the next process resumes, delivers what is left, writes to
/// disk what was not delivered, and at last lets the gateway store what was handled.
///
/// `stop` is heard in every state, also while a sink has no room. What is neither delivered nor on disk at the end
/// stays unhandled, so that the next process gets it by Resume.
///
/// # Cancel safety
///
/// If it is cancelled, events that are on their way stay unhandled.
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

/// The same, with the epoch of a shard's ownership, with another way to close the gateway within a time, and with a `stop`
/// that says why.
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
    tracing::info!(?reason, "ending: delivering what is left");
    let until = Instant::now() + timeout;
    let last_save = (timeout / 10).min(LAST_SAVE);
    // What is handled by then is stored: the forwarder is given less time than the gateway, and that less than all.
    let closing = tokio::spawn(close(timeout - last_save / 2));
    let finish_by = until - last_save;
    if reason != EndReason::StreamEnded {
        // A fifth of the time is for what is in the queues then.
        let _ = timeout_at(finish_by - timeout / 5, &mut pump).await;
    }
    drop(pump);
    // Events that nobody read stay unhandled.
    drop(events);
    let delivered = forwarder.finish(finish_by.saturating_duration_since(Instant::now())).await;
    let gateway = timeout_at(until, closing).await.ok().and_then(Result::ok);
    Ended { reason, delivered, gateway }
}
