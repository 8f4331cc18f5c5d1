//! The machine against a simulated gateway in virtual time: a file a rule.

mod back_off;
mod byte_boundaries;
mod close_codes;
mod commands;
mod day_in_the_life;
mod generations;
mod heartbeats;
mod invalid_session;
mod never_silent;
mod odd_payloads;
mod reading_paused;
mod resume_url;
mod sessions;
mod shutdown;
mod simulation;
#[path = "../support/mod.rs"]
mod support;
