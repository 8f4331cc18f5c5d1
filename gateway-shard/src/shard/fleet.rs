//! A fleet: all shards of one count that this process runs, and how they are started.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use gateway_conn::{DriverThread, IdentifyQueue};
use gateway_model::gateway::command::UpdatePresence;
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind};
use gateway_proto::{ProtocolConfigError, Session, Shutdown};
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::Instant;

use super::state::Shard;
use super::task::ShardTask;
use crate::clock::WallClock;
use crate::disk::StoreError;
use crate::error::StartError;
use crate::events::ShardEvents;
use crate::identify::{LocalQueue, WINDOW};
use crate::lock::lock;
use crate::plan::ShardPlan;
use crate::reshard::Crossing;
use crate::store::{Guarded, ShardRecord};

/// Time a connection needs before it asks for its Identify: dialled that much before its turn.
const DIAL_LEAD: Duration = Duration::from_secs(1);

/// How old a stored fleet may be for its shard count to be kept: Discord keeps sessions for minutes.
const SESSIONS_LIVE_MS: u64 = 10 * 60 * 1000;

type ConnConfig = Box<dyn Fn(gateway_conn::Config) -> gateway_conn::Config + Send + Sync>;

/// What shards are made of.
pub(crate) struct Blueprint {
    pub(crate) protocol: gateway_proto::ProtocolConfig,
    pub(crate) connection: Option<ConnConfig>,
    /// Where the connections run, if not in the runtime.
    pub(crate) thread: Option<DriverThread>,
    pub(crate) event_capacity: usize,
    pub(crate) queue: Arc<dyn IdentifyQueue>,
    pub(crate) local_queue: Option<LocalQueue>,
    pub(crate) store: Guarded,
    pub(crate) max_concurrency: u32,
    pub(crate) clock: WallClock,
    /// Told when the store lacks something that should not wait for its turn.
    pub(crate) save_soon: Arc<Notify>,
    pub(crate) crossing: Arc<Crossing>,
    /// Told when the guilds of any shard changed.
    pub(crate) guilds_changed: Arc<Notify>,
    /// Whether other processes run the other shards.
    pub(crate) runs_a_range: bool,
    /// Whether to follow where Discord demands more shards.
    pub(crate) follow_required: bool,
}

impl Blueprint {
    pub(crate) const fn intents(&self) -> Intents {
        self.protocol.intents()
    }

    /// The settings of one shard's connection, with the session to resume.
    fn connection(
        &self,
        shard: ShardId,
        record: Option<&ShardRecord>,
        presence: Option<UpdatePresence>,
    ) -> Result<gateway_conn::Config, StartError> {
        let mut protocol = self.protocol.clone().with_shard(shard);
        if let Some(presence) = presence {
            protocol = protocol.with_presence(presence)?;
        }
        if let Some(record) = record {
            protocol = protocol.with_session(record.session.clone())?;
        }
        let mut config = gateway_conn::Config::new(protocol);
        if let Some(thread) = &self.thread {
            config = config.with_driver_thread(thread.clone());
        }
        let config = self.connection.as_ref().map_or(config.clone(), |change| change(config));
        config.check()?;
        Ok(config)
    }
}

/// The stored sessions that can be used.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    records: BTreeMap<ShardId, ShardRecord>,
    /// Shards whose record no connection would take.
    unusable: Vec<ShardId>,
}

impl Sessions {
    /// Loads what the store has. A session started with other intents is left out: it cannot change them. So is
    /// one that can never be resumed: a record must not keep a bot from starting.
    pub(crate) async fn load(
        store: &Guarded,
        protocol: &gateway_proto::ProtocolConfig,
    ) -> Result<Self, StoreError> {
        let records = store.load().await?;
        let mut unusable = Vec::new();
        let (usable, other): (Vec<_>, Vec<_>) = records
            .into_iter()
            .filter(|record| match check_session(protocol, &record.session) {
                Ok(()) => true,
                Err(error) => {
                    let shard = record.shard();
                    tracing::warn!(%shard, %error, "a stored session cannot be used; its shard identifies");
                    unusable.push(shard);
                    false
                }
            })
            .partition(|record| record.intents == protocol.intents());
        if !other.is_empty() {
            tracing::info!(
                sessions = other.len(),
                "stored sessions have other intents; their shards identify"
            );
        }
        let records = usable.into_iter().map(|record| (record.shard(), record)).collect();
        Ok(Self { records, unusable })
    }

    /// Keeps the shard count of a whole fleet that stopped a moment ago, although Discord recommends
    /// another by now: its sessions live, and the other count would cost an Identify a shard.
    pub(crate) fn keep_count(
        &self,
        plan: &ShardPlan,
        recommended: Vec<ShardId>,
        now_ms: u64,
    ) -> Vec<ShardId> {
        if *plan != ShardPlan::Auto {
            return recommended;
        }
        let young =
            |record: &&ShardRecord| record.saved_at_ms.saturating_add(SESSIONS_LIVE_MS) > now_ms;
        let Some(count) =
            self.records.values().filter(young).map(|record| record.shard().count()).max()
        else {
            return recommended;
        };
        let all = ShardPlan::Fixed(count.get()).shards(0).unwrap_or_default();
        let whole = all.iter().all(|shard| self.records.get(shard).as_ref().is_some_and(young));
        if whole && !all.is_empty() { all } else { recommended }
    }

    fn take(&mut self, shard: ShardId) -> Option<ShardRecord> {
        self.records.remove(&shard)
    }

