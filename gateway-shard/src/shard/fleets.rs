//! All fleets: the one that serves, the one that will replace it while the number of shards changes, and what is left
//! of the previous one.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use gateway_model::gateway::ShardId;
use gateway_model::gateway::command::UpdatePresence;
use gateway_model::id::{Id, marker};
use gateway_proto::Shutdown;
use http_client::Report;

use super::blueprint::Blueprint;
use super::fleet::Fleet;
use super::state::Shard;
use crate::disk::StoreError;
use crate::error::SendError;
use crate::lock::lock;
use crate::store::PATIENCE;

/// All shards of this process.
pub(crate) struct Fleets {
    pub(crate) blueprint: Blueprint,
    current: RwLock<Current>,
    numbers: AtomicU32,
    /// The last presence that was set on all shards.
    presence: Mutex<Option<UpdatePresence>>,
    /// The error of the last write of the session store, if it failed.
    store_error: Mutex<Option<Arc<StoreError>>>,
}

#[derive(Debug)]
struct Current {
    serving: Arc<Fleet>,
    /// The new fleet, during a reshard.
    beside: Option<Arc<Fleet>>,
    /// The fleet that served before, until its shards have ended. Only for leased shards: a reshard ends its old shards
    /// itself.
    before: Option<Arc<Fleet>>,
    /// Set when the gateway is stopping, after which no fleet may begin.
    stopping: bool,
}

impl Current {
    fn all(&self) -> impl Iterator<Item = &Arc<Fleet>> {
        std::iter::once(&self.serving).chain(&self.beside).chain(&self.before)
    }
}

