//! The lifecycle of a gateway: what is running, what stops it, and what its end waits for.
//!
//! ```text
//! Running   --> Stopping:  a shutdown, a shard that Discord refused, or one whose task panicked
//! Running   --> Finishing: the last shard's task is over, because nobody reads events any more
//! Stopping  --> Finishing: the last shard's task is over
//! Finishing --> Ended:     the last events are handled, the store is written, the state folder is free
//! ```
//!
//! A separate state says how long a shutdown waits. At its deadline a gateway may be in any phase, and continues to its
//! end:
//!
//! ```text
//! Waiting   --> GivenUp:   the deadline has passed: listeners are dropped, events are no longer waited for
//! GivenUp   --> Abandoned: what ends by itself had its time: a store that is stuck is not waited for either
//! ```
//!
//! Each change replaces the whole value, so no reader sees a partial change. A test makes every move and compares the
//! moves with these lines. `shard/life.rs` does the same for one shard.

use std::sync::{Mutex, OnceLock};

use gateway_proto::Shutdown;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::disk::FolderLock;
use crate::error::Refused;
use crate::lock::lock;

/// The phase of a gateway, with the kind of shutdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Running,
    Stopping(Shutdown),
    Finishing(Shutdown),
    Ended(Shutdown),
}

impl Phase {
    const fn shutdown(self) -> Option<Shutdown> {
        match self {
            Self::Running => None,
            Self::Stopping(kind) | Self::Finishing(kind) | Self::Ended(kind) => Some(kind),
        }
    }
}

/// How long a shutdown waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Patience {
    Waiting,
    GivenUp,
    Abandoned,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    patience: Patience,
    /// The number of shard tasks that have not ended.
    tasks: usize,
    /// The number of bots that run listeners.
    bots: usize,
    /// The latest deadline of all shutdowns.
    deadline: Option<Instant>,
}

/// The state of a gateway's lifecycle; see the [module](self).
#[derive(Debug)]
pub(crate) struct Lifecycle {
    state: watch::Sender<State>,
    /// The first shard that Discord refused. It is separate from the state, because references to it are returned to
    /// the user.
    refused: OnceLock<Refused>,
    /// Held until the end.
    folder_lock: Mutex<Option<FolderLock>>,
}

impl Lifecycle {
    pub(super) fn new(folder_lock: Option<FolderLock>) -> Self {
        let (phase, patience) = (Phase::Running, Patience::Waiting);
        let state = State { phase, patience, tasks: 0, bots: 0, deadline: None };
        let state = watch::Sender::new(state);
        Self { state, refused: OnceLock::new(), folder_lock: Mutex::new(folder_lock) }
    }

    /// Counts tasks of shards that start.
    pub(super) fn tasks_start(&self, count: usize) {
        self.state.send_modify(|state| state.tasks += count);
    }

    /// Records that the task of a shard has ended. Returns whether it was the last; if so, call
    /// [`finish`](Self::finish).
    pub(super) fn task_ended(&self) -> bool {
        let mut last = false;
        self.state.send_modify(|state| {
            state.tasks -= 1;
            last = state.tasks == 0;
        });
        last
    }

    /// Begins to stop, if it has not begun yet. Returns the kind of shutdown, which the first call decides.
    pub(super) fn stop(&self, kind: Shutdown) -> Shutdown {
        self.go(kind, |phase, kind| match phase {
            Phase::Running => Phase::Stopping(kind),
            other => other,
        })
    }

    /// Records that the last task has ended. Returns the kind of shutdown.
    pub(super) fn finish(&self) -> Shutdown {
        self.go(Shutdown::KeepSession, |phase, kind| match phase {
            Phase::Running | Phase::Stopping(_) => Phase::Finishing(kind),
            other => other,
        })
    }

    /// Records that the last events are handled and the store is written. Unlocks the state folder.
    pub(super) fn end(&self) {
        lock(&self.folder_lock).take();
        self.go(Shutdown::KeepSession, |phase, kind| match phase {
            Phase::Finishing(_) => Phase::Ended(kind),
            other => other,
        });
    }

    /// Makes a move; `kind` is used if the kind of shutdown is not decided yet.
    fn go(&self, kind: Shutdown, next: impl FnOnce(Phase, Shutdown) -> Phase) -> Shutdown {
        let mut decided = kind;
        self.state.send_if_modified(|state| {
            let before = state.phase;
            decided = before.shutdown().unwrap_or(kind);
            state.phase = next(before, decided);
            state.phase != before
        });
        decided
    }

    /// Records that a shutdown waits until this time.
    pub(super) fn wait_until(&self, deadline: Instant) {
        self.state.send_modify(|state| state.deadline = state.deadline.max(Some(deadline)));
    }

