//! The names of the metrics. They are published through the [`metrics`] facade, so a recorder must be installed.
//!
//! | name | kind | labels | meaning |
//! | --- | --- | --- | --- |
//! | `gateway_shard_ready` | gauge | `shard` | 1 while the shard is live and Discord answered recently, else 0 |
//! | `gateway_shard_ack_age_seconds` | gauge | `shard` | time since Discord last answered a heartbeat |
//! | `gateway_shard_latency_seconds` | histogram | `shard` | time from heartbeat to answer |
//! | `gateway_shard_guilds` | gauge | `shard` | guilds of the shard |
//! | `gateway_shard_events_total` | counter | `shard` | events received |
//! | `gateway_shard_queue_depth` | gauge | `shard` | events that wait to be read |
//! | `gateway_shard_disconnects_total` | counter | `shard`, `cause` | connections lost |
//! | `gateway_shard_identifies_total` | counter | `shard` | sessions begun |
//! | `gateway_shard_resumes_total` | counter | `shard` | sessions resumed |
//! | `gateway_identify_remaining` | gauge | | session starts left in Discord's window |
//! | `gateway_shard_runtime_blocked_seconds` | histogram | `shard` | how long a task blocked the runtime of the shard's connection, each time that was a second or more |
//! | `gateway_listeners_full` | gauge | `shard` | 1 while an event waits because all listener places of its shard have been taken for a second, else 0 |
//! | `gateway_listener_failures_total` | counter | `event` | listeners that failed or panicked |

use gateway_proto::DisconnectCause;

/// See the [module](self).
pub const READY: &str = "gateway_shard_ready";
/// See the [module](self).
pub const ACK_AGE: &str = "gateway_shard_ack_age_seconds";
/// See the [module](self).
pub const LATENCY: &str = "gateway_shard_latency_seconds";
/// See the [module](self).
pub const GUILDS: &str = "gateway_shard_guilds";
/// See the [module](self).
pub const EVENTS: &str = "gateway_shard_events_total";
/// See the [module](self).
pub const QUEUE_DEPTH: &str = "gateway_shard_queue_depth";
/// See the [module](self).
pub const DISCONNECTS: &str = "gateway_shard_disconnects_total";
/// See the [module](self).
pub const IDENTIFIES: &str = "gateway_shard_identifies_total";
/// See the [module](self).
pub const RESUMES: &str = "gateway_shard_resumes_total";
/// See the [module](self).
pub const REMAINING: &str = "gateway_identify_remaining";
/// See the [module](self).
pub const RUNTIME_BLOCKED: &str = "gateway_shard_runtime_blocked_seconds";
/// See the [module](self).
pub const LISTENERS_FULL: &str = "gateway_listeners_full";
/// See the [module](self).
pub const LISTENER_FAILURES: &str = "gateway_listener_failures_total";

/// Returns a short name for the cause of a disconnect: the label `cause` of [`DISCONNECTS`], and the key in
/// [`ShardStatus::disconnects`](crate::ShardStatus::disconnects).
#[must_use]
pub fn disconnect_cause(cause: &DisconnectCause) -> &'static str {
    match cause {
        DisconnectCause::Closed(_) => "closed",
        DisconnectCause::Failed(_) => "failed",
        DisconnectCause::ConnectTimedOut => "connect_timed_out",
        DisconnectCause::HelloTimedOut => "hello_timed_out",
        DisconnectCause::ReadyTimedOut => "ready_timed_out",
        DisconnectCause::ResumedTimedOut => "resumed_timed_out",
        DisconnectCause::HeartbeatUnanswered => "heartbeat_unanswered",
        DisconnectCause::ReconnectRequested => "reconnect_requested",
        DisconnectCause::InvalidSession => "invalid_session",
        _ => "other",
    }
}

/// Describes each metric to the recorder of the `metrics` facade. Call it once, after the recorder is installed.
pub fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_gauge!(READY, "1 while the shard is live and Discord answered recently, else 0.");
    describe_gauge!(ACK_AGE, "Time since Discord last answered a heartbeat.");
    describe_histogram!(LATENCY, "Time from heartbeat to answer.");
    describe_gauge!(GUILDS, "Guilds of the shard.");
    describe_counter!(EVENTS, "Events received.");
    describe_gauge!(QUEUE_DEPTH, "Events that wait to be read.");
    describe_counter!(DISCONNECTS, "Connections lost.");
    describe_counter!(IDENTIFIES, "Sessions begun.");
    describe_counter!(RESUMES, "Sessions resumed.");
    describe_gauge!(REMAINING, "Session starts left in Discord's window.");
    describe_histogram!(
        RUNTIME_BLOCKED,
        "How long a task blocked the runtime of the shard's connection, each time that was a second or more."
    );
    describe_gauge!(
        LISTENERS_FULL,
        "1 while an event waits because all listener places of its shard have been taken for a second."
    );
    describe_counter!(LISTENER_FAILURES, "Listeners that failed or panicked.");
}
