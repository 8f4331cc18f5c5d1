//! Tests in one program: to link one is quicker than many. Those that measure their whole process, or change what is one for
//! a process, are programs of their own beside it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod all_pages;
mod axum;
mod edge_ban;
mod first_calls;
mod interactions;
mod limits;
mod pages;
mod retries;
mod routes;
mod support;
mod transport;
