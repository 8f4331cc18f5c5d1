//! Stores sessions between two processes.
//!
//! A [`SessionStore`] stores one [`ShardRecord`] for each shard: [`MemoryStore`] while the process lives, [`FileStore`]
//! in one file. [`StateFolder`] adds the ledger of Identifies and a lock; most bots should use it. The gateway calls
//! all of them through [`Guarded`].

mod file;
mod folder;
mod guarded;
mod guild_lists;
mod memory;
mod parts;
mod session_store;
mod shard_record;

pub use file::FileStore;
pub use folder::{StateFolder, application_key};
pub(crate) use guarded::{Guarded, PATIENCE};
pub use memory::MemoryStore;
pub use session_store::SessionStore;
pub use shard_record::ShardRecord;
#[cfg(test)]
pub(crate) use shard_record::tests::record;
