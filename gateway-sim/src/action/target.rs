//! Which connections an action is for.

use serde::{Deserialize, Serialize};

/// Which connections an action is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// All open connections.
    #[default]
    All,
    /// Those whose session is this shard, by id, whatever its count.
    Shard(u32),
    /// The one with this number, as the list of connections shows it.
    Connection(u64),
}
