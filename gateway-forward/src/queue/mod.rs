//! The memory queue of a sink: limited as a whole and for each guild, and in order for each guild if wanted.

mod lanes;

pub(crate) use lanes::{Group, Held, LaneKey, Lanes};

/// The order in which events are delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// The events of a guild are delivered one after the other: the next one is sent when the previous one was
    /// accepted. Events without a guild keep the order of their shard. Guilds do not wait for each other while there is
    /// room: see [`QueueLimits`].
    #[default]
    Guild,
    /// No order: as many events are sent concurrently as may be in flight.
    None,
}

/// What happens to an event for which the memory queue has no room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenFull {
    /// The gateway is not read until there is room. Events wait in Discord's socket, then at Discord, which replays
    /// them if the connection breaks. All sinks and all guilds wait then.
    #[default]
    Wait,
    /// It is written to disk and delivered from there later, even after a crash.
    Spill,
    /// It is dropped, and counted.
    Drop,
}

/// A guild may use this fraction of the queue: one eighth.
const SHARES: usize = 8;

/// How much of a sink's backlog is kept in memory.
///
/// A guild, or a shard's events without a guild, may use an eighth of it, but always one event. Further events go to
/// the spill folder, so that a guild whose events fail does not fill the memory for the others. Up to 262,144 such
/// events are skipped on disk to reach those of other guilds. Without a spill folder they are dropped with
/// [`WhenFull::Drop`]. With [`WhenFull::Wait`] they stay in memory, because the gateway's events arrive in one order: a
/// guild whose events fail stops all others once it has filled the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueLimits {
    /// Events. At least 1.
    pub events: usize,
    /// Their approximate size in bytes. A single event fits however large it is.
    pub bytes: usize,
}

impl Default for QueueLimits {
    fn default() -> Self {
        // A GUILD_CREATE of a large guild can take some MB: both limits are needed.
        Self { events: 10_000, bytes: 64 << 20 }
    }
}

impl QueueLimits {
    /// Returns whether there is room for one more event.
    pub(crate) const fn has_room(self, held: Held) -> bool {
        held.events == 0 || (held.events < self.events && held.bytes < self.bytes)
    }

    /// Returns the part that one group may use.
    pub(crate) const fn share(self) -> Self {
        Self { events: self.events / SHARES, bytes: self.bytes / SHARES }
    }
}
