//! The life of a gateway.

use std::sync::{Mutex, OnceLock};

use gateway_proto::Shutdown;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::disk::FolderLock;
use crate::error::Refused;
use crate::lock::lock;

/// Where a gateway is in its life.
#[derive(Debug)]
pub(crate) struct Lifecycle {
    refused: OnceLock<Refused>,
    stopping: watch::Sender<Option<Shutdown>>,
    /// Set when every shard is at its end and the store is written.
    ended: watch::Sender<bool>,
    /// How many tasks of shards run.
    running: watch::Sender<usize>,
    /// How many bots run their listeners.
    attached: watch::Sender<usize>,
    /// The latest deadline of any shutdown.
    deadline: Mutex<Option<Instant>>,
    /// Set when a shutdown's deadline has passed.
    given_up: watch::Sender<bool>,
    /// Set when a shutdown whose deadline has passed waits for nothing more.
    abandoned: watch::Sender<bool>,
    /// Held until the end.
    folder_lock: Mutex<Option<FolderLock>>,
}

impl Lifecycle {
    pub(super) fn new(folder_lock: Option<FolderLock>) -> Self {
        Self {
            refused: OnceLock::new(),
            stopping: watch::Sender::new(None),
            ended: watch::Sender::new(false),
            running: watch::Sender::new(0),
            attached: watch::Sender::new(0),
            deadline: Mutex::default(),
            given_up: watch::Sender::new(false),
            abandoned: watch::Sender::new(false),
            folder_lock: Mutex::new(folder_lock),
        }
    }

    /// Tasks of shards start.
    pub(super) fn tasks_start(&self, count: usize) {
        self.running.send_modify(|running| *running += count);
    }

    /// The task of a shard is over; whether it was the last.
    pub(super) fn task_ended(&self) -> bool {
        let mut last = false;
        self.running.send_modify(|running| {
            *running -= 1;
            last = *running == 0;
        });
        last
    }

    /// Waits until all tasks of shards are over. Cancel-safe.
    pub(super) async fn tasks_ended(&self) {
        // The sender of the watch is in `self`, so it cannot be gone.
        let _ = self.running.subscribe().wait_for(|running| *running == 0).await;
    }

    /// It begins to stop, if it has not begun; returns in which way it stops.
    pub(super) fn stop(&self, kind: Shutdown) -> Shutdown {
        let mut first = kind;
        self.stopping.send_if_modified(|stopping| {
            let begins = stopping.is_none();
            first = *stopping.get_or_insert(kind);
            begins
        });
        first
    }

    /// Waits until it begins to stop, and returns in which way. Cancel-safe.
    pub(crate) async fn stopping(&self) -> Shutdown {
        let mut stopping = self.stopping.subscribe();
        let kind = stopping.wait_for(Option::is_some).await;
        // The sender of the watch is in `self`, so it cannot be gone.
        kind.ok().and_then(|kind| *kind).unwrap_or(Shutdown::KeepSession)
    }

    /// In which way it stops, if it does.
    pub(super) fn stops(&self) -> Option<Shutdown> {
        *self.stopping.borrow()
    }

    /// Discord refused a shard. The first one is kept.
    pub(super) fn refuse(&self, refused: Refused) {
        let _ = self.refused.set(refused);
    }

    pub(super) fn refused(&self) -> Option<&Refused> {
        self.refused.get()
    }

    /// Counts a bot whose listeners the end waits for.
    pub(crate) fn attach(&self) -> Attached {
        self.attached.send_modify(|count| *count += 1);
        Attached(self.attached.clone())
    }

    /// Waits until no bot runs its listeners.
    pub(super) async fn detached(&self) {
        // The sender of the watch is in `self`, so it cannot be gone.
        let _ = self.attached.subscribe().wait_for(|attached| *attached == 0).await;
    }

    /// A shutdown waits until then.
    pub(super) fn wait_until(&self, deadline: Instant) {
        let mut latest = lock(&self.deadline);
        *latest = (*latest).max(Some(deadline));
    }

    /// Until when a shutdown waits, the longest of all.
    pub(super) fn deadline(&self) -> Option<Instant> {
        *lock(&self.deadline)
    }

    /// The deadline of a shutdown has passed.
    pub(super) fn give_up(&self) {
        self.given_up.send_replace(true);
    }

    /// Waits until the deadline of a shutdown has passed. Cancel-safe.
    pub(crate) async fn given_up(&self) {
        // The sender of the watch is in `self`, so it cannot be gone.
        let _ = self.given_up.subscribe().wait_for(|given_up| *given_up).await;
    }

    /// A shutdown whose deadline has passed waits for nothing more.
    pub(super) fn abandon(&self) {
        self.abandoned.send_replace(true);
    }

    /// Every shard is at its end and the store is written: the state folder is free.
    pub(super) fn end(&self) {
        lock(&self.folder_lock).take();
        self.ended.send_replace(true);
    }

    /// Waits for the end. Cancel-safe.
    pub(super) async fn ended(&self) {
        // The sender of the watch is in `self`, so it cannot be gone.
        let _ = self.ended.subscribe().wait_for(|ended| *ended).await;
    }

    /// Waits for the end, or until a shutdown at its deadline no longer waits for it. Cancel-safe.
    pub(crate) async fn ended_or_abandoned(&self) {
        let mut abandoned = self.abandoned.subscribe();
        tokio::select! {
            () = self.ended() => {}
            // The sender of the watch is in `self`, so it cannot be gone.
            _ = abandoned.wait_for(|abandoned| *abandoned) => {}
        }
    }
}

/// Says that a bot runs its listeners, until it is dropped.
#[derive(Debug)]
pub(crate) struct Attached(watch::Sender<usize>);

impl Drop for Attached {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
