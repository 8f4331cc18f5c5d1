//! The machine against a simulated gateway in virtual time, with one file for each rule.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod allocations;
mod back_off;
mod byte_boundaries;
mod close_codes;
mod commands;
mod day_in_the_life;
mod generations;
mod handshake;
mod heartbeats;
mod invalid_session;
mod named_tests;
mod never_silent;
mod odd_payloads;
mod reading_paused;
mod refused_resumes;
mod resume_url;
mod sessions;
mod shutdown;
mod simulation;
#[path = "../support/mod.rs"]
mod support;
