//! The key of one `shard_id % max_concurrency`: the last grant of an Identify.

use serde::{Deserialize, Serialize};

use super::{Rest, Stamp};
use crate::lease::Lease;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct IdentifyValue {
    pub(crate) v: u32,
    pub(crate) by: Stamp,
    /// Who was granted.
    pub(crate) lease: Lease,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}
