//! Commands for guilds whose shard another worker runs.
//!
//! [`Commands`] finds the worker of the guild's shard, asks it over NATS and brings its answer back; if the shard is here, it asks
//! the gateway of this process. [`Member::commands`](crate::shards::Member::commands) makes one.
//!
//! [`OutsideCommands`] is the same for a process that runs no shards, such as a worker that consumes the event stream.
//!
//! - `commands`: the handle, and which worker is asked; `outside`: the handle of who has no shards; `remote`: a request to another worker; `serve`: the requests of others,
//!   answered; `body`: what is sent; `typed`: that as the types of callers; `error`.
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
