//! The tests are in one program, because linking one is faster than linking many. Tests that measure their whole
//! process, or change global state, are separate programs.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod compressed_data;
mod drive;
mod hostile_peers;
mod proxy;
mod refused_settings;
mod rfc6455;
mod simulated;
mod slow_consumer;
mod support;
mod tls;
