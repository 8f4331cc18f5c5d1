//! One bot, run behind the gateway and behind HTTP, before a simulated Discord with its users.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod arguments;
mod components;
mod custom_ids;
mod examples;
mod front;
mod guards;
mod menus;
mod modals;
mod registering;
mod shutdown;
mod stage;
mod waits;
