//! The memory queue of a sink: bounded, in order per guild where that is wanted.

mod lanes;

pub(crate) use lanes::{LaneKey, Lanes};

/// In which order events are delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// Events of one guild one after the other: the next is sent when the one before was taken. Events of no
    /// guild keep the order of their shard. Different guilds do not wait for each other.
    #[default]
    Guild,
    /// None: as many at once as are allowed in flight.
    None,
}

/// What happens to an event for which the memory queue has no room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenFull {
    /// The gateway is not read until there is room: Discord's events wait in its socket, then at Discord, which
    /// replays them should the connection break. All sinks wait then.
    #[default]
    Wait,
    /// It is written to a file on disk, and delivered from there when its turn comes, also after a crash.
    Spill,
    /// It is not delivered, and counted.
    Drop,
}

/// How much of a sink's backlog is held in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueLimits {
    /// Events. At least 1.
    pub events: usize,
    /// About the bytes they take. One event fits however large it is.
    pub bytes: usize,
}

impl Default for QueueLimits {
    fn default() -> Self {
        // A GUILD_CREATE of a large guild can take some MB: both limits are needed.
        Self { events: 10_000, bytes: 64 << 20 }
    }
}
