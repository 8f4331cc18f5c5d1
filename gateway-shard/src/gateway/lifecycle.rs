//! The life of a gateway, in one place: what runs, what stops it, and what its end waits for.
//!
//! ```text
//! Running   --> Stopping:  a shutdown, a shard that Discord refused, or one whose task panicked
//! Running   --> Finishing: the last shard's task is over, because nobody reads events any more
//! Stopping  --> Finishing: the last shard's task is over
//! Finishing --> Ended:     the last events are handled, the store is written, the state folder is free
//! ```
//!
//! Beside it stands how long a shutdown waits. At its deadline a gateway may be in any phase, and goes on to its end:
//!
//! ```text
//! Waiting   --> GivenUp:   the deadline has passed: listeners are dropped, events are no longer waited for
//! GivenUp   --> Abandoned: what ends by itself had its time: a store that is stuck is not waited for either
//! ```
//!
//! Each change is one change of one value, so nobody sees half of it. A test makes every move and compares them with
//! these lines. `shard/life.rs` is the same of one shard.

use std::sync::{Mutex, OnceLock};

use gateway_proto::Shutdown;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::disk::FolderLock;
use crate::error::Refused;
use crate::lock::lock;

/// How far a gateway is in its life, with the way in which it stops.
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
    /// Tasks of shards that are not over.
    tasks: usize,
    /// Bots that run their listeners.
    bots: usize,
    /// The latest deadline of any shutdown.
    deadline: Option<Instant>,
}

/// Where a gateway is in its life; see the [module](self).
#[derive(Debug)]
pub(crate) struct Lifecycle {
    state: watch::Sender<State>,
    /// The first shard that Discord refused. Apart from the state, as it is lent to the user.
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

    /// Tasks of shards start.
    pub(super) fn tasks_start(&self, count: usize) {
        self.state.send_modify(|state| state.tasks += count);
    }

    /// The task of a shard is over. Returns whether it was the last: [`finish`](Self::finish) follows then.
    pub(super) fn task_ended(&self) -> bool {
        let mut last = false;
        self.state.send_modify(|state| {
            state.tasks -= 1;
            last = state.tasks == 0;
        });
        last
    }

    /// It begins to stop, if it has not begun. Returns in which way it stops: the first call decides.
    pub(super) fn stop(&self, kind: Shutdown) -> Shutdown {
        self.go(kind, |phase, kind| match phase {
            Phase::Running => Phase::Stopping(kind),
            other => other,
        })
    }

    /// The last task is over. Returns in which way it stops.
    pub(super) fn finish(&self) -> Shutdown {
        self.go(Shutdown::KeepSession, |phase, kind| match phase {
            Phase::Running | Phase::Stopping(_) => Phase::Finishing(kind),
            other => other,
        })
    }

    /// The last events are handled and the store is written: the state folder is given free.
    pub(super) fn end(&self) {
        lock(&self.folder_lock).take();
        self.go(Shutdown::KeepSession, |phase, kind| match phase {
            Phase::Finishing(_) => Phase::Ended(kind),
            other => other,
        });
    }

    /// Makes a move; `kind` is the way to stop if none is decided.
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

    /// A shutdown waits until then.
    pub(super) fn wait_until(&self, deadline: Instant) {
        self.state.send_modify(|state| state.deadline = state.deadline.max(Some(deadline)));
    }

    /// Until when a shutdown waits, the longest of all.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.state.borrow().deadline
    }

    /// The deadline of a shutdown has passed.
    pub(super) fn give_up(&self) {
        self.lose_patience(Patience::Waiting, Patience::GivenUp);
    }

    /// A shutdown whose deadline has passed waits for nothing more.
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

    /// Discord refused a shard. The first one is kept.
    pub(super) fn refuse(&self, refused: Refused) {
        let _ = self.refused.set(refused);
    }

    pub(super) fn refused(&self) -> Option<&Refused> {
        self.refused.get()
    }

    /// In which way it stops, if it does.
    pub(super) fn shutdown(&self) -> Option<Shutdown> {
        self.state.borrow().phase.shutdown()
    }

    /// Counts a bot, whose listeners the end waits for.
    pub(crate) fn attach(&self) -> Attached {
        self.state.send_modify(|state| state.bots += 1);
        Attached(self.state.clone())
    }

    /// Waits until it begins to stop, and returns in which way. Cancel-safe.
    pub(crate) async fn stopping(&self) -> Shutdown {
        self.reaches(|state| state.phase != Phase::Running).await;
        self.shutdown().unwrap_or(Shutdown::KeepSession)
    }

    /// Waits until all tasks of shards are over. Cancel-safe.
    pub(super) async fn tasks_ended(&self) {
        self.reaches(|state| matches!(state.phase, Phase::Finishing(_) | Phase::Ended(_))).await;
    }

    /// Waits until no bot runs its listeners. Cancel-safe.
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

    /// Waits for the end, or until a shutdown at its deadline no longer waits for it. Cancel-safe.
    pub(crate) async fn ended_or_abandoned(&self) {
        let abandoned = |state: &State| state.patience == Patience::Abandoned;
        self.reaches(|state| matches!(state.phase, Phase::Ended(_)) || abandoned(state)).await;
    }

    async fn reaches(&self, there: impl FnMut(&State) -> bool) {
        // The sender of the watch is in `self`, so it cannot be gone.
        let _ = self.state.subscribe().wait_for(there).await;
    }
}

/// Says that a bot runs its listeners, until it is dropped.
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

    /// All that is called of a lifecycle, in any order.
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
