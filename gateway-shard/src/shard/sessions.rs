//! The stored sessions that can be used at a start.

use std::collections::BTreeMap;

use gateway_model::gateway::ShardId;
use gateway_proto::{ProtocolConfigError, Session};

use crate::disk::StoreError;
use crate::plan::ShardPlan;
use crate::store::{Guarded, ShardRecord};

/// The maximum age of a stored fleet for its shard count to be kept, because Discord keeps sessions only for minutes.
const SESSIONS_LIVE_MS: u64 = 10 * 60 * 1000;

/// The stored sessions that can be used.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    records: BTreeMap<ShardId, ShardRecord>,
    /// Shards whose record no connection would accept.
    unusable: Vec<ShardId>,
}

impl Sessions {
    /// Loads the sessions from the store.
    pub(crate) async fn load(
        store: &Guarded,
        protocol: &gateway_proto::ProtocolConfig,
    ) -> Result<Self, StoreError> {
        Ok(Self::usable(store.load().await?, protocol))
    }

    /// Excludes sessions with other intents, because a session cannot change them. Also excludes sessions that cannot
    /// be resumed, because an invalid record must not prevent a bot from starting.
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
                    tracing::warn!(%shard, %error, "a stored session cannot be used, so its shard identifies");
                    unusable.push(shard);
                    false
                }
            })
            .partition(|record| record.intents == protocol.intents());
        if !other.is_empty() {
            tracing::info!(
                sessions = other.len(),
                "stored sessions have other intents, so their shards identify"
            );
        }
        let records = usable.into_iter().map(|record| (record.shard(), record)).collect();
        Self { records, unusable }
    }

    /// Keeps the shard count of a whole fleet that stopped recently, even if Discord now recommends another count: its
    /// sessions are still alive, and another count would cost an Identify for each shard.
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

    /// The shards in the store that are not in the fleet, or whose record cannot be used.
    pub(crate) fn left_over(&self) -> Vec<ShardId> {
        self.records.keys().chain(&self.unusable).copied().collect()
    }
}

/// Checks whether a connection would accept this session. Sessions that it would not accept are neither stored nor
/// loaded.
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
