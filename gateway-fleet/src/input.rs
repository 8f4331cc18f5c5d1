//! The inputs of the state machine.

use std::time::{Duration, Instant};

use gateway_model::gateway::SessionStartLimit;

use crate::lease::Lease;
use crate::value::Checkpoint;
use crate::vitals::Vitals;

/// One try of one write. Unique within a run of the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WriteId(pub(crate) u64);

/// The outcome of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteOutcome {
    /// It was written; the key now has this revision.
    Done(u64),
    /// It was not written, and never will be: the key had another revision than the expected one.
    Refused,
    /// The outcome is not known: no answer in time, or the connection was lost. It may still be written.
    Unknown,
}

/// The result of reading a key back, because the outcome of a write to it is unknown.
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

/// A request of an operator or the program.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Request {
    /// Give all leases away within this time, and leave. Leases that are not given away by then are released
    /// immediately. Ends with [`Output::Left`](crate::Output::Left).
    Drain(Duration),
    /// Move the lease with this index to this worker, and keep it there; `None` lets it move again.
    Move {
        /// The index of the lease, of the plan's total.
        index: u32,
        /// The worker to move it to.
        to: Option<String>,
    },
    /// Bring up this many leases beside the present ones, then end those. The present number cancels a change in
    /// progress.
    Reshard(u32),
    /// Cancel the change to this total, because it cannot succeed.
    GiveUpReshard {
        /// The total that cannot be reached.
        total: u32,
        /// The reason.
        why: String,
    },
    /// Reconnect this lease of the worker.
    Restart {
        /// The lease.
        lease: Lease,
        /// Whether its session ends and a new one begins; if not, it is resumed.
        new_session: bool,
    },
    /// Set how many leases of one total this worker can own.
    Capacity(u32),
}

/// An input: something that happened.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Input {
    /// A watch of all keys was started; its first entries are the present values. Send it also when the connection to
    /// the bucket was lost and is restored, because entries may be missing.
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
    /// All present values have been delivered; later entries are changes.
    WatchCurrent,
    /// The outcome of a write.
    Written(WriteId, WriteOutcome),
    /// The result of an [`Output::Read`](crate::Output::Read).
    ReadBack(WriteId, ReadOutcome),
    /// A lease is live, with this session if it has one, and events handled up to its sequence. Also sent when a
    /// session was resumed.
    Live(Lease, Option<Checkpoint>),
    /// All events up to this sequence were handled.
    Progress(Lease, u64),
    /// The vitals of leases, for the status page.
    Vitals(Vec<(Lease, Vitals)>),
    /// The lease has no session that can be resumed, and waits for a permit to identify.
    WantsIdentify(Lease),
    /// The lease has ended, by a stop or by itself; `Some` if its session can be resumed.
    Ended(Lease, Option<Checkpoint>),
    /// The answer of `GET /gateway/bot`, and when it was requested.
    StartLimit(SessionStartLimit, Instant),
    /// A request of an operator or the program.
    Request(Request),
    /// The time of `WaitUntil` has passed.
    Timeout,
}
