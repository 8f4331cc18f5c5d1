//! The shard of a connection.

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

/// A shard: its id and the total number of shards. The id is always below the total.
///
/// Reads and writes the array `[shard_id, num_shards]` of Identify.
///
/// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct ShardId {
    id: u32,
    count: NonZeroU32,
}

/// A shard id that is not below its shard count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("shard id {id} is not below the shard count {count}")]
pub struct ShardIdError {
    /// The shard id.
    pub id: u32,
    /// The shard count.
    pub count: u32,
}

impl ShardId {
    /// The only shard of a bot without sharding.
    pub const ONE: Self = Self { id: 0, count: NonZeroU32::MIN };

    /// Creates the id of shard `id` of `count`.
    ///
    /// # Errors
    ///
    /// Returns an error if `id` is not below `count`.
    pub const fn new(id: u32, count: u32) -> Result<Self, ShardIdError> {
        match NonZeroU32::new(count) {
            Some(nonzero) if id < count => Ok(Self { id, count: nonzero }),
            _ => Err(ShardIdError { id, count }),
        }
    }

    /// The shard's number, starting from zero.
    #[must_use]
    pub const fn id(self) -> u32 {
        self.id
    }

    /// The total number of shards.
    #[must_use]
    pub const fn count(self) -> NonZeroU32 {
        self.count
    }
}

impl TryFrom<(u32, u32)> for ShardId {
    type Error = ShardIdError;

    fn try_from((id, count): (u32, u32)) -> Result<Self, ShardIdError> {
        Self::new(id, count)
    }
}

impl From<ShardId> for (u32, u32) {
    fn from(shard: ShardId) -> Self {
        (shard.id, shard.count.get())
    }
}

crate::json::read_by_serde! { ShardId }

impl fmt::Display for ShardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.id, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_at_or_over_the_count_is_refused() {
        assert!(ShardId::new(2, 2).is_err());
        assert!(ShardId::new(0, 0).is_err());
        assert!(serde_json::from_str::<ShardId>("[3,2]").is_err());
    }

    #[test]
    fn travels_as_the_array_of_identify() {
        let shard = ShardId::new(1, 4).unwrap();
        assert_eq!(serde_json::to_string(&shard).unwrap(), "[1,4]");
        assert_eq!(serde_json::from_str::<ShardId>("[1,4]").unwrap(), shard);
    }
}
