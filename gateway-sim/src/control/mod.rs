//! Commands to a running simulation: what happens, and what goes wrong.
//!
//! One list of [`Action`]s serves Rust ([`Sim::act`](crate::Sim::act)), the HTTP endpoint
//! (`POST /sim/actions`) and scripts, with the same names in all three.

mod action;
mod apply;
mod error;
pub(crate) mod http;
mod interactions;
mod on_connection;
mod on_server;
mod on_world;
mod target;

pub use action::Action;
pub(crate) use apply::apply;
pub use error::ActionError;
pub(crate) use on_server::touches_ports;
pub use target::Target;

#[cfg(test)]
mod json_tests;
