//! How a shard is at one moment, in a way that cannot lie.

use std::collections::BTreeMap;
use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_proto::{DisconnectCause, State, StopReason};

/// Time after a heartbeat is due in which its answer may still come.
pub(crate) const ACK_GRACE: Duration = Duration::from_secs(5);

/// How one shard is at one moment.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ShardStatus {
    /// Which shard.
    pub shard: ShardId,
    /// Where its connection is; `None` before it is dialled for the first time.
    pub state: Option<State>,
    /// Whether it is live and was heard of lately: a heartbeat was answered within one interval and 5 s.
    /// So it is `false` while Discord mutes its answers, though nothing has failed yet.
    pub ready: bool,
    /// Guilds of the shard, available or not.
    pub guilds: usize,
    /// Guilds among them that are not available.
    pub unavailable_guilds: usize,
    /// Time from the last heartbeat to its answer; `None` if that is not the present state of things.
    pub latency: Option<Duration>,
    /// Mean of that over the shard's life.
    pub mean_latency: Option<Duration>,
    /// How long ago Discord last answered a heartbeat on this connection; it grows while it is muted.
    pub last_ack_age: Option<Duration>,
    /// Events received.
    pub events: u64,
    /// Events a second, over the last ten seconds or so.
    pub events_per_second: f64,
    /// Events that wait to be read.
    pub queued_events: usize,
    /// Events that were read and are not handled yet; 0 if the session store does not need to know.
    pub unhandled_events: usize,
    /// Commands that wait to be sent.
    pub queued_commands: usize,
    /// Lost connections, by their cause; see [`metric::disconnect_cause`](crate::metric::disconnect_cause).
    pub disconnects: BTreeMap<&'static str, u64>,
    /// The last of them.
    pub last_disconnect: Option<LastDisconnect>,
    /// Why its task is over, if it is.
    pub stopped: Option<StopReason>,
    /// Sessions begun.
    pub identifies: u64,
    /// Sessions resumed.
    pub resumes: u64,
}

/// The last connection of a shard that was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastDisconnect {
    /// Why.
    pub cause: DisconnectCause,
    /// How long ago.
    pub age: Duration,
}

/// Whether a live connection was heard of lately.
///
/// `since` is how long ago the last answer to a heartbeat came, or the connection was opened where none
/// came yet.
pub(crate) fn heard_of(since: Duration, interval: Option<Duration>) -> bool {
    interval.is_none_or(|interval| since <= interval + ACK_GRACE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_of_an_interval_and_five_seconds_is_not_ready() {
        let interval = Some(Duration::from_secs(40));
        assert!(heard_of(Duration::from_secs(45), interval));
        assert!(!heard_of(Duration::from_millis(45_001), interval));
    }
}
