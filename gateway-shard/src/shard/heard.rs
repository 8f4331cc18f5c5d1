//! Tracks until when a shard's session is known to be complete, and the gap after a lost session.

use std::sync::{Arc, Mutex};

use gateway_model::Timestamp;
use gateway_model::id::{Id, marker};
use gateway_proto::StateChange;

use crate::events::SessionGap;
use crate::lock::lock;

/// Until when the session is known to be complete, in Unix milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Heard(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// `None` before the first session.
    last: Option<u64>,
    /// Whether events arrive. Before a session is resumed, an answered heartbeat proves nothing.
    is_live: bool,
    /// Start and end of the time without a session, until the Ready is seen.
    gap: Option<(u64, u64)>,
}

impl Heard {
    /// Creates the state with the time at which an earlier process stored the session.
    pub(super) fn new(stored_at: Option<u64>) -> Self {
        Self(Mutex::new(State { last: stored_at, ..State::default() }))
    }

    /// Records a change of the connection at this time.
    pub(super) fn note(&self, change: &StateChange, now_ms: u64) {
        let mut state = lock(&self.0);
        match change {
            StateChange::Ready { .. } => {
                // Another session may begin before the first one's event was seen.
                let from = state.gap.map(|(from, _)| from).or(state.last);
                state.gap = from.map(|from| (from, now_ms.max(from)));
            }
            StateChange::Resumed { .. } => {}
            StateChange::HeartbeatAcked { .. } if state.is_live => {}
            StateChange::Disconnected { .. } => {
                state.is_live = false;
                return;
            }
            _ => return,
        }
        state.is_live = true;
        state.last = state.last.max(Some(now_ms));
    }

    /// Returns the gap before a Ready, if a session was lost.
    pub(super) fn gap(
        &self,
        guilds: impl FnOnce() -> Vec<Id<marker::Guild>>,
    ) -> Option<Arc<SessionGap>> {
        let (from, until) = lock(&self.0).gap.take()?;
        let at = |ms| Timestamp::from_unix_ms(i64::try_from(ms).unwrap_or(i64::MAX));
        Some(Arc::new(SessionGap { guilds: guilds(), from: at(from), until: at(until) }))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use gateway_proto::{DisconnectCause, NextStep};

    use super::*;

    fn ready() -> StateChange {
        StateChange::Ready { session: None }
    }

    fn gap(heard: &Heard) -> Option<(i64, i64)> {
        let gap = heard.gap(Vec::new)?;
        Some((gap.from.unix_ms(), gap.until.unix_ms()))
    }

    #[test]
    fn a_gap_begins_when_the_lost_session_was_last_known_to_be_complete() {
        let heard = Heard::new(None);
        heard.note(&ready(), 1000);
        assert_eq!(gap(&heard), None, "the first session follows on none");
        let acked = StateChange::HeartbeatAcked {
            latency: Some(Duration::from_millis(5)),
            sequence: Some(3),
        };
        heard.note(&acked, 2000);
        let lost = StateChange::Disconnected {
            cause: DisconnectCause::ConnectTimedOut,
            next: NextStep::Resume,
            retry_in: Duration::ZERO,
        };
        heard.note(&lost, 8000);
        heard.note(&acked, 9000);
        heard.note(&ready(), 10_000);
        assert_eq!(gap(&heard), Some((2000, 10_000)));
        assert_eq!(gap(&heard), None, "told once");
        heard.note(&StateChange::Resumed { replayed: 1 }, 11_000);
        heard.note(&ready(), 12_000);
        heard.note(&ready(), 13_000);
        assert_eq!(gap(&heard), Some((11_000, 13_000)), "two sessions in a row");
    }

    #[test]
    fn a_session_of_an_earlier_process_counts_from_when_it_was_stored() {
        let heard = Heard::new(Some(500));
        heard.note(&ready(), 400);
        assert_eq!(gap(&heard), Some((500, 500)), "a clock that was set back");
    }
}
