//! A worker's record: that it lives, what it can carry, and how far each of its leases is.

use serde::{Deserialize, Serialize};

use super::{Rest, Stamp};
use crate::config::Identity;
use crate::lease::Lease;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WorkerState {
    Active,
    /// It gives its leases away.
    Draining,
    /// It has ended and holds nothing.
    Left,
}

/// How far a lease is: `[lease, revision, sequence, live]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeaseReport(
    pub(crate) Lease,
    /// The revision of the lease's key that the sequence belongs to: it names the session.
    pub(crate) u64,
    pub(crate) u64,
    pub(crate) bool,
);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WorkerRecord {
    pub(crate) v: u32,
    pub(crate) by: Stamp,
    pub(crate) state: WorkerState,
    /// How many leases of one total it can hold.
    pub(crate) capacity: u32,
    pub(crate) identity: Identity,
    pub(crate) leases: Vec<LeaseReport>,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}
