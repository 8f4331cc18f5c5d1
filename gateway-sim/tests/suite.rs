//! Tests in one program: linking one is faster than linking many. Tests that measure their whole process, or
//! change something that exists once per process, are separate programs.
#![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]

mod application_commands;
mod faults;
mod interactions;
mod page;
mod program;
mod replay;
mod rest;
mod socket;
mod support;
mod tls;
mod voice;
