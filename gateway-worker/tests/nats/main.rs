//! Workers on a real `nats-server` with JetStream, started by the test. It has to be installed (Debian's
//! package `nats-server`), so the tests run only on request: `cargo test -p gateway-worker --test nats --
//! --ignored`.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod cluster;
mod commands;
mod failures;
mod kills;
mod neighbours;
mod order;
mod relay;
mod support;
