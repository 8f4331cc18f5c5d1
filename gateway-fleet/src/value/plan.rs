//! The plan that all workers follow.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Rest, Stamp};
use crate::config::Identity;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PlanValue {
    pub(crate) v: u32,
    pub(crate) by: Stamp,
    /// The number of leases.
    pub(crate) total: u32,
    /// The total that is being brought up beside it.
    pub(crate) next: Option<u32>,
    pub(crate) identity: Identity,
    /// The leases that an operator moved, by index, and the worker of each.
    pub(crate) pins: BTreeMap<u32, String>,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}
