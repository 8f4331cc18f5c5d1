//! Settings of a worker.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use gateway_fleet::nats::NatsLogin;
use gateway_fleet::{FleetTimes, stream};
use gateway_model::gateway::Intents;

/// The order in which events are handled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Listeners start in the order of each guild's events, with any number of workers. The partitions of the stream
    /// are leased: each is handled by one worker at a time.
    #[default]
    Guild,
    /// No order: a plain work queue, from which every worker takes the next event. If an event kills its
    /// workers repeatedly, the events that ran at the same time as it in each of these workers become dead
    /// letters with it; with [`Order::Guild`] only the event itself does.
    None,
}

/// The position at which a new group starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// At the oldest event of the stream.
    #[default]
    All,
    /// At the first event after the group was created. A partition that no worker had room for at that time
    /// starts when it is first taken.
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
    /// A PEM file with certificates to trust in addition to the system's.
    pub ca_file: Option<PathBuf>,
    /// How long to wait for an answer of NATS. Default 2 s.
    pub timeout: Duration,
    /// On how many servers the bucket of the leases and the stream of dead letters are stored, if they are created now.
    /// Default 1; use 3 in production.
    pub replicas: usize,
    /// The stream of the events. Default `DISCORD`.
    pub stream: String,
    /// The first part of their subjects. Default `discord`.
    pub prefix: String,
    /// The number of partitions. Default 16; it must be the same as that of the publishers.
    pub partitions: NonZeroU32,
    /// The name of the group: the workers of one bot. Each event is handled by one worker of the group. Letters,
    /// digits, `-` and `_`.
    pub group: String,
    /// The id of this worker in its group, which must stay the same when the process restarts. The default is the name
    /// of the host. Two workers on one host need different ids.
    pub worker: String,
    /// The largest number of partitions that this worker takes. Default all.
    pub capacity: u32,
    /// The bucket of the gateway workers' fleet, such as `fleet-mybot`, for commands. Without it commands fail with
    /// [`RemoteError::Off`](gateway_shard::RemoteError::Off).
    pub fleet: Option<String>,
    /// The order in which events are handled.
    pub order: Order,
    /// The position at which a new group starts.
    pub start: Start,
    /// Whether the events of a guild, and those of a shard without a guild, are handled one at a time: the next one
    /// starts when all listeners of the previous one have finished, including retries. Default `false`: they start in
    /// order and then run concurrently, as on a gateway of this process, up to the bot's concurrency for each
    /// partition. An event that is retried then comes after those that had started before it failed.
    pub one_at_a_time: bool,
    /// The largest number of unhandled events in memory: of each partition, or without an order, of this worker. This
    /// limits the memory of the worker, at some KB for each event. When it is reached, further events stay in the
    /// stream. A listener that never ends stops its partition after this many events. Default 512.
    pub in_flight: usize,
    /// How many times an event is tried before it becomes a dead letter. A try fails if a listener returns an error or
    /// panics, or if the process dies. All listeners of the event run again. Default 3.
    pub tries: NonZeroU32,
    /// Wait after the first failed try; it doubles with each further one, up to a minute. Default 1 s.
    pub retry_wait: Duration,
    /// How long listeners may take to finish when their partition moves to another worker. After that they are dropped,
    /// and the other worker starts their events again. Default 10 s.
    pub move_timeout: Duration,
    /// The intents of the shards, for listeners that read them. Default none.
    pub intents: Intents,
    /// The times of the leases. The partitions of a dead worker are taken over after [`FleetTimes::dead`], 15 s.
    pub times: FleetTimes,
}

impl WorkerConfig {
    /// Creates the settings of a worker of this group, with the events at these servers.
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

    /// Returns the name of the bucket with the leases of the group: `workers-STREAM-GROUP`. It contains the
    /// stream, so that groups of two bots may have the same name.
    #[must_use]
    pub fn bucket(&self) -> String {
        format!("workers-{}-{}", self.stream, self.group)
    }

    /// Returns whether the group can be a part of names and subjects.
    pub(crate) fn has_usable_group(&self) -> bool {
        let usable = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !self.group.is_empty() && self.group.len() <= 64 && self.group.chars().all(usable)
    }
}
