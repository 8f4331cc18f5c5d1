//! What is logged and counted. Never a payload, a token or a session id.

use gateway_model::gateway::ShardId;
use gateway_proto::{StateChange, StopReason};

use crate::shared::{Counters, Counts};

/// Logs a change of state, within the span of its shard.
pub(crate) fn state(change: &StateChange) {
    match change {
        StateChange::Connecting { link, next, failures } => {
            tracing::debug!(%link, ?next, failures, "connecting");
        }
        StateChange::Ready => tracing::info!("ready"),
        StateChange::Resumed { replayed } => tracing::info!(replayed, "resumed"),
        StateChange::Disconnected { cause, next, retry_in } => {
            tracing::warn!(%cause, ?next, ?retry_in, "disconnected");
        }
        StateChange::InvalidSession { resumable } => tracing::warn!(resumable, "invalid session"),
        StateChange::HeartbeatAcked { latency } => tracing::trace!(?latency, "heartbeat answered"),
        // The message is left out: a Ready holds the session's id.
        StateChange::Ignored { reason, message } => {
            tracing::warn!(%reason, bytes = message.len(), "message ignored");
        }
        other => tracing::debug!(?other, "state"),
    }
}

/// Logs the end.
pub(crate) fn stopped(reason: &StopReason) {
    if reason.is_fatal() {
        tracing::error!(%reason, "stopped");
    } else {
        tracing::info!(%reason, "stopped");
    }
}

/// Publishes the counters once a turn, and through the `metrics` facade where the feature is enabled.
pub(crate) struct Meter {
    published: Counts,
    #[cfg(feature = "metrics")]
    metrics: [metrics::Counter; Counts::COUNT],
}

impl Meter {
    #[cfg_attr(
        not(feature = "metrics"),
        expect(unused_variables, reason = "only the metrics are labelled with the shard")
    )]
    pub(crate) fn new(shard: ShardId) -> Self {
        Self {
            published: Counts::default(),
            #[cfg(feature = "metrics")]
            metrics: Counts::default().named().map(|(name, _)| {
                metrics::counter!(format!("gateway_conn_{name}_total"), "shard" => shard.id().to_string())
            }),
        }
    }

    /// Returns whether anything was sent, so that there may be room for a command.
    pub(crate) fn publish(&mut self, counters: &Counters, counts: &Counts) -> bool {
        if *counts == self.published {
            return false;
        }
        #[cfg(feature = "metrics")]
        for ((metric, (_, now)), (_, before)) in
            self.metrics.iter().zip(counts.named()).zip(self.published.named())
        {
            if now > before {
                metric.increment(now - before);
            }
        }
        counters.publish(counts);
        let sent = counts.sent > self.published.sent;
        self.published = *counts;
        sent
    }
}