impl Fleets {
    /// Creates the fleets with the first one, whose number is 0.
    pub(crate) fn new(blueprint: Blueprint, first: Fleet) -> Self {
        let current =
            Current { serving: Arc::new(first), beside: None, before: None, stopping: false };
        Self {
            blueprint,
            current: RwLock::new(current),
            numbers: AtomicU32::new(1),
            presence: Mutex::default(),
            store_error: Mutex::default(),
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Current> {
        self.current.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Current> {
        self.current.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The fleet that serves.
    pub(crate) fn serving(&self) -> Arc<Fleet> {
        Arc::clone(&self.read().serving)
    }

    /// The shards of all fleets.
    pub(crate) fn all_shards(&self) -> Vec<Arc<Shard>> {
        self.read().all().flat_map(|fleet| fleet.shards()).collect()
    }

    /// The shards that this process reports as its own: all if they are leased, and otherwise those of the fleet that
    /// serves.
    pub(crate) fn shards(&self) -> Vec<Arc<Shard>> {
        match self.blueprint.leased {
            Some(_) => self.all_shards(),
            None => self.serving().shards(),
        }
    }

    /// Returns the fleet of leased shards with this total, if there is one.
    pub(crate) fn leased(&self, count: NonZeroU32) -> Option<Arc<Fleet>> {
        self.blueprint.leased?;
        self.read().all().find(|fleet| fleet.count == count).cloned()
    }

    /// Returns a shard that this process reports as its own.
    pub(crate) fn shard(&self, id: ShardId) -> Result<Arc<Shard>, SendError> {
        let fleet = self.leased(id.count()).unwrap_or_else(|| self.serving());
        fleet.get(id).ok_or(SendError::UnknownShard(id))
    }

    /// Returns the shard that receives a guild's events, if this process runs it.
    pub(crate) fn shard_with(&self, guild: Id<marker::Guild>) -> Result<Arc<Shard>, SendError> {
        self.shard(self.shard_of(guild))
    }

    /// Returns the shard that receives a guild's events, whether this process runs it or not.
    pub(crate) fn shard_of(&self, guild: Id<marker::Guild>) -> ShardId {
        self.serving().shard_of(guild)
    }

    /// Returns the number for another fleet.
    pub(crate) fn next_number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Stops every shard.
    pub(crate) fn stop(&self, kind: Shutdown) {
        let mut current = self.write();
        current.stopping = true;
        current.serving.stop(kind);
        let kind = if self.blueprint.leased.is_some() { kind } else { Shutdown::Offline };
        for fleet in current.beside.iter().chain(&current.before) {
            fleet.stop(kind);
        }
    }

    /// Adds a new fleet beside the one that serves. Returns `false` if the gateway is stopping.
    pub(crate) fn begin_beside(&self, fleet: &Arc<Fleet>) -> bool {
        let mut current = self.write();
        if !current.stopping {
            current.beside = Some(Arc::clone(fleet));
        }
        !current.stopping
    }

    /// Makes the new fleet the serving one. Returns the previous one; `None` if the gateway is stopping.
    pub(crate) fn replace(&self) -> Option<Arc<Fleet>> {
        let mut current = self.write();
        let beside = current.beside.take().filter(|_| !current.stopping)?;
        Some(std::mem::replace(&mut current.serving, beside))
    }

    /// Gives up a new fleet, and stops its shards.
    pub(crate) fn give_up(&self, fleet: &Fleet) {
        self.write().beside = None;
        fleet.stop(Shutdown::Offline);
    }

    /// The fleets of leased shards: the one that serves, the new one, and the previous one.
    pub(crate) fn leased_fleets(&self) -> (Arc<Fleet>, Option<Arc<Fleet>>, Option<Arc<Fleet>>) {
        let current = self.read();
        (Arc::clone(&current.serving), current.beside.clone(), current.before.clone())
    }

    /// Makes the new leased fleet the serving one, while the previous one's shards end one by one. Returns `false` if
    /// there is no new fleet, or if a fleet of an earlier change has not ended.
    pub(crate) fn replace_leased(&self) -> bool {
        let mut current = self.write();
        if current.before.is_some() {
            return false;
        }
        let Some(beside) = current.beside.take() else { return false };
        let before = std::mem::replace(&mut current.serving, beside);
        current.before = Some(before).filter(|before| !before.shards().is_empty());
        true
    }

    /// Adds a shard to a fleet of leased shards. Returns `false` if the gateway is stopping, or if there is already one
    /// with its id.
    pub(crate) fn add(&self, fleet: &Fleet, shard: &Arc<Shard>) -> bool {
        let current = self.write();
        !current.stopping && fleet.add(shard)
    }

    /// Removes a leased shard that has stopped.
    pub(crate) fn remove(&self, shard: &Shard) {
        let mut current = self.write();
        for fleet in current.all().filter(|fleet| fleet.number == shard.fleet) {
            fleet.remove(shard);
        }
        current.before.take_if(|before| before.shards().is_empty());
    }

    /// Returns whether the gateway is stopping.
    pub(crate) fn is_stopping(&self) -> bool {
        self.read().stopping
    }

    /// The last presence that was set on all shards, for shards that start later.
    pub(crate) fn presence(&self) -> Option<UpdatePresence> {
        lock(&self.presence).clone()
    }

    pub(crate) fn set_presence(&self, presence: UpdatePresence) {
        *lock(&self.presence) = Some(presence);
    }

    /// Writes the sessions that changed since the last time, and the last seen messages of channels.
    pub(crate) async fn save(&self) {
        let shards = self.shards();
        let changed: Vec<_> =
            shards.iter().filter_map(|shard| Some((shard, shard.unsaved()?))).collect();
        // This is written after the sessions were read, and before they are written: a stored session must not be ahead
        // of a guild whose missed messages are not stored as missed.
        self.save_seen().await;
        if changed.is_empty() {
            return;
        }
        let (saved, records): (Vec<_>, Vec<_>) = changed
            .into_iter()
            .map(|(shard, (essence, record))| ((shard, essence), record))
            .unzip();
        let written = self.blueprint.store.save(records).await;
        match &written {
            Ok(()) => {
                for (shard, essence) in saved {
                    lock(&shard.stats.slow).saved = Some(essence);
                }
            }
            // It is written again in a second, because `saved` still has the last record.
            Err(error) => {
                tracing::error!(error = %Report::new(error), "failed to store the sessions");
            }
        }
        self.stored(written);
    }

    /// Writes the last seen messages of channels, if they are stored.
    pub(crate) async fn save_seen(&self) {
        let Some(catch_up) = &self.blueprint.catch_up else { return };
        let saved = tokio::time::timeout(PATIENCE, catch_up.save()).await;
        if let Err(error) = saved.unwrap_or(Err(StoreError::TimedOut(PATIENCE))) {
            let error = Report::new(&error);
            tracing::error!(%error, "failed to store the last seen messages of channels");
        }
    }

    /// Records the result of a write of the session store.
    pub(crate) fn stored(&self, written: Result<(), StoreError>) {
        *lock(&self.store_error) = written.err().map(Arc::new);
    }

    /// The error of the last write of the session store, if it failed.
    pub(crate) fn store_error(&self) -> Option<Arc<StoreError>> {
        lock(&self.store_error).clone()
    }
}
