//! For how long a session is resumed: two clocks, of which the first to run out gives it up.
//!
//! "The gateway cannot be reached" is the time since the session was last in use. "The session is refused"
//! is the time of the attempts on which Hello came, Resume was sent, and no session went on, with the wait
//! after each. An outage must not cost a session, so its attempts do not count as refusals; and a gateway
//! that is there and takes no Resume must not keep a shard down for the whole life of a session.
//!
//! Docs: [Gateway, Resuming](https://docs.discord.com/developers/events/gateway#resuming): if Discord does not
//! take a Resume, it says op 9, "and you should reconnect and identify"; what to do if it says nothing is
//! left open. [Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume).

use std::time::{Duration, Instant};

use crate::planted::{WrongRule, planted};
use crate::timeouts::ProtocolTimeouts;

/// The two clocks of one session.
#[derive(Debug)]
pub(crate) struct ResumeClock {
    /// When the session was last known to be in use.
    alive_at: Instant,
    /// Time spent on Resumes that were turned away, since it was in use.
    refused_for: Duration,
    /// Whether the last attempt was turned away, so that the wait after it counts too.
    last_was_refused: bool,
}

impl ResumeClock {
    pub(crate) const fn new(now: Instant) -> Self {
        Self { alive_at: now, refused_for: Duration::ZERO, last_was_refused: false }
    }

    /// The session is in use: both clocks start anew.
    pub(crate) const fn in_use(&mut self, now: Instant) {
        *self = Self::new(now);
    }

    /// An attempt that was dialled at `begun` ended after Resume was sent and before the session was live. It
    /// was turned away, unless a part of the replay came on it. It counts for no more than its time limits
    /// allow: if the process slept meanwhile, that is not Discord's doing.
    pub(crate) fn turned_away(&mut self, begun: Instant, limits: &ProtocolTimeouts, now: Instant) {
        self.last_was_refused = self.alive_at <= begun;
        if !self.last_was_refused {
            return;
        }
        let most = limits.connect + limits.hello + limits.resumed;
        self.refused_for += now.saturating_duration_since(begun).min(most);
    }

    /// An attempt ended before Resume was sent.
    pub(crate) fn not_reached(&mut self) {
        self.last_was_refused = planted(WrongRule::OutagesAreRefusals);
    }

    /// The wait after the last attempt.
    pub(crate) fn waits(&mut self, wait: Duration) {
        if self.last_was_refused {
            self.refused_for += wait;
        }
    }

    /// Whether a connection that is dialled at this time may resume the session. Discord keeps one for a few
    /// minutes, and does not take every Resume.
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
