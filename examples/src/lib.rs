//! Runnable programs on the gateway crates.
#![allow(clippy::print_stdout, reason = "programs for people")]

pub mod commands_demo;
#[cfg(any(test, doctest))]
mod guide;

/// The README's bot, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
