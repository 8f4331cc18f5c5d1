//! The lifecycle of a shard.
//!
//! ```text
//! Down --> Live:  its session is ready or resumed
//! Live --> Down:  its connection is lost
//! Down --> Ended: its task is over
//! Live --> Ended: its task panicked
//! ```
//!
//! A separate value says whether the last event was read, which may be before or after the task ends.

use gateway_proto::StopReason;
use tokio::sync::watch;

use crate::events::LastRead;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Phase {
    /// Its session is not live: before the first connection, or between two connections.
    Down,
    /// Its session is live, as of the events that were read.
    Live,
    /// Its task has ended.
    Ended(StopReason),
}

/// The state of a shard's lifecycle; see the [module](self).
#[derive(Debug)]
pub(crate) struct ShardLife {
    phase: watch::Sender<Phase>,
    /// Set when the last event was read, or nobody can read it any more.
    read: watch::Sender<bool>,
}

impl ShardLife {
    pub(super) fn new() -> Self {
        Self { phase: watch::Sender::new(Phase::Down), read: watch::Sender::new(false) }
    }

    /// Records that its session is live.
    pub(super) fn live(&self) {
        self.go(Phase::Live);
    }

    /// Records that its session is not live any more.
    pub(super) fn down(&self) {
        self.go(Phase::Down);
    }

    /// Records that its task has ended. The first reason is kept.
    pub(super) fn end(&self, reason: StopReason) {
        self.go(Phase::Ended(reason));
    }

    fn go(&self, next: Phase) {
        self.phase.send_if_modified(|phase| {
            let goes = !matches!(phase, Phase::Ended(_)) && *phase != next;
            if goes {
                *phase = next;
            }
            goes
        });
    }

    /// Returns a guard that travels with the last event.
    pub(crate) fn last_read(&self) -> LastRead {
        LastRead(self.read.clone())
    }

    pub(crate) fn is_live(&self) -> bool {
        *self.phase.borrow() == Phase::Live
    }

    /// Why the task has ended, if it has.
    pub(crate) fn ended(&self) -> Option<StopReason> {
        match &*self.phase.borrow() {
            Phase::Ended(reason) => Some(reason.clone()),
            Phase::Down | Phase::Live => None,
        }
    }

    /// Waits until the session is live. Returns `false` if the task ends before. Cancel-safe.
    pub(crate) async fn wait_live(&self) -> bool {
        let mut phase = self.phase.subscribe();
        // `self` holds the sender of the watch, so it cannot be dropped meanwhile.
        phase.wait_for(|phase| *phase != Phase::Down).await.is_ok_and(|phase| *phase == Phase::Live)
    }

    /// Waits until the task has ended. Cancel-safe.
    pub(crate) async fn wait_ended(&self) {
        // `self` holds the sender of the watch, so it cannot be dropped meanwhile.
        let _ = self.phase.subscribe().wait_for(|phase| matches!(phase, Phase::Ended(_))).await;
    }

    /// Waits until the last event was read. Cancel-safe.
    pub(crate) async fn wait_read(&self) {
        // `self` holds the sender of the watch, so it cannot be dropped meanwhile.
        let _ = self.read.subscribe().wait_for(|read| *read).await;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use futures_util::FutureExt as _;

    use super::*;
    use crate::diagram;

    fn reason() -> StopReason {
        StopReason::Shutdown { session: None }
    }

    #[test]
    fn the_moves_are_those_of_the_diagram() {
        let calls: [fn(&ShardLife); 3] =
            [ShardLife::live, ShardLife::down, |life| life.end(reason())];
        let mut moves = BTreeSet::new();
        for order in diagram::orders(calls.len(), 4) {
            let life = ShardLife::new();
            for call in order {
                let before = life.phase.borrow().clone();
                calls[call](&life);
                moves.extend(diagram::step(&before, &*life.phase.borrow()));
            }
        }
        assert_eq!(moves, diagram::drawn(include_str!("life.rs")));
    }

    #[tokio::test]
    async fn who_waits_for_a_shard_to_be_live_hears_of_its_end() {
        let life = ShardLife::new();
        assert!(life.wait_live().now_or_never().is_none());
        life.live();
        assert!(life.wait_live().await && life.is_live());
        life.end(reason());
        life.live();
        assert_eq!(
            (life.wait_live().await, life.is_live(), life.ended()),
            (false, false, Some(reason()))
        );
        life.wait_ended().await;
    }

    #[tokio::test]
    async fn the_last_event_is_read_when_it_is_dropped() {
        let life = ShardLife::new();
        let last = life.last_read();
        assert!(life.wait_read().now_or_never().is_none());
        drop(last);
        life.wait_read().await;
    }
}
