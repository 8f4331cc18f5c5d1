//! Identify limits: one per rate limit key and 5 s, and a number a day.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use gateway_model::gateway::SessionStartLimit;

use super::config::CoreConfig;

/// Identifies of one rate limit key are this far apart.
///
/// Docs: [Gateway, Session Start Limit Object](https://docs.discord.com/developers/events/gateway#session-start-limit-object):
/// `max_concurrency` is the number of Identifies per 5 seconds.
const IDENTIFY_GAP: Duration = Duration::from_secs(5);

/// The number of Identifies of a window that are kept.
const MOST_SPENT: usize = 2_000;

/// The result of an Identify.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Start {
    Granted,
    /// Its key was used less than 5 s ago.
    TooSoon {
        key: u32,
        ago: Duration,
    },
    /// The day's starts were already used up.
    LimitHit,
}

/// One Identify, in the log of spent starts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct SpentStart {
    /// The time in ms since the start of the simulation.
    pub at_ms: u64,
    /// `[shard_id, num_shards]` it was for.
    pub shard: (u32, u32),
    /// Number of the connection it came over.
    pub connection: u64,
    /// The client: the driver's description, and the Identify's `properties`.
    pub by: String,
}

/// A token reset, caused by one Identify too many.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TokenReset {
    /// The time in ms since the start of the simulation.
    pub at_ms: u64,
    /// The Identify that exceeded the limit.
    pub by: SpentStart,
    /// The Identifies that used up the starts, oldest first.
    pub spent: Vec<SpentStart>,
}

#[derive(Debug)]
pub(super) struct StartLimits {
    used: u32,
    window_start: Option<Instant>,
    last_by_key: BTreeMap<u32, Instant>,
    pub(super) spent: Vec<SpentStart>,
}

impl StartLimits {
    pub(super) fn new(config: &CoreConfig, now: Instant) -> Self {
        Self {
            used: config.session_starts_used,
            window_start: (config.session_starts_used > 0).then_some(now),
            last_by_key: BTreeMap::new(),
            spent: Vec::new(),
        }
    }

    /// Records an Identify. Beyond [`MOST_SPENT`] the oldest are forgotten.
    pub(super) fn note(&mut self, start: SpentStart) {
        if self.spent.len() == MOST_SPENT {
            self.spent.remove(0);
        }
        self.spent.push(start);
    }

    fn roll(&mut self, config: &CoreConfig, now: Instant) {
        if let Some(start) = self.window_start
            && now.duration_since(start) >= config.session_start_window
        {
            self.window_start = None;
            self.used = 0;
            self.spent.clear();
        }
    }

    /// Counts an Identify of this shard.
    ///
    /// Docs: [Gateway, Identifying](https://docs.discord.com/developers/events/gateway#identifying) (1000
    /// calls in 24 hours, over all shards) and [Max Concurrency](https://docs.discord.com/developers/events/gateway#sharding-max-concurrency)
    /// (`rate_limit_key = shard_id % max_concurrency`).
    pub(super) fn identify(&mut self, shard_id: u32, config: &CoreConfig, now: Instant) -> Start {
        self.roll(config, now);
        if self.used >= config.session_starts {
            return Start::LimitHit;
        }
        self.window_start.get_or_insert(now);
        self.used += 1;
        let key = shard_id % config.max_concurrency.max(1);
        let gap = IDENTIFY_GAP.saturating_sub(config.identify_tolerance);
        if let Some(&last) = self.last_by_key.get(&key) {
            let ago = now.duration_since(last);
            if ago < gap {
                return Start::TooSoon { key, ago };
            }
        }
        self.last_by_key.insert(key, now);
        Start::Granted
    }

    pub(super) fn report(&mut self, config: &CoreConfig, now: Instant) -> SessionStartLimit {
        self.roll(config, now);
        let left = self.window_start.map_or(config.session_start_window, |start| {
            config.session_start_window.saturating_sub(now.duration_since(start))
        });
        SessionStartLimit {
            total: config.session_starts,
            remaining: config.session_starts.saturating_sub(self.used),
            reset_after: u64::try_from(left.as_millis()).unwrap_or(u64::MAX),
            max_concurrency: config.max_concurrency,
        }
    }
}
