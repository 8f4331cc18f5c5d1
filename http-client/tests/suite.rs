//! The tests are in one program, because linking one is faster than linking many. Tests that measure their whole
//! process, or change global state, are separate programs.
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
