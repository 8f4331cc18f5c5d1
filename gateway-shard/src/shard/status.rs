//! The status of a shard, which is always up to date.

use std::collections::BTreeMap;
use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_proto::{DisconnectCause, State, StopReason};

/// How long after a heartbeat is due its answer may still arrive.
pub(crate) const ACK_GRACE: Duration = Duration::from_secs(5);

/// The status of one shard at one moment.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ShardStatus {
    /// The shard.
    pub shard: ShardId,
    /// The state of its connection; `None` before the first attempt to connect.
    pub state: Option<State>,
    /// Whether it is live and Discord responds: a heartbeat was answered within one interval and 5 s. So it is `false`
    /// if Discord does not answer, even if no connection has failed yet.
    pub ready: bool,
    /// The number of guilds of the shard, available or not.
    pub guilds: usize,
    /// The number of unavailable guilds among them.
    pub unavailable_guilds: usize,
    /// The time from the last heartbeat to its answer; `None` if it is out of date.
    pub latency: Option<Duration>,
    /// The mean latency over the shard's life.
    pub mean_latency: Option<Duration>,
    /// The time since Discord last answered a heartbeat on this connection. It grows while Discord does not answer.
    pub last_ack_age: Option<Duration>,
    /// The number of events received.
    pub events: u64,
    /// Events per second, averaged over about the last ten seconds.
    pub events_per_second: f64,
    /// The number of events that wait to be read.
    pub queued_events: usize,
    /// The number of events that were read and are not handled yet; 0 if that is not tracked, because the session store
    /// does not outlive the process.
    pub unhandled_events: usize,
    /// The number of commands that wait to be sent.
    pub queued_commands: usize,
    /// The numbers of lost connections, by their cause; see
    /// [`metric::disconnect_cause`](crate::metric::disconnect_cause).
    pub disconnects: BTreeMap<&'static str, u64>,
    /// The last lost connection.
    pub last_disconnect: Option<LastDisconnect>,
    /// Why its task has ended, if it has.
    pub stopped: Option<StopReason>,
    /// The number of sessions begun.
    pub identifies: u64,
    /// The number of sessions resumed.
    pub resumes: u64,
}

/// The last lost connection of a shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastDisconnect {
    /// The cause.
    pub cause: DisconnectCause,
    /// The time since then.
    pub age: Duration,
}

/// Returns whether Discord responded recently on a live connection.
///
/// `since` is the time since the last answered heartbeat or, if there was none yet, since the connection was opened.
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
