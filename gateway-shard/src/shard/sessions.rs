//! The stored sessions that a start can use.

use std::collections::BTreeMap;

use gateway_model::gateway::ShardId;
use gateway_proto::{ProtocolConfigError, Session};

use crate::disk::StoreError;
use crate::plan::ShardPlan;
use crate::store::{Guarded, ShardRecord};

/// How old a stored fleet may be for its shard count to be kept: Discord keeps sessions for minutes.
const SESSIONS_LIVE_MS: u64 = 10 * 60 * 1000;

/// The stored sessions that can be used.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    records: BTreeMap<ShardId, ShardRecord>,
    /// Shards whose record no connection would take.
    unusable: Vec<ShardId>,
}

impl Sessions {
    /// Loads what the store has.
    pub(crate) async fn load(
        store: &Guarded,
        protocol: &gateway_proto::ProtocolConfig,
    ) -> Result<Self, StoreError> {
        Ok(Self::usable(store.load().await?, protocol))
    }

    /// A session started with other intents is left out: it cannot change them. So is one that can never be resumed: a
    /// record must not keep a bot from starting.
    pub(crate) fn usable(
        records: impl IntoIterator<Item = ShardRecord>,
        protocol: &gateway_proto::ProtocolConfig,
    ) -> Self {
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
        Self { records, unusable }
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

    pub(crate) fn take(&mut self, shard: ShardId) -> Option<ShardRecord> {
        self.records.remove(&shard)
    }

    /// Shards that are in the store and not in the fleet, or whose record is of no use.
    pub(crate) fn left_over(&self) -> Vec<ShardId> {
        self.records.keys().chain(&self.unusable).copied().collect()
    }
}

/// Whether a connection would take this session: what it would not take is neither stored nor read.
fn check_session(
    protocol: &gateway_proto::ProtocolConfig,
    session: &Session,
) -> Result<(), ProtocolConfigError> {
    protocol.clone().with_shard(session.shard).with_session(session.clone()).map(drop)
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
}
