//! A fleet: all shards of one shard count in this process, and when each is dialled.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use gateway_model::gateway::ShardId;
use gateway_model::gateway::command::UpdatePresence;
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind};
use gateway_proto::Shutdown;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::blueprint::Blueprint;
use super::sessions::Sessions;
use super::state::Shard;
use super::task::ShardTask;
use crate::error::StartError;
use crate::events::{Parts, ShardEvents};
use crate::identify::WINDOW;
use crate::lock::lock;
use crate::store::ShardRecord;

/// How long before its turn to Identify a shard is dialled, because a connection needs some time.
const DIAL_LEAD: Duration = Duration::from_secs(1);

/// The shards of one shard count in this process.
#[derive(Debug)]
pub(crate) struct Fleet {
    pub(crate) number: u32,
    pub(crate) count: NonZeroU32,
    /// By shard id. Shards are added and removed only if they are leased.
    shards: Mutex<BTreeMap<u32, Arc<Shard>>>,
}

/// Returns the Ready of a stored session, if the earlier process did not handle it. A Ready that does
/// not match the record is ignored.
fn unhandled_ready(record: &ShardRecord) -> Option<Dispatch> {
    let ready = Dispatch::parse(Bytes::from(record.ready.clone()?)).ok()?;
    let fits = ready.kind() == EventKind::Ready && ready.sequence() == record.session.sequence;
    (fits && ready.sequence() > 0).then_some(ready)
}

/// The tasks of a fleet that are not running yet, each with the stream of its events.
pub(crate) type Tasks = Vec<(ShardTask, ShardEvents)>;

impl Fleet {
    /// Creates a fleet without shards.
    pub(crate) fn empty(number: u32, count: NonZeroU32) -> Self {
        Self { number, count, shards: Mutex::default() }
    }

    /// Creates these shards and their tasks, which are not running yet.
    pub(crate) fn build(
        number: u32,
        ids: &[ShardId],
        blueprint: &Blueprint,
        sessions: &mut Sessions,
        presence: Option<UpdatePresence>,
    ) -> Result<(Self, Tasks), StartError> {
        let fleet = Self::empty(number, ids.first().map_or(NonZeroU32::MIN, |id| id.count()));
        let mut turns = Turns::new(blueprint.max_concurrency);
        let mut tasks = Vec::new();
        for id in ids {
            let record = sessions.take(*id);
            let start_at = if record.is_some() { Instant::now() } else { turns.next(*id) };
            let task = fleet.task(*id, blueprint, record, presence.clone(), start_at)?;
            fleet.add(&task.0.shard);
            tasks.push(task);
        }
        Ok((fleet, tasks))
    }

    /// Creates a shard, with the session to resume, and its task. The shard is not added to the fleet.
    pub(crate) fn task(
        &self,
        id: ShardId,
        blueprint: &Blueprint,
        record: Option<ShardRecord>,
        presence: Option<UpdatePresence>,
        start_at: Instant,
    ) -> Result<(ShardTask, ShardEvents), StartError> {
        let config = blueprint.connection(id, record.as_ref(), presence)?;
        let shard = Arc::new(Shard::new(id, self.number, blueprint, record.as_ref()));
        let ready = record.as_ref().and_then(unhandled_ready);
        if let Some(record) = record {
            shard.unread.resume(shard.begin_session(record.session, ready.is_some()));
            shard.session_is_known(ready.as_ref());
        }
        // Bounded in effect: a task sends only reports of long waits, and its connection.
        let (stream, from_task) = mpsc::unbounded_channel();
        let events = ShardEvents::new(Parts {
            shard: id,
            fleet: self.number,
            gate: Arc::clone(&blueprint.gate),
            unread: Arc::clone(&shard.unread),
            task: from_task,
            last: shard.life.last_read(),
            ready,
            recovery: blueprint.catch_up.as_ref().map(|catch_up| catch_up.of_shard(id)),
        });
        let task = ShardTask {
            start_at,
            config,
            queue: Arc::clone(&blueprint.queue),
            local_queue: blueprint.local_queue.clone(),
            stream,
            stop: shard.stop.subscribe(),
            save_soon: Arc::clone(&blueprint.save_soon),
            guilds_changed: Arc::clone(&blueprint.guilds_changed),
            gate: Arc::clone(&blueprint.gate),
            shard,
        };
        Ok((task, events))
    }

    /// Adds a shard. Returns `false` if there is already one with its id.
    pub(super) fn add(&self, shard: &Arc<Shard>) -> bool {
        let mut shards = lock(&self.shards);
        let is_new = !shards.contains_key(&shard.id.id());
        if is_new {
            shards.insert(shard.id.id(), Arc::clone(shard));
        }
        is_new
    }

    /// Removes a shard that has stopped.
    pub(crate) fn remove(&self, shard: &Shard) {
        lock(&self.shards).remove(&shard.id.id());
    }

    /// The shards, ordered by id.
    pub(crate) fn shards(&self) -> Vec<Arc<Shard>> {
        lock(&self.shards).values().cloned().collect()
    }

    /// Stops every shard.
    pub(crate) fn stop(&self, kind: Shutdown) {
        for shard in self.shards() {
            shard.stop(kind);
        }
    }

    /// Returns the shard that receives a guild's events, whether this process runs it or not.
    pub(crate) fn shard_of(&self, guild: Id<marker::Guild>) -> ShardId {
        let id = guild.shard(self.count);
        ShardId::new(id, self.count.get()).unwrap_or(ShardId::ONE)
    }

    /// The number of unavailable guilds.
    pub(crate) fn unavailable(&self) -> usize {
        self.shards().iter().map(|shard| lock(&shard.guilds).unavailable()).sum()
    }

    pub(crate) fn get(&self, id: ShardId) -> Option<Arc<Shard>> {
        lock(&self.shards).get(&id.id()).filter(|_| id.count() == self.count).cloned()
    }
}

/// When each shard that has to identify is dialled: bucket by bucket, ordered by id.
///
/// Docs: [Gateway, Max Concurrency](https://docs.discord.com/developers/events/gateway#sharding-max-concurrency). The
/// identify queue decides when a shard may identify; this only avoids connections that would wait.
struct Turns {
    start: Instant,
    max_concurrency: u32,
    used: BTreeMap<u32, u32>,
}

impl Turns {
    fn new(max_concurrency: u32) -> Self {
        Self {
            start: Instant::now(),
            max_concurrency: max_concurrency.max(1),
            used: BTreeMap::new(),
        }
    }

    fn next(&mut self, shard: ShardId) -> Instant {
        let turn = self.used.entry(shard.id() % self.max_concurrency).or_default();
        let at = self.start + (WINDOW * *turn).saturating_sub(DIAL_LEAD);
        *turn += 1;
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn shards_are_dialled_bucket_by_bucket() {
        let start = Instant::now();
        let mut turns = Turns::new(2);
        let at: Vec<_> = (0..6)
            .map(|id| (turns.next(ShardId::new(id, 6).unwrap()) - start).as_millis())
            .collect();
        assert_eq!(at, [0, 0, 4150, 4150, 9300, 9300]);
    }
}
