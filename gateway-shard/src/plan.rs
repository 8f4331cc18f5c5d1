//! The shards that this process runs.

use std::num::NonZeroU32;
use std::ops::Range;

use gateway_model::gateway::ShardId;

/// The shards that this process runs.
///
/// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShardPlan {
    /// As many shards as `GET /gateway/bot` recommends, all in this process.
    #[default]
    Auto,
    /// This many shards, all in this process.
    Fixed(u32),
    /// The shards `ids` of `total`, for one of several processes.
    ///
    /// Discord counts the Identifies of all processes together, so the processes must coordinate them. Processes on one
    /// host do so if they use the same [`state_folder`](crate::GatewayBuilder::state_folder). Others need a shared
    /// [`identify_queue`](crate::GatewayBuilder::identify_queue). Without one, concurrent Identifies are refused and
    /// use up session starts. A warning at the start reminds you of this.
    Range {
        /// The shard ids of this process, without the end of the range.
        ids: Range<u32>,
        /// The total number of shards of all processes.
        total: u32,
    },
    /// Some of `total` shards. There are none at the start: they are started and stopped with
    /// [`start_shard`](crate::Gateway::start_shard) and [`stop_shard`](crate::Gateway::stop_shard), by a program that
    /// distributes the shards of one bot to several processes.
    ///
    /// The processes must coordinate their Identifies with a shared
    /// [`identify_queue`](crate::GatewayBuilder::identify_queue). The session store is written, but not read at the
    /// start.
    Leased {
        /// The total number of shards of all processes.
        total: u32,
    },
}

/// Why a plan is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The plan contains no shard.
    #[error(
        "the shard plan contains no shard: use ShardPlan::Auto, ShardPlan::Fixed with at least 1, or a range of ids that is not empty"
    )]
    Empty,
    /// The range ends beyond the number of shards.
    #[error(
        "shard ids {}..{} are not all below the shard count {total}: ids begin at 0, so all shards are 0..{total}",
        ids.start, ids.end
    )]
    BeyondTotal {
        /// The requested ids.
        ids: Range<u32>,
        /// The total number of shards.
        total: u32,
    },
    /// More shards than any bot can have.
    #[error("a shard plan of {total} shards is too large: use at most {MOST_SHARDS}")]
    TooMany {
        /// The total number of shards.
        total: u32,
    },
}

/// The maximum number of shards of a plan. A bot with more would be in more guilds than Discord has.
const MOST_SHARDS: u32 = 1 << 16;

impl ShardPlan {
    /// Returns the shards to run from the start, ordered by id.
    ///
    /// `recommended` is the field `shards` of `GET /gateway/bot`. Only [`ShardPlan::Auto`] uses it; zero counts as one.
    ///
    /// # Errors
    ///
    /// Returns an error if the plan contains no shard, ids at or above its total, or more than 65,536 shards.
    pub fn shards(&self, recommended: u32) -> Result<Vec<ShardId>, PlanError> {
        let (ids, total) = match self {
            Self::Auto => (0..recommended.max(1), recommended.max(1)),
            Self::Fixed(total) => (0..*total, *total),
            Self::Range { ids, total } => (ids.clone(), *total),
            Self::Leased { total } => (0..*total, *total),
        };
        if ids.is_empty() {
            return Err(PlanError::Empty);
        }
        if total > MOST_SHARDS {
            return Err(PlanError::TooMany { total });
        }
        if let Self::Leased { .. } = self {
            return Ok(Vec::new());
        }
        let beyond = || PlanError::BeyondTotal { ids: ids.clone(), total };
        ids.clone().map(|id| ShardId::new(id, total).map_err(|_| beyond())).collect()
    }

    /// The total number of shards, if they are leased.
    pub(crate) fn leased(&self) -> Option<NonZeroU32> {
        match self {
            Self::Leased { total } => NonZeroU32::new(*total),
            _ => None,
        }
    }

