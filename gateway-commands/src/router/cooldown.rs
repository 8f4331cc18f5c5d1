//! Cooldowns: how often a command may be used.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use foldhash::fast::RandomState;
use tokio::time::Instant;

use crate::answer::Context;

/// The number of uses that one cooldown remembers. If there are more, the oldest are forgotten early.
const KEPT: usize = 65_536;

/// How often a command, component or modal may be used: by the same user or member, in the same guild or channel, or by
/// anybody. Each command, component and modal is counted separately. A use counts if the checks allow it and all
/// cooldowns of the handler are over.
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
    /// Creates a cooldown for each user.
    #[must_use]
    pub const fn user(per: Duration) -> Self {
        Self { by: By::User, per }
    }

    /// Creates a cooldown for each guild; outside guilds for each user.
    #[must_use]
    pub const fn guild(per: Duration) -> Self {
        Self { by: By::Guild, per }
    }

    /// Creates a cooldown for each channel.
    #[must_use]
    pub const fn channel(per: Duration) -> Self {
        Self { by: By::Channel, per }
    }

    /// Creates a cooldown for each user in each guild; outside guilds for each user.
    #[must_use]
    pub const fn member(per: Duration) -> Self {
        Self { by: By::Member, per }
    }

    /// Creates a cooldown that everybody shares.
    #[must_use]
    pub const fn everybody(per: Duration) -> Self {
        Self { by: By::Everybody, per }
    }

    /// Returns the ids of the user and place that this cooldown distinguishes.
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

/// The name of the handler, and the ids of the user and place.
type Key = (&'static str, (u64, u64));

/// A cooldown and its current uses.
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

    /// Counts a use, or returns how long to wait.
    fn take(&self, name: &'static str, ctx: &Context) -> Result<Taken<'_>, Duration> {
        let (key, per) = ((name, self.cooldown.ids(ctx)), self.cooldown.per);
        self.ends().take(key, per, Instant::now()).map(|end| Taken { uses: self, key, end })
    }

    fn ends(&self) -> MutexGuard<'_, Ends> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A use that was counted.
struct Taken<'a> {
    uses: &'a Uses,
    key: Key,
    end: Instant,
}

/// Counts a use in all of these cooldowns, or in none, and then returns how long to wait.
pub(super) fn take_all(
    cooldowns: &[Arc<Uses>],
    name: &'static str,
    ctx: &Context,
) -> Result<(), Duration> {
    let mut taken = Vec::with_capacity(cooldowns.len());
    let mut remaining = None;
    for uses in cooldowns {
        match uses.take(name, ctx) {
            Ok(counted) => taken.push(counted),
            Err(left) => remaining = remaining.max(Some(left)),
        }
    }
    let Some(remaining) = remaining else { return Ok(()) };
    for Taken { uses, key, end } in taken {
        uses.ends().give_back(key, end);
    }
    Err(remaining)
}

impl Ends {
    /// Counts a use. Returns when it stops counting, or as an error how long to wait.
    fn take(&mut self, key: Key, per: Duration, now: Instant) -> Result<Instant, Duration> {
        while let Some((end, key)) = self.in_order.front().copied()
            && (end <= now || self.in_order.len() >= KEPT)
        {
            self.in_order.pop_front();
            self.give_back(key, end);
        }
        if let Some(end) = self.by_key.get(&key) {
            return Err(end.saturating_duration_since(now));
        }
        let end = now + per;
        self.by_key.insert(key, end);
        self.in_order.push_back((end, key));
        Ok(end)
    }

    /// Forgets the use that stops counting at `end`, but not a later one with the same key.
    fn give_back(&mut self, key: Key, end: Instant) {
        if self.by_key.get(&key) == Some(&end) {
            self.by_key.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PER: Duration = Duration::from_secs(5);

    #[test]
    fn a_use_counts_until_its_time_is_over() {
        let (mut ends, now) = (Ends::default(), Instant::now());
        assert_eq!(ends.take(("ban", (1, 0)), PER, now), Ok(now + PER));
        assert_eq!(ends.take(("ban", (2, 0)), PER, now), Ok(now + PER));
        assert_eq!(ends.take(("kick", (1, 0)), PER, now), Ok(now + PER));
        let later = now + Duration::from_secs(3);
        assert_eq!(ends.take(("ban", (1, 0)), PER, later), Err(Duration::from_secs(2)));
        assert_eq!(ends.take(("ban", (1, 0)), PER, now + PER), Ok(now + 2 * PER));
        assert_eq!(ends.by_key.len(), 1);
    }

    #[test]
    fn a_use_that_is_given_back_does_not_count() {
        let (mut ends, now) = (Ends::default(), Instant::now());
        let key = ("ban", (1, 0));
        let first = ends.take(key, PER, now).unwrap();
        ends.give_back(key, first);
        let later = now + Duration::from_secs(1);
        assert_eq!(ends.take(key, PER, later), Ok(later + PER));
        // When the first use is over, the second still counts.
        assert_eq!(ends.take(key, PER, now + PER), Err(Duration::from_secs(1)));
    }

    #[test]
    fn no_more_uses_are_kept_than_fit() {
        let (mut ends, now) = (Ends::default(), Instant::now());
        for user in 0..70_000 {
            assert_eq!(ends.take(("ban", (user, 0)), PER, now), Ok(now + PER));
        }
        assert_eq!((ends.by_key.len(), ends.in_order.len()), (KEPT, KEPT));
        assert_eq!(ends.take(("ban", (69_999, 0)), PER, now), Err(PER));
    }
}
