//! The replay of missed events, between Resume and Resumed.
//!
//! Docs: [Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume): missed events
//! come "in order, finishing with a Resumed event".

use std::time::{Duration, Instant};

use crate::connection::deadline::Deadline;

/// A replay that is under way.
#[derive(Debug)]
pub(crate) struct Replay {
    /// The limit for the next replayed event, or for Resumed.
    pub(crate) deadline: Deadline,
    /// How many events came.
    pub(crate) events: u64,
}

impl Replay {
    /// Resume was sent.
    pub(crate) fn new(limit: Duration, now: Instant) -> Self {
        Self { deadline: Deadline::new(limit, now), events: 0 }
    }
}
