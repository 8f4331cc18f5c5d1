//! How long a session may be resumed. There are two clocks, and the first to run out ends the session.
//!
//! The first clock counts the time since the session was last in use: it ends a session that cannot be reached. The
//! second counts the time of refused attempts, on which Hello came and Resume was sent but the session did not become
//! live, including the delay after each. An outage must not end a session, so its attempts do not count as refused. A
//! reachable gateway that accepts no Resume must not keep a shard offline for the whole lifetime of a session.
//!
//! Docs: [Gateway, Resuming](https://docs.discord.com/developers/events/gateway#resuming): if Discord does not accept a
//! Resume, it sends op 9, "and you should reconnect and identify". The docs do not say what to do if it sends nothing.
//! [Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume).

use std::time::{Duration, Instant};

use crate::planted::{WrongRule, planted};
use crate::timeouts::ProtocolTimeouts;

/// The two clocks of one session.
#[derive(Debug)]
pub(crate) struct ResumeClock {
    /// When the session was last known to be in use.
    alive_at: Instant,
    /// Time spent on refused Resumes since the session was last in use.
    refused_for: Duration,
    /// Whether the last attempt was refused, so that the delay after it counts too.
    last_was_refused: bool,
}

impl ResumeClock {
    pub(crate) const fn new(now: Instant) -> Self {
        Self { alive_at: now, refused_for: Duration::ZERO, last_was_refused: false }
    }

    /// Records that the session is in use. Both clocks restart.
    pub(crate) const fn in_use(&mut self, now: Instant) {
        *self = Self::new(now);
    }

    /// Records an attempt, dialled at `begun`, that ended after Resume was sent and before the session was live. It
    /// counts as refused unless a part of the replay arrived. It counts for no more than its time limits: if the
    /// process was suspended meanwhile, that is not Discord's fault.
    pub(crate) fn turned_away(&mut self, begun: Instant, limits: &ProtocolTimeouts, now: Instant) {
        self.last_was_refused = self.alive_at <= begun;
        if !self.last_was_refused {
            return;
        }
        let most = limits.connect + limits.hello + limits.resumed;
        self.refused_for += now.saturating_duration_since(begun).min(most);
    }

    /// Records an attempt that ended before Resume was sent.
    pub(crate) fn not_reached(&mut self) {
        self.last_was_refused = planted(WrongRule::OutagesAreRefusals);
    }

    /// Records the delay after the last attempt.
    pub(crate) fn waits(&mut self, wait: Duration) {
        if self.last_was_refused {
            self.refused_for += wait;
        }
    }

    /// Returns whether a connection dialled at `at` may resume the session. Discord keeps a session for a few minutes,
    /// and does not accept every Resume.
    ///
    /// Docs: [Initiating a Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect).
    pub(crate) fn allows_resume(&self, limits: &ProtocolTimeouts, at: Instant) -> bool {
        let refused = self.refused_for >= limits.refused;
        at.saturating_duration_since(self.alive_at) <= limits.session
            && (!refused || planted(WrongRule::RefusedSessionsLiveOn))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_on_which_the_replay_went_on_was_not_turned_away() {
        let (start, limits) = (Instant::now(), ProtocolTimeouts::default());
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut clock = ResumeClock::new(start);
        for attempt in 0..6 {
            let begun = at(40 * attempt + 1);
            clock.in_use(begun + Duration::from_secs(30));
            clock.turned_away(begun, &limits, begun + Duration::from_secs(35));
            clock.waits(Duration::from_secs(4));
            assert!(clock.refused_for.is_zero());
        }
        clock.turned_away(at(241), &limits, at(271));
        clock.waits(Duration::from_secs(4));
        assert_eq!(clock.refused_for, Duration::from_secs(34));
    }
}
