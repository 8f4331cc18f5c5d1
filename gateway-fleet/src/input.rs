//! What the driver tells the machine.

use std::time::{Duration, Instant};

use gateway_model::gateway::SessionStartLimit;

use crate::lease::Lease;
use crate::value::Checkpoint;
use crate::vitals::Vitals;

/// One try of one write. No two of a worker's life are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WriteId(pub(crate) u64);

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteOutcome {
    /// It was written; the key has this revision now.
    Done(u64),
    /// It was not written, and never will be: the key had another revision than the expected one.
    Refused,
    /// Nobody knows: no answer in time, or the connection was lost. It may still be written.
    Unknown,
}

/// What was read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOutcome {
    /// The key has this revision and value; `None` if it was deleted. It may be stale.
    Found {
        /// The revision.
        revision: u64,
        /// The value.
        value: Option<Vec<u8>>,
    },
    /// The key has never been written.
    Missing,
    /// It could not be read.
    Failed,
}

/// What an operator or the program asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Request {
    /// Give all leases away and leave, within this time; what is not given away by then is released at once. Ends with
    /// [`Output::Left`](crate::Output::Left).
    Drain(Duration),
    /// Move the lease with this index to this worker, and keep it there; `None` lets it move again.
    Move {
        /// Which lease of the plan's total.
        index: u32,
        /// To whom.
        to: Option<String>,
    },
    /// Bring up this many leases beside the present ones, then end those. The present number ends a change under way.
    Reshard(u32),
    /// Give up the change of the total to this one: it cannot succeed, for this reason.
    GiveUpReshard {
        /// The total that cannot be.
        total: u32,
        /// Why not.
        why: String,
    },
    /// Connect this lease of the worker anew.
    Restart {
        /// Which lease.
        lease: Lease,
        /// Whether its session ends and another begins; if not, it is resumed.
        new_session: bool,
    },
    /// How many leases of one total this worker can hold from now on.
    Capacity(u32),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Input {
    /// A watch of all keys was started; its first entries are the present values. Send it also when the bucket's
    /// connection was lost and is back: entries may be missing.
    WatchStarted,
    /// An entry of the watch, in the order of the bucket. A deleted key has no value.
    Entry {
        /// The key.
        key: String,
        /// Its revision.
        revision: u64,
        /// Its value.
        value: Option<Vec<u8>>,
    },
    /// The present values have all come; what comes now is new.
    WatchCurrent,
    /// What became of a write.
    Written(WriteId, WriteOutcome),
    /// What a read-back found.
    ReadBack(WriteId, ReadOutcome),
    /// A lease is live, with this session if it has one, handled so far. Also when a session was resumed.
    Live(Lease, Option<Checkpoint>),
    /// Everything up to this sequence was handled.
    Progress(Lease, u64),
    /// How leases run, for those who look at the fleet.
    Vitals(Vec<(Lease, Vitals)>),
    /// The lease has no session that can be resumed, and waits for a permit to identify.
    WantsIdentify(Lease),
    /// The lease has ended, as it was told or by itself; `Some` if its session can be resumed.
    Ended(Lease, Option<Checkpoint>),
    /// What `GET /gateway/bot` said, and when it was asked.
    StartLimit(SessionStartLimit, Instant),
    /// Somebody asks for something.
    Request(Request),
    /// The time of `WaitUntil` has come.
    Timeout,
}
