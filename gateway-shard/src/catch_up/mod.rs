//! Catch-up: reads messages that were missed because a session was lost.
//!
//! [`CatchUp`] holds the settings. [`CatchingUp`] gives the stream of each shard a driver, which implements
//! [`Recovery`](crate::events::Recovery): events pass through it on their way to the user. The rules are in a state
//! machine without I/O (`machine`, `plan`, `pages`, `ends`); the driver sends its requests. `last_seen` holds the last
//! seen message of each channel for all shards, and stores it in a file if there is a state folder.

mod driver;
mod ends;
mod file;
mod guild;
mod last_seen;
mod machine;
mod mark;
mod page;
mod pages;
mod plan;
mod read_messages;
mod run;
mod settings;
mod shared;
#[cfg(test)]
mod tests;
mod trim;

pub use settings::CatchUp;
pub(crate) use shared::{CatchingUp, Folders, Seen};
