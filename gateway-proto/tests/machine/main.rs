//! The machine against a simulated gateway in virtual time: a file a rule.

mod handshake;
mod simulation;
#[path = "../support/mod.rs"]
mod support;
