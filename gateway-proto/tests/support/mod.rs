//! The machine and a simulated gateway as a pair in virtual time, joined by a network that can fail.
//!
//! It is shared by the tests of each rule, the seeded simulation and, inside the crate, the test that plants wrong
//! rules.
#![allow(dead_code, reason = "each of the test binaries uses a part of it")]
#![allow(unused_imports, reason = "each of the test binaries uses a part of it")]
#![allow(unreachable_patterns, reason = "the public enums are open, but not within the crate")]
#![allow(clippy::unwrap_used, reason = "it runs in tests only, where a panic is a failure")]

pub(crate) mod checks;
pub(crate) mod faults;
pub(crate) mod pair;
pub(crate) mod payloads;
pub(crate) mod script;
pub(crate) mod shrink;
pub(crate) mod wire;

pub(crate) use checks::Violation;
pub(crate) use faults::{Fault, schedule, unwanted_replay};
pub(crate) use pair::{Admissions, Pair, Settings};
pub(crate) use script::Script;