    /// The latest time until which a shutdown waits.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.state.borrow().deadline
    }

    /// Records that the deadline of a shutdown has passed.
    pub(super) fn give_up(&self) {
        self.lose_patience(Patience::Waiting, Patience::GivenUp);
    }

    /// Records that a shutdown whose deadline has passed no longer waits for anything.
    pub(super) fn abandon(&self) {
        self.lose_patience(Patience::GivenUp, Patience::Abandoned);
    }

    fn lose_patience(&self, from: Patience, to: Patience) {
        self.state.send_if_modified(|state| {
            let goes = state.patience == from;
            if goes {
                state.patience = to;
            }
            goes
        });
    }

    /// Records that Discord refused a shard. The first refusal is kept.
    pub(super) fn refuse(&self, refused: Refused) {
        let _ = self.refused.set(refused);
    }

    pub(super) fn refused(&self) -> Option<&Refused> {
        self.refused.get()
    }

    /// The kind of shutdown, if it is stopping.
    pub(super) fn shutdown(&self) -> Option<Shutdown> {
        self.state.borrow().phase.shutdown()
    }

    /// Counts a bot, for whose listeners the end waits.
    pub(crate) fn attach(&self) -> Attached {
        self.state.send_modify(|state| state.bots += 1);
        Attached(self.state.clone())
    }

    /// Waits until it begins to stop, and returns the kind of shutdown. Cancel-safe.
    pub(crate) async fn stopping(&self) -> Shutdown {
        self.reaches(|state| state.phase != Phase::Running).await;
        self.shutdown().unwrap_or(Shutdown::KeepSession)
    }

    /// Waits until all shard tasks have ended. Cancel-safe.
    pub(super) async fn tasks_ended(&self) {
        self.reaches(|state| matches!(state.phase, Phase::Finishing(_) | Phase::Ended(_))).await;
    }

    /// Waits until no bot runs listeners. Cancel-safe.
    pub(super) async fn detached(&self) {
        self.reaches(|state| state.bots == 0).await;
    }

    /// Waits until the deadline of a shutdown has passed. Cancel-safe.
    pub(crate) async fn given_up(&self) {
        self.reaches(|state| state.patience != Patience::Waiting).await;
    }

    /// Waits for the end. Cancel-safe.
    pub(super) async fn ended(&self) {
        self.reaches(|state| matches!(state.phase, Phase::Ended(_))).await;
    }

    /// Waits for the end, or until a shutdown stops waiting for it at its deadline. Cancel-safe.
    pub(crate) async fn ended_or_abandoned(&self) {
        let abandoned = |state: &State| state.patience == Patience::Abandoned;
        self.reaches(|state| matches!(state.phase, Phase::Ended(_)) || abandoned(state)).await;
    }

    async fn reaches(&self, there: impl FnMut(&State) -> bool) {
        // `self` holds the sender of the watch, so it cannot be dropped meanwhile.
        let _ = self.state.subscribe().wait_for(there).await;
    }
}

/// Counts as a bot that runs listeners, until it is dropped.
#[derive(Debug)]
pub(crate) struct Attached(watch::Sender<State>);

impl Drop for Attached {
    fn drop(&mut self) {
        self.0.send_modify(|state| state.bots -= 1);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use futures_util::FutureExt as _;

    use super::*;
    use crate::diagram;

    type Call = fn(&Lifecycle);

    /// All calls of a lifecycle, in any order.
    const CALLS: [Call; 6] = [
        |life| _ = life.stop(Shutdown::Offline),
        |life| _ = life.stop(Shutdown::KeepSession),
        |life| _ = life.finish(),
        Lifecycle::end,
        Lifecycle::give_up,
        Lifecycle::abandon,
    ];

    #[test]
    fn the_moves_are_those_of_the_diagram() {
        let mut moves = BTreeSet::new();
        for order in diagram::orders(CALLS.len(), 5) {
            let life = Lifecycle::new(None);
            let mut decided = None;
            for call in order {
                let before = (life.state.borrow().phase, life.state.borrow().patience);
                CALLS[call](&life);
                let after = (life.state.borrow().phase, life.state.borrow().patience);
                moves.extend(diagram::step(&before.0, &after.0));
                moves.extend(diagram::step(&before.1, &after.1));
                assert!(decided.is_none() || decided == life.shutdown(), "the first call decides");
                decided = life.shutdown();
            }
        }
        assert_eq!(moves, diagram::drawn(include_str!("lifecycle.rs")));
    }

    #[tokio::test]
    async fn each_wait_ends_with_its_move_and_not_before() {
        let life = Lifecycle::new(None);
        let told = |life: &Lifecycle| {
            [
                life.stopping().now_or_never().is_some(),
                life.tasks_ended().now_or_never().is_some(),
                life.given_up().now_or_never().is_some(),
                life.ended_or_abandoned().now_or_never().is_some(),
                life.ended().now_or_never().is_some(),
            ]
        };
        life.tasks_start(2);
        assert_eq!(told(&life), [false; 5]);
        assert_eq!(life.stop(Shutdown::Offline), Shutdown::Offline);
        assert_eq!(told(&life), [true, false, false, false, false]);
        assert!(!life.task_ended() && life.task_ended());
        assert_eq!(life.finish(), Shutdown::Offline);
        assert_eq!(told(&life), [true, true, false, false, false]);
        life.give_up();
        assert_eq!(told(&life), [true, true, true, false, false]);
        life.abandon();
        assert_eq!(told(&life), [true, true, true, true, false]);
        life.end();
        assert_eq!(told(&life), [true; 5]);
    }

    #[tokio::test]
    async fn the_end_waits_for_every_bot() {
        let life = Lifecycle::new(None);
        let (first, second) = (life.attach(), life.attach());
        drop(first);
        assert!(life.detached().now_or_never().is_none());
        drop(second);
        life.detached().await;
    }
}
