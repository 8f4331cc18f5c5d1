//! Runnable programs on the gateway crates.

/// The README's bot, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
