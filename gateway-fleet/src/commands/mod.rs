//! Commands for guilds whose shard runs in another worker.
//!
//! [`Commands`] finds the worker of the guild's shard, asks it over NATS and returns its answer. If the shard is in
//! this process, it uses the gateway of this process. [`Member::commands`](crate::shards::Member::commands) creates
//! one.
//!
//! [`OutsideCommands`] does the same for a process that runs no shards, such as a worker that consumes the event
//! stream.
//!
//! - `commands`: the handle, and the choice of the worker; `outside`: the handle of a process without shards; `remote`:
//!   a request to another worker; `serve`: answers the requests of other workers; `body`: the messages; `typed`:
//!   conversion to the types of callers; `error`.
#![doc = ""]
#![doc = include_str!("../../docs/commands.md")]

mod body;
#[allow(clippy::module_inception, reason = "the handle's file is called after it")]
mod commands;
mod error;
mod outside;
mod remote;
mod serve;
mod typed;

pub use commands::Commands;
pub use error::FleetCommandError;
pub use outside::OutsideCommands;
pub(crate) use serve::serve;
