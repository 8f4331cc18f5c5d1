//! Tests in one program: to link one is quicker than many. Those that measure their whole process, or change what is one for
//! a process, are programs of their own beside it.
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
