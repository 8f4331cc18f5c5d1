//! What the machine tells the driver.

use std::time::Instant;

use crate::input::WriteId;
use crate::lease::Lease;
use crate::timer::Timer;
use crate::trouble::Trouble;
use crate::value::Checkpoint;

/// How a lease ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StopHow {
    /// Another worker takes it up: drain, and close with a code other than 1000 and 1001, which end the session.
    Resumable,
    /// For good, after a change of the total: its session may be ended.
    ForGood,
}

/// What the driver has to do. Taken with [`Fleet::poll`](crate::Fleet::poll) until it is `WaitUntil` or `Left`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// Write this value if the key's revision is the expected one (0: the key was never written), then answer `Written`.
    Write {
        /// Which write.
        write: WriteId,
        /// The key.
        key: String,
        /// The revision that the key must have.
        expected: u64,
        /// The value; `None` deletes the key.
        value: Option<Vec<u8>>,
    },
    /// Read this key, and answer `ReadBack`.
    Read {
        /// For which write.
        write: WriteId,
        /// The key.
        key: String,
    },
    /// Start the watch anew: what it brings does not fit what was written.
    Rewatch,
    /// Start this lease: resume the session, or begin one with an Identify once it is granted.
    Start {
        /// Which lease.
        lease: Lease,
        /// The epoch of its ownership, for those who must tell an owner from an earlier one.
        epoch: u64,
        /// What to resume.
        resume: Option<Checkpoint>,
    },
    /// Stop this lease and answer `Ended`.
    Stop {
        /// Which lease.
        lease: Lease,
        /// How.
        how: StopHow,
    },
    /// Connect this lease anew, because an operator asked for it. It stays this worker's meanwhile: say `Live` when it is live.
    Restart {
        /// Which lease.
        lease: Lease,
        /// Whether its session is ended and another begun; if not, it is resumed.
        new_session: bool,
    },
    /// The lease may send Identify, once, and not after this time. If it is late, it asks again.
    GrantIdentify {
        /// Which lease.
        lease: Lease,
        /// Until when.
        until: Instant,
    },
    /// Ask `GET /gateway/bot`, and answer `StartLimit`. If that fails, it is said again later.
    AskStartLimit,
    /// The bucket has a record of an earlier process of this worker's id, which has not said that it left. The worker takes
    /// nothing until that one is dead: not before this time, and later if its record moves.
    WaitsForId {
        /// Not before this time.
        until: Instant,
    },
    /// Something is wrong.
    Trouble(Trouble),
    /// It is over.
    TroubleOver(Trouble),
    /// Nothing to do before this time: send `Timeout` then, unless another input comes first.
    WaitUntil(Instant, Timer),
    /// The worker has left. Every later poll says so again.
    Left {
        /// How many leases could not be released: others take them over when this worker's record is too old.
        unreleased: usize,
    },
}
