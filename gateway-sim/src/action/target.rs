//! The connections of an action.

use serde::{Deserialize, Serialize};

/// The connections of an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// All open connections.
    #[default]
    All,
    /// Those whose session has this shard id, whatever the number of shards.
    Shard(u32),
    /// The one with this number in the list of connections.
    Connection(u64),
}
