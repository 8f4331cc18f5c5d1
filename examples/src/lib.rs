//! Example programs of the gateway crates, and what they share.
#![allow(clippy::print_stdout, reason = "programs for people")]

mod discord;
#[cfg(any(test, doctest))]
mod guide;

pub use discord::{Discord, User, run};

/// The README's bot, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The tests in docs/testing-your-bot.md, which run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../../docs/testing-your-bot.md")]
struct TestingYourBot;
