//! The replay of missed events, between Resume and Resumed.
//!
//! Docs: [Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume): missed events
//! come "in order, finishing with a Resumed event".

use std::time::{Duration, Instant};

use crate::connection::deadline::Deadline;

/// A replay in progress.
#[derive(Debug)]
pub(crate) struct Replay {
    /// The time limit for the next replayed event or for Resumed.
    pub(crate) deadline: Deadline,
    /// How many events were replayed.
    pub(crate) events: u64,
}

impl Replay {
    /// Starts a replay after Resume was sent.
    pub(crate) fn new(limit: Duration, now: Instant) -> Self {
        Self { deadline: Deadline::new(limit, now), events: 0 }
    }
}
