//! The ledger of session starts, shared by all workers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Rest, Stamp};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StartsValue {
    pub(crate) v: u32,
    pub(crate) by: Stamp,
    /// Session starts of a window, as Discord reports.
    pub(crate) total: u32,
    /// How many are left. Each Identify is subtracted before it is sent.
    pub(crate) left: u32,
    /// `max_concurrency`, as Discord reports.
    pub(crate) max_concurrency: u32,
    /// How many starts each shard used since `left` was last raised.
    pub(crate) spent: BTreeMap<u32, u32>,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}
