//! Checks the sources of the workspace as a whole.
#![allow(clippy::unwrap_used, reason = "tests; a panic is the test's failure")]

mod architecture;
mod cancel_safety;
mod layers;
mod links;
mod operations;
mod packages;
mod sources;
