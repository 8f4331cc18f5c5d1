//! Where sessions live between two processes.
//!
//! A [`SessionStore`] keeps one [`ShardRecord`] a shard: [`MemoryStore`] for as long as the process lives,
//! [`FileStore`] in one file. [`StateFolder`] adds the ledger of Identifies and a lock, and is what a bot
//! should use. The gateway calls any of them through [`Guarded`].

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
