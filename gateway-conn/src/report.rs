//! Logs and metrics. They never contain a payload, a token or a session id.

use std::time::{Duration, Instant};

use gateway_model::gateway::ShardId;
use gateway_proto::{StateChange, StopReason, Timer};

use crate::late::Lateness;
use crate::shared::{Counters, Counts, now};

/// The metric of how long a runtime was blocked.
#[cfg(feature = "metrics")]
const BLOCKED: &str = "gateway_conn_runtime_blocked_seconds";

/// Logs a change of state, within the span of its shard.
pub(crate) fn state(change: &StateChange, late: &Lateness) {
    match change {
        StateChange::Connecting { link, next, failures } => {
            tracing::debug!(%link, ?next, failures, "connecting");
        }
        StateChange::Ready { .. } => tracing::info!("ready"),
        StateChange::Resumed { replayed } => tracing::info!(replayed, "resumed"),
        StateChange::Disconnected { cause, next, retry_in } => match late.recent(now()) {
            None => tracing::warn!(%cause, ?next, ?retry_in, "disconnected"),
            Some(blocked) => tracing::warn!(
                %cause, ?next, ?retry_in, ?blocked,
                "disconnected; before that, the runtime was blocked for {:.1} s by a task, so heartbeats were late",
                blocked.as_secs_f64()
            ),
        },
        StateChange::InvalidSession { resumable } => tracing::warn!(resumable, "invalid session"),
        StateChange::HeartbeatAcked { latency, .. } => {
            tracing::trace!(?latency, "heartbeat answered")
        }
        // The message is not logged: a Ready holds the session's id.
        StateChange::Ignored { reason, message } => {
            tracing::warn!(%reason, bytes = message.len(), "message ignored");
        }
        other => tracing::debug!(?other, "state"),
    }
}

/// Logs the timer that the machine waits for.
pub(crate) fn waiting(until: Instant, timer: Timer) {
    tracing::trace!(?timer, wait = ?until.saturating_duration_since(now()), "waiting");
}

/// Logs why the connection stopped.
pub(crate) fn stopped(reason: &StopReason) {
    if reason.is_fatal() {
        tracing::error!(%reason, "stopped");
    } else {
        tracing::info!(%reason, "stopped");
    }
}

/// Describes each metric to the recorder of the `metrics` facade. Call it once, after the recorder is installed.
#[cfg(feature = "metrics")]
pub fn describe_metrics() {
    for (name, meaning) in Counts::MEANINGS {
        metrics::describe_counter!(format!("gateway_conn_{name}_total"), meaning.trim());
    }
    metrics::describe_histogram!(BLOCKED, "How long a task blocked the runtime.");
}

/// Publishes the counters after each poll, also through the `metrics` facade if the feature is enabled.
pub(crate) struct Meter {
    published: Counts,
    #[cfg(feature = "metrics")]
    metrics: [metrics::Counter; Counts::COUNT],
    #[cfg(feature = "metrics")]
    blocked: metrics::Histogram,
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
            #[cfg(feature = "metrics")]
            blocked: metrics::histogram!(BLOCKED, "shard" => shard.id().to_string()),
        }
    }

    /// Records how long the runtime was blocked.
    #[cfg_attr(
        not(feature = "metrics"),
        expect(unused_variables, clippy::unused_self, reason = "it is a metric only")
    )]
    pub(crate) fn blocked(&self, length: Duration) {
        #[cfg(feature = "metrics")]
        self.blocked.record(length.as_secs_f64());
    }

    /// Publishes the counters. Returns whether anything was sent, after which there may be room for a command.
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
