//! Where rows are: guilds behind a lock each, and what is not of one guild in maps of many locks.
//!
//! Locks are taken in one order: a guild's, then one of a map. None is held while a caller's code runs.

mod guild;
mod rows;
mod sharded;
mod users;

pub use guild::Standing;
pub(crate) use guild::{Facts, GuildCell, GuildState, Keeps};
pub(crate) use rows::{Keep, Rows};
pub(crate) use sharded::{Sharded, read, write};
pub(crate) use users::Users;
