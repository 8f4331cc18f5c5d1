//! The proxy over real sockets, in front of gateway-sim and of servers that do what the simulation does not.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bodies;
mod buckets;
mod clients;
mod outside;
mod paths;
mod program;
mod support;
mod tokens;
mod waiting;
