//! Runnable programs on the gateway crates. Those of the README are compiled with the tests:
//!
#![doc = include_str!("../../README.md")]
