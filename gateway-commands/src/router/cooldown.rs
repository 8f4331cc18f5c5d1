//! Cooldowns: how soon a command may be used again.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use foldhash::fast::RandomState;
use tokio::time::Instant;

use crate::answer::Context;

/// Uses that one cooldown remembers. Beyond that the oldest are forgotten early.
const KEPT: usize = 65_536;

/// How soon a command, component or modal may be used again, by the same user or member, in the same guild or channel, or at all.
/// Each of them is counted by itself. A use counts if the checks let it through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cooldown {
    by: By,
    per: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    User,
    Guild,
    Channel,
    Member,
    Everybody,
}

impl Cooldown {
    /// A user may use it again after this time.
    #[must_use]
    pub const fn user(per: Duration) -> Self {
        Self { by: By::User, per }
    }

    /// It may be used again in the same guild after this time; outside guilds by the same user.
    #[must_use]
    pub const fn guild(per: Duration) -> Self {
        Self { by: By::Guild, per }
    }

    /// It may be used again in the same channel after this time.
    #[must_use]
    pub const fn channel(per: Duration) -> Self {
        Self { by: By::Channel, per }
    }

    /// A user may use it again in the same guild after this time; outside guilds anywhere outside guilds.
    #[must_use]
    pub const fn member(per: Duration) -> Self {
        Self { by: By::Member, per }
    }

    /// It may be used again by anybody after this time.
    #[must_use]
    pub const fn everybody(per: Duration) -> Self {
        Self { by: By::Everybody, per }
    }

    /// By whom and where it was used, as far as that counts.
    fn ids(self, ctx: &Context) -> (u64, u64) {
        let user = ctx.author().map_or(0, |author| author.id.get());
        match self.by {
            By::User => (user, 0),
            By::Guild => (ctx.guild_id().map_or(user, |guild| guild.get()), 0),
            By::Channel => (ctx.channel_id().map_or(user, |channel| channel.get()), 0),
            By::Member => (user, ctx.guild_id().map_or(0, |guild| guild.get())),
            By::Everybody => (0, 0),
        }
    }
}

/// What was used: its name, and by whom and where.
type Key = (&'static str, (u64, u64));

/// A cooldown and the uses that count.
#[derive(Debug)]
pub(super) struct Uses {
    cooldown: Cooldown,
    ends: Mutex<Ends>,
}

/// When each use stops counting. All last equally long, so they end in the order in which they began.
#[derive(Debug, Default)]
struct Ends {
    by_key: HashMap<Key, Instant, RandomState>,
    in_order: VecDeque<(Instant, Key)>,
}

impl Uses {
    pub(super) fn of(cooldown: Cooldown) -> Self {
        Self { cooldown, ends: Mutex::default() }
    }

    /// Counts a use, or says how long to wait.
    pub(super) fn take(&self, name: &'static str, ctx: &Context) -> Result<(), Duration> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner).take(
            (name, self.cooldown.ids(ctx)),
            self.cooldown.per,
            Instant::now(),
        )
    }
}

impl Ends {
    fn take(&mut self, key: Key, per: Duration, now: Instant) -> Result<(), Duration> {
        while let Some((end, key)) = self.in_order.front().copied()
            && (end <= now || self.in_order.len() >= KEPT)
        {
            self.in_order.pop_front();
            self.by_key.remove(&key);
        }
        if let Some(end) = self.by_key.get(&key) {
            return Err(end.saturating_duration_since(now));
        }
        self.by_key.insert(key, now + per);
        self.in_order.push_back((now + per, key));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PER: Duration = Duration::from_secs(5);

    #[test]
    fn a_use_counts_until_its_time_is_over() {
        let (mut ends, now) = (Ends::default(), Instant::now());
        assert_eq!(ends.take(("ban", (1, 0)), PER, now), Ok(()));
        assert_eq!(ends.take(("ban", (2, 0)), PER, now), Ok(()));
        assert_eq!(ends.take(("kick", (1, 0)), PER, now), Ok(()));
        let later = now + Duration::from_secs(3);
        assert_eq!(ends.take(("ban", (1, 0)), PER, later), Err(Duration::from_secs(2)));
        assert_eq!(ends.take(("ban", (1, 0)), PER, now + PER), Ok(()));
        assert_eq!(ends.by_key.len(), 1);
    }

    #[test]
    fn no_more_uses_are_kept_than_fit() {
        let (mut ends, now) = (Ends::default(), Instant::now());
        for user in 0..70_000 {
            assert_eq!(ends.take(("ban", (user, 0)), PER, now), Ok(()));
        }
        assert_eq!((ends.by_key.len(), ends.in_order.len()), (KEPT, KEPT));
        assert_eq!(ends.take(("ban", (69_999, 0)), PER, now), Err(PER));
    }
}
