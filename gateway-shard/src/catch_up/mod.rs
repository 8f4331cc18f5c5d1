//! Catching up with messages that were missed with a lost session.
//!
//! [`CatchUp`] says what is wanted. [`CatchingUp`] gives the stream of each shard a driver, which is its
//! [`Recovery`](crate::events::Recovery): events go through it on their way to the user. The rules are those of a machine
//! without I/O (`machine`, `plan`, `pages`, `ends`); the driver sends its requests. What was seen of each channel is in
//! `last_seen`, for all shards, and in a file, if there is a state folder.

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
