//! Settings of a worker.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use gateway_fleet::nats::NatsLogin;
use gateway_fleet::{FleetTimes, stream};
use gateway_model::gateway::Intents;

/// In which order events are handled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Listeners of one guild's events begin in their order, with any number of workers. The partitions of the stream are leased:
    /// each is handled by one worker at a time.
    #[default]
    Guild,
    /// None: a plain work queue, from which every worker takes what comes next. If an event kills its workers again and again, the events
    /// that ran beside it each time become dead letters with it; with [`Order::Guild`] only that event does.
    None,
}

/// Where a group that is new begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// With the oldest event of the stream.
    #[default]
    All,
    /// With the first event that comes after the group was made; in a partition that no worker had room for then, after it is
    /// first taken.
    New,
}

/// Settings of a worker.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WorkerConfig {
    /// The NATS servers, separated by commas.
    pub url: String,
    /// How to log in to NATS.
    pub login: NatsLogin,
    /// A PEM file of certificates to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// How long an answer of NATS is awaited. Default 2 s.
    pub timeout: Duration,
    /// On how many servers the bucket of the leases and the stream of dead letters are stored, if they are made now. Default 1; 3
    /// in production.
    pub replicas: usize,
    /// The stream of the events. Default `DISCORD`.
    pub stream: String,
    /// The first part of their subjects. Default `discord`.
    pub prefix: String,
    /// How many partitions the publishers spread the events over. Default 16; the same as theirs.
    pub partitions: NonZeroU32,
    /// The workers of one bot: each event is handled by one worker of the group. Letters, digits, `-` and `_`.
    pub group: String,
    /// The id of this worker in its group: one that a restarted process has again. Default is the name of the host. Two on
    /// one host need one each.
    pub worker: String,
    /// Most partitions that this worker takes. Default all.
    pub capacity: u32,
    /// The bucket of the fleet of gateway workers, such as `fleet-mybot`, for commands. Without it commands fail with
    /// [`RemoteError::Off`](gateway_shard::RemoteError::Off).
    pub fleet: Option<String>,
    /// In which order events are handled.
    pub order: Order,
    /// Where a group that is new begins.
    pub start: Start,
    /// Whether the events of a guild, and those of no guild of a shard, are handled one at a time: the next begins when all listeners of the one
    /// before have ended, tries that failed included. Default `false`: they begin in their order and then run side by side, as on a gateway of this
    /// process, up to the bot's concurrency for each partition. An event that is tried again then comes behind those that had begun
    /// before it failed.
    pub one_at_a_time: bool,
    /// Most events of a partition that are here and not handled; without an order, of this worker. It is what the worker takes of
    /// memory: so many events of some KB for each partition. When it is reached, the rest stays in the stream. A
    /// listener that never ends stops its partition after so many events. Default 512.
    pub in_flight: usize,
    /// How often an event is tried before it becomes a dead letter: a try fails if a listener returns an error or panics, or if
    /// the process dies. All listeners of the event run again. Default 3.
    pub tries: NonZeroU32,
    /// Wait after the first try that failed; doubled with each one, up to a minute. Default 1 s.
    pub retry_wait: Duration,
    /// How long listeners have to end when their partition moves to another worker. Then they are dropped where they
    /// are, and the other worker begins their events again. Default 10 s.
    pub move_timeout: Duration,
    /// The intents that the shards ask for, for listeners that ask. Default none.
    pub intents: Intents,
    /// The times of the leases. After [`FleetTimes::dead`], 15 s, the partitions of a dead worker are taken over.
    pub times: FleetTimes,
}

impl WorkerConfig {
    /// A worker of this group, with the events at these servers.
    #[must_use]
    pub fn new(url: &str, group: &str) -> Self {
        Self {
            url: url.to_owned(),
            login: NatsLogin::Anonymous,
            ca_file: None,
            timeout: Duration::from_secs(2),
            replicas: 1,
            stream: "DISCORD".to_owned(),
            prefix: "discord".to_owned(),
            partitions: stream::PARTITIONS,
            group: group.to_owned(),
            worker: gateway_fleet::shards::host_id(),
            capacity: u32::MAX,
            fleet: None,
            order: Order::Guild,
            start: Start::All,
            one_at_a_time: false,
            in_flight: 512,
            tries: NonZeroU32::MIN.saturating_add(2),
            retry_wait: Duration::from_secs(1),
            move_timeout: Duration::from_secs(10),
            intents: Intents::empty(),
            times: FleetTimes::default(),
        }
    }

    /// The bucket that holds the leases of the group: `workers-STREAM-GROUP`. It names the stream, so that groups of two bots may
    /// have the same name.
    #[must_use]
    pub fn bucket(&self) -> String {
        format!("workers-{}-{}", self.stream, self.group)
    }

    /// Whether the group can be a part of names and subjects.
    pub(crate) fn has_usable_group(&self) -> bool {
        let usable = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !self.group.is_empty() && self.group.len() <= 64 && self.group.chars().all(usable)
    }
}
