//! One bot, run behind the gateway and behind HTTP, before a simulated Discord with its users.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod arguments;
mod examples;
mod front;
mod guards;
mod registering;
mod shutdown;
