//! The state of a shard, for the status page.

use std::time::Instant;

use gateway_proto::State;
use gateway_shard::ShardStatus;

use crate::vitals::{AWAITS_PERMIT, Disconnect, Vitals};

/// Converts the status of a shard at this time.
pub(super) fn vitals(status: &ShardStatus, now: Instant) -> Vitals {
    let last_disconnect = status.last_disconnect.as_ref().map(|lost| Disconnect {
        at: now.checked_sub(lost.age).unwrap_or(now),
        why: lost.cause.to_string(),
    });
    Vitals {
        connection: status.state.map_or("not_dialled", word).to_owned(),
        latency: status.latency,
        events_per_second: status.events_per_second,
        queued: status.queued_events as u64,
        last_disconnect,
    }
}

const fn word(state: State) -> &'static str {
    match state {
        State::Waiting => "waiting",
        State::Connecting => "connecting",
        State::AwaitingHello => "awaiting_hello",
        State::AwaitingPermit => AWAITS_PERMIT,
        State::Identifying => "identifying",
        State::Resuming => "resuming",
        State::Live => "live",
        State::Closing => "closing",
        State::Stopped => "stopped",
        _ => "unknown",
    }
}