    /// Returns whether the plan contains this shard, as far as that is known before Discord recommends a number.
    pub(crate) fn runs(&self, shard: ShardId) -> bool {
        let (id, count) = (shard.id(), shard.count().get());
        match self {
            Self::Auto => true,
            Self::Fixed(total) | Self::Leased { total } => count == *total,
            Self::Range { ids, total } => count == *total && ids.contains(&id),
        }
    }

    /// Logs what processes that run ranges of one bot's shards must share. `others` is the number of other parts in the
    /// state folder, if there is one.
    pub(crate) fn tell_what_is_shared(&self, others: Option<usize>) {
        let Self::Range { ids, total } = self else { return };
        if u32::try_from(ids.len()).is_ok_and(|own| own == *total) {
            return;
        }
        match others {
            None => tracing::warn!(
                ?ids,
                total,
                "this process runs a part of the shards and shares no identify queue with the processes that run the others: \
                 concurrent Identifies are refused and use up session starts; use the same state_folder in all of them or, on \
                 several hosts, a shared identify_queue"
            ),
            Some(0) => tracing::warn!(
                ?ids,
                total,
                "this process runs a part of the shards, and its state folder has no other part yet: Identifies are \
                 coordinated only with processes that use the same state_folder; other processes need a shared \
                 identify_queue"
            ),
            Some(others) => tracing::info!(
                ?ids,
                total,
                others,
                "Identifies are coordinated with the other processes in the state folder"
            ),
        }
    }

    /// A short name for the plan's part of the state folder.
    ///
    /// Plans that run every shard use one part, so that the sessions are found again after the number of shards
    /// changes. Each range has its own part, so that several processes can share a folder.
    pub(crate) fn folder(&self) -> String {
        match self {
            Self::Auto | Self::Fixed(_) => "all".to_owned(),
            Self::Range { ids, .. } => format!("range-{}-{}", ids.start, ids.end),
            Self::Leased { .. } => "leased".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(plan: &ShardPlan, recommended: u32) -> Vec<String> {
        plan.shards(recommended).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn auto_takes_the_recommended_count_and_at_least_one() {
        assert_eq!(ids(&ShardPlan::Auto, 3), ["0/3", "1/3", "2/3"]);
        assert_eq!(ids(&ShardPlan::Auto, 0), ["0/1"]);
    }

    #[test]
    fn fixed_and_range_ignore_the_recommended_count() {
        assert_eq!(ids(&ShardPlan::Fixed(2), 9), ["0/2", "1/2"]);
        let range = ShardPlan::Range { ids: 4..6, total: 8 };
        assert_eq!(ids(&range, 9), ["4/8", "5/8"]);
    }

    #[test]
    fn a_plan_without_a_valid_shard_is_an_error() {
        assert_eq!(ShardPlan::Fixed(0).shards(1), Err(PlanError::Empty));
        assert_eq!(ShardPlan::Range { ids: 3..3, total: 8 }.shards(1), Err(PlanError::Empty));
        let beyond = ShardPlan::Range { ids: 6..9, total: 8 };
        assert_eq!(beyond.shards(1), Err(PlanError::BeyondTotal { ids: 6..9, total: 8 }));
        // A range that counts from 1 by mistake.
        let from_one = ShardPlan::Range { ids: 1..9, total: 8 }.shards(1).unwrap_err();
        assert!(from_one.to_string().contains("all shards are 0..8"), "{from_one}");
        let no_total = ShardPlan::Range { ids: 0..1, total: 0 };
        assert_eq!(no_total.shards(1), Err(PlanError::BeyondTotal { ids: 0..1, total: 0 }));
        let too_many = ShardPlan::Fixed(u32::MAX).shards(1);
        assert_eq!(too_many, Err(PlanError::TooMany { total: u32::MAX }));
    }

    #[test]
    fn only_ranges_have_a_folder_of_their_own() {
        assert_eq!(ShardPlan::Auto.folder(), ShardPlan::Fixed(7).folder());
        assert_ne!(ShardPlan::Auto.folder(), ShardPlan::Range { ids: 0..4, total: 8 }.folder());
    }
}
