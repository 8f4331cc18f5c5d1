//! The storage of rows: each guild is protected by its own lock; data that belongs to no single guild is in maps with
//! many locks.
//!
//! Locks are taken in one order: first that of a guild, then one of a map. None is held while a caller's code runs.

mod guild;
mod rows;
mod sharded;
mod users;

pub use guild::GuildStatus;
pub(crate) use guild::{Facts, GuildCell, GuildState, Keeps};
pub(crate) use rows::{Keep, Rows};
pub(crate) use sharded::{Sharded, read, write};
pub(crate) use users::Users;
