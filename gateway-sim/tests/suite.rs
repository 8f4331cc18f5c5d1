//! Tests in one program: to link one is quicker than many. Those that measure their whole process, or change what is one for
//! a process, are programs of their own beside it.
#![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]

mod application_commands;
mod faults;
mod interactions;
mod replay;
mod rest;
mod socket;
mod support;
mod tls;
mod voice;
