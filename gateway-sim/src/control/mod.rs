//! Commands to a running simulation: what happens, and what goes wrong.
//!
//! One list of [`Action`]s serves Rust ([`Sim::act`](crate::Sim::act)), the HTTP endpoint
//! (`POST /sim/actions`) and scripts, with the same names in all three.

mod action;
mod apply;
pub(crate) mod http;
mod interactions;

pub use action::{Action, Target};
pub use apply::ActionError;
pub(crate) use apply::{apply, touches_ports};
