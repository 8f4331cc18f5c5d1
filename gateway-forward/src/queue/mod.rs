//! The memory queue of a sink: bounded as a whole and for each guild, in order per guild where that is wanted.

mod lanes;

pub(crate) use lanes::{Group, Held, LaneKey, Lanes};

/// In which order events are delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// Events of one guild one after the other: the next is sent when the one before was taken. Events of no
    /// guild keep the order of their shard. Different guilds do not wait for each other while there is room:
    /// see [`QueueLimits`].
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
    /// replays them if the connection breaks. All sinks and all guilds wait then.
    #[default]
    Wait,
    /// It is written to a file on disk, and delivered from there when its turn comes, also after a crash.
    Spill,
    /// It is not delivered, and counted.
    Drop,
}

/// Which part of the queue's room one guild can take, as a divisor.
const SHARES: usize = 8;

/// How much of a sink's backlog is held in memory.
///
/// A guild, or a shard's events that are of no guild, takes an eighth of it at most, but always one event. What it
/// has beyond that goes to the spill folder, so that a guild whose events fail does not fill the memory that others
/// need; up to 262,144 such events are passed over on disk to reach those of others. Without a spill folder it is dropped with [`WhenFull::Drop`]; with [`WhenFull::Wait`] it stays in memory,
/// because the gateway's events come in one order: a guild whose events fail stops all others once it has filled
/// the queue.
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

impl QueueLimits {
    /// Whether there is room for one more event.
    pub(crate) const fn has_room(self, held: Held) -> bool {
        held.events == 0 || (held.events < self.events && held.bytes < self.bytes)
    }

    /// The part of it that one group can take.
    pub(crate) const fn share(self) -> Self {
        Self { events: self.events / SHARES, bytes: self.bytes / SHARES }
    }
}
