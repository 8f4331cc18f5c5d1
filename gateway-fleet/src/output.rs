//! The outputs of the state machine.

use std::time::Instant;

use crate::input::WriteId;
use crate::lease::Lease;
use crate::timer::Timer;
use crate::trouble::Trouble;
use crate::value::Checkpoint;

/// How to stop a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StopHow {
    /// Another worker will resume it: handle the remaining events, and close with a code other than 1000 and 1001,
    /// which end the session.
    Resumable,
    /// After a change of the total: its session may be ended.
    ForGood,
}

/// An instruction to the driver. Call [`Fleet::poll`](crate::Fleet::poll) until it returns `WaitUntil` or `Left`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// Write this value if the key's revision is the expected one (0: the key was never written), then send `Written`.
    Write {
        /// The id of the write.
        write: WriteId,
        /// The key.
        key: String,
        /// The revision that the key must have.
        expected: u64,
        /// The value; `None` deletes the key.
        value: Option<Vec<u8>>,
    },
    /// Read this key, then send `ReadBack`.
    Read {
        /// The write that it is for.
        write: WriteId,
        /// The key.
        key: String,
    },
    /// Restart the watch: what it delivers contradicts what was written.
    Rewatch,
    /// Start this lease: resume the session, or begin one with an Identify once it is granted.
    Start {
        /// The lease.
        lease: Lease,
        /// The epoch of its ownership, which distinguishes an owner from a former one.
        epoch: u64,
        /// The session to resume.
        resume: Option<Checkpoint>,
    },
    /// Stop this lease, then send `Ended`.
    Stop {
        /// The lease.
        lease: Lease,
        /// How to stop it.
        how: StopHow,
    },
    /// Reconnect this lease, because an operator asked for it. It stays this worker's meanwhile: send `Live` when it is
    /// live.
    Restart {
        /// The lease.
        lease: Lease,
        /// Whether its session ends and a new one begins; if not, it is resumed.
        new_session: bool,
    },
    /// The lease may send Identify once, and not after this time. If it is too late, it has to ask again.
    GrantIdentify {
        /// The lease.
        lease: Lease,
        /// The last moment for the Identify.
        until: Instant,
    },
    /// Request `GET /gateway/bot`, then send `StartLimit`. If that fails, this output is repeated later.
    AskStartLimit,
    /// The bucket has a record of an earlier process with this worker's id, which has not said that it left. This
    /// worker takes no lease until that process is dead: not before this time, and later if its record changes.
    WaitsForId {
        /// The earliest time.
        until: Instant,
    },
    /// A trouble has begun.
    Trouble(Trouble),
    /// A trouble is over.
    TroubleOver(Trouble),
    /// Nothing to do before this time: send `Timeout` then, unless another input comes first.
    WaitUntil(Instant, Timer),
    /// The worker has left. Every later poll returns this again.
    Left {
        /// How many leases could not be released. Other workers take them over when this worker's record is too old.
        unreleased: usize,
    },
}
