//! Statistics.

use std::sync::atomic::Ordering;

use crate::cache::Cache;
use crate::kind::Kind;
use crate::store::read;

/// The size of a cache, and its counters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheStats {
    /// Guilds that the bot is in, including those that are awaited.
    pub guilds: usize,
    /// Channels, without threads.
    pub channels: usize,
    /// Active threads.
    pub threads: usize,
    /// Roles.
    pub roles: usize,
    /// Members.
    pub members: usize,
    /// Users.
    pub users: usize,
    /// Presences.
    pub presences: usize,
    /// Voice states.
    pub voice_states: usize,
    /// Custom emojis.
    pub emojis: usize,
    /// Stickers.
    pub stickers: usize,
    /// Live stages.
    pub stage_instances: usize,
    /// Scheduled events.
    pub scheduled_events: usize,
    /// Messages.
    pub messages: usize,
    /// Bytes of all rows. Maps and the allocator need about 40 more bytes for each row.
    pub row_bytes: usize,
    /// How many events were processed.
    pub updates: u64,
    /// How many events could not be decoded. Their changes are missing.
    pub undecoded: u64,
    /// How many entries were dropped because of a bound.
    pub dropped: u64,
}

impl CacheStats {
    /// The number of entries of a kind.
    #[must_use]
    pub const fn entries(&self, kind: Kind) -> usize {
        match kind {
            Kind::Guilds => self.guilds,
            Kind::Channels => self.channels,
            Kind::Threads => self.threads,
            Kind::Roles => self.roles,
            Kind::Members => self.members,
            Kind::Users => self.users,
            Kind::Presences => self.presences,
            Kind::VoiceStates => self.voice_states,
            Kind::Emojis => self.emojis,
            Kind::Stickers => self.stickers,
            Kind::StageInstances => self.stage_instances,
            Kind::ScheduledEvents => self.scheduled_events,
            Kind::Messages => self.messages,
        }
    }
}

impl Cache {
    /// Counts the entries. It visits every row, one guild at a time, so call it every few seconds and not for every
    /// event.
    #[must_use]
    pub fn stats(&self) -> CacheStats {
        let counters = &self.inner.counters;
        let (users, user_bytes) = self.inner.users.size();
        let mut stats = CacheStats {
            users,
            row_bytes: user_bytes,
            updates: counters.updates.load(Ordering::Relaxed),
            undecoded: counters.undecoded.load(Ordering::Relaxed),
            dropped: counters.dropped.load(Ordering::Relaxed),
            ..CacheStats::default()
        };
        for guild in self.inner.guilds.values() {
            let state = read(&guild);
            stats.guilds += 1;
            macro_rules! count {
                ($($rows:ident => $count:ident),*) => {$(
                    stats.$count += state.$rows.len();
                    stats.row_bytes += state.$rows.bytes();
                )*};
            }
            count!(
                channels => channels, threads => threads, roles => roles, members => members,
                presences => presences, voice_states => voice_states, emojis => emojis,
                stickers => stickers, stages => stage_instances, scheduled_events => scheduled_events
            );
            stats.row_bytes += state.row.len();
            for rows in state.messages.values() {
                stats.messages += rows.len();
                stats.row_bytes += rows.bytes();
            }
        }
        stats
    }

    /// Sets the gauges listed in [`metric`](crate::metric), from [`stats`](Self::stats). Call it every few seconds.
    #[cfg(feature = "metrics")]
    pub fn record_metrics(&self) {
        use crate::metric;
        #[allow(clippy::cast_precision_loss, reason = "a gauge is a float")]
        let set = |gauge: metrics::Gauge, value: u64| gauge.set(value as f64);
        let stats = self.stats();
        for kind in Kind::ALL {
            let gauge = metrics::gauge!(metric::ENTRIES, "kind" => kind.name());
            set(gauge, stats.entries(kind) as u64);
        }
        set(metrics::gauge!(metric::ROW_BYTES), stats.row_bytes as u64);
        metrics::counter!(metric::UPDATES).absolute(stats.updates);
        metrics::counter!(metric::UNDECODED).absolute(stats.undecoded);
        metrics::counter!(metric::DROPPED).absolute(stats.dropped);
    }
}
