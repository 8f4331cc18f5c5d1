//! Gateways of one bot in several processes (runtimes in these tests), on a real `nats-server` and
//! gateway-sim. It needs Debian's package `nats-server`, so it runs only on request: `cargo test -p
//! gateway-fleet --test shards -- --ignored`.
#![cfg(feature = "shards")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod browser;
mod commands;
mod moves;
mod operator;
mod support;
mod totals;