    /// Shards that are in the store and not in the fleet, or whose record is of no use.
    pub(crate) fn left_over(&self) -> Vec<ShardId> {
        self.records.keys().chain(&self.unusable).copied().collect()
    }
}

/// Whether a connection would take this session: what it would not take is neither stored nor read.
pub(crate) fn check_session(
    protocol: &gateway_proto::ProtocolConfig,
    session: &Session,
) -> Result<(), ProtocolConfigError> {
    protocol.clone().with_shard(session.shard).with_session(session.clone()).map(drop)
}

/// The shards of one count that this process runs.
#[derive(Debug)]
pub(crate) struct Fleet {
    pub(crate) number: u32,
    pub(crate) count: NonZeroU32,
    pub(crate) shards: BTreeMap<u32, Arc<Shard>>,
    pub(crate) stop: watch::Sender<Option<Shutdown>>,
}

/// The Ready of a stored session that the earlier process did not handle. Of one that is not as it was stored
/// nothing is left.
fn unhandled_ready(record: &ShardRecord) -> Option<Dispatch> {
    let ready = Dispatch::parse(Bytes::from(record.ready.clone()?)).ok()?;
    let fits = ready.kind() == EventKind::Ready && ready.sequence() == record.session.sequence;
    (fits && ready.sequence() > 0).then_some(ready)
}

impl Fleet {
    /// Makes the shards and their tasks, which are not running yet.
    pub(crate) fn build(
        number: u32,
        ids: &[ShardId],
        blueprint: &Blueprint,
        sessions: &mut Sessions,
        presence: Option<UpdatePresence>,
    ) -> Result<(Self, Vec<(ShardTask, ShardEvents)>), StartError> {
        let stop = watch::Sender::new(None);
        let mut turns = Turns::new(blueprint.max_concurrency);
        let mut shards = BTreeMap::new();
        let mut tasks = Vec::new();
        for id in ids {
            let record = sessions.take(*id);
            let start_at = if record.is_some() { Instant::now() } else { turns.next(*id) };
            let config = blueprint.connection(*id, record.as_ref(), presence.clone())?;
            let shard = Arc::new(Shard::new(*id, number, blueprint, record.as_ref()));
            shards.insert(id.id(), Arc::clone(&shard));
            let ready = record.as_ref().and_then(unhandled_ready);
            let register = record.map(|record| shard.begin_session(record.session, ready.as_ref()));
            let (out, receiver) = mpsc::channel(blueprint.event_capacity);
            let task = ShardTask {
                shard,
                start_at,
                config,
                queue: Arc::clone(&blueprint.queue),
                local_queue: blueprint.local_queue.clone(),
                out,
                stop: stop.subscribe(),
                save_soon: Arc::clone(&blueprint.save_soon),
                crossing: Arc::clone(&blueprint.crossing),
                guilds_changed: Arc::clone(&blueprint.guilds_changed),
                register,
                ready,
            };
            tasks.push((task, ShardEvents::new(*id, receiver)));
        }
        let count = ids.first().map_or(NonZeroU32::MIN, |id| id.count());
        Ok((Self { number, count, shards, stop }, tasks))
    }

    /// The shard that receives a guild's events, whether this process runs it or not.
    pub(crate) fn shard_of(&self, guild: Id<marker::Guild>) -> ShardId {
        let id = guild.shard(self.count);
        ShardId::new(id, self.count.get()).unwrap_or(ShardId::ONE)
    }

    /// Guilds that are not available.
    pub(crate) fn unavailable(&self) -> usize {
        self.shards.values().map(|shard| lock(&shard.guilds).unavailable()).sum()
    }

    pub(crate) fn get(&self, id: ShardId) -> Option<&Arc<Shard>> {
        self.shards.get(&id.id()).filter(|_| id.count() == self.count)
    }
}

/// When each shard that has to identify is dialled: bucket by bucket, in the order of the ids.
///
/// Docs: [Gateway, Max Concurrency](https://docs.discord.com/developers/events/gateway#sharding-max-concurrency).
/// The identify queue decides when one may identify; this only spares Discord connections that wait.
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

    const NOW: u64 = 1_700_000_000_000;
    use crate::store::record;

    fn sessions(ids: &[(u32, u32)], saved_at_ms: u64) -> Sessions {
        let records = ids.iter().map(|(id, count)| {
            let record = ShardRecord { saved_at_ms, ..record(*id, *count, 5) };
            (record.shard(), record)
        });
        Sessions { records: records.collect(), unusable: Vec::new() }
    }

    fn recommended() -> Vec<ShardId> {
        ShardPlan::Fixed(3).shards(0).unwrap()
    }

    #[test]
    fn a_fleet_that_stopped_a_moment_ago_keeps_its_count() {
        let stored = sessions(&[(0, 2), (1, 2)], NOW);
        let kept = stored.keep_count(&ShardPlan::Auto, recommended(), NOW);
        assert_eq!(kept, ShardPlan::Fixed(2).shards(0).unwrap());
        let fixed = stored.keep_count(&ShardPlan::Fixed(3), recommended(), NOW);
        assert_eq!(fixed, recommended(), "what the user fixed is fixed");
    }

    #[test]
    fn a_fleet_that_is_old_or_not_whole_does_not() {
        for stored in [sessions(&[(0, 2), (1, 2)], 1), sessions(&[(0, 2)], NOW)] {
            assert_eq!(stored.keep_count(&ShardPlan::Auto, recommended(), NOW), recommended());
        }
    }

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
