//! The fleet as one worker sees it: made to be read by people and programs, as JSON.
//!
//! Times are durations, as of the moment of the status: no rule of a fleet needs a clock that hosts agree on.
#![doc = include_str!("../docs/status.md")]

use serde::{Deserialize, Serialize};

use crate::lease::LeaseKind;

/// The version of [`FleetStatus`]. A field that is added does not change it.
pub(crate) const STATUS_VERSION: u32 = 1;

/// The fleet as one worker sees it; see [`Fleet::status`](crate::Fleet::status).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FleetStatus {
    /// The version of this shape: 1.
    pub v: u32,
    /// Which worker sees it so.
    pub worker: String,
    /// Whether leases are shards or partitions.
    pub kind: LeaseKind,
    /// How good this worker's view of the bucket is.
    pub view: ViewStatus,
    /// The plan; `None` while there is none.
    pub plan: Option<PlanStatus>,
    /// Each lease of the plan, of both totals while the total changes.
    pub shards: Vec<ShardTile>,
    /// Each worker that has a record, or owns a lease without one.
    pub workers: Vec<WorkerTile>,
    /// The session starts of the day; `None` before Discord was asked, and for partitions.
    pub budget: Option<BudgetStatus>,
    /// The keys of `shard_id % max_concurrency`; none before Discord was asked.
    pub identify: Vec<IdentifyKeyStatus>,
    /// Leases that another worker than their owner is to have.
    pub moves: Vec<MoveStatus>,
    /// What is wrong, at any worker.
    pub troubles: Vec<TroubleStatus>,
}

/// How good a worker's view of the bucket is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ViewStatus {
    /// Whether the watch has brought all that there is.
    pub current: bool,
    /// Whether the bucket confirmed this worker lately. If not, what is shown of others may be old.
    pub confirmed: bool,
    /// How old the view is: everything that was written before then is in it. `None` before the first view.
    pub age_ms: Option<u64>,
}

/// The plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlanStatus {
    /// How many leases there are.
    pub total: u32,
    /// The total that is brought up beside it, while the total changes.
    pub next: Option<u32>,
    /// How many leases of the next total are live.
    pub next_live: Option<u32>,
    /// Leases of an earlier total that are not ended yet.
    pub ending: u32,
    /// Which worker wrote the plan last.
    pub set_by: String,
}

/// Where a lease is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TileState {
    /// It is live at its owner.
    Live,
    /// It has an owner, and is not live.
    Starting,
    /// Its owner gives it away.
    Moving,
    /// Its owner does not know whether it is its own still, and finds out.
    Doubted,
    /// Its owner has not been heard of for longer than ownership is confirmed. Its connection may be open.
    OwnerSilent,
    /// Its owner is dead, or has left: another takes it over.
    OwnerGone,
    /// It has no owner.
    Free,
}

/// One lease.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ShardTile {
    /// Which one, from zero.
    pub index: u32,
    /// Of how many.
    pub total: u32,
    /// Where it is.
    pub state: TileState,
    /// Which worker has it.
    pub owner: Option<String>,
    /// The epoch of its ownership.
    pub epoch: Option<u64>,
    /// Where its connection is, in a word, as its owner said last.
    pub connection: Option<String>,
    /// Time from a heartbeat to its answer.
    pub latency_ms: Option<u64>,
    /// Events a second.
    pub events_per_second: Option<f64>,
    /// Events that wait to be read.
    pub queued: Option<u64>,
    /// When and why its connection was lost the last time at this owner.
    pub last_disconnect: Option<DisconnectStatus>,
}

/// A connection that was lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DisconnectStatus {
    /// Why.
    pub why: String,
    /// How long ago.
    pub seconds_ago: u64,
}

/// How a worker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WorkerCondition {
    /// It takes its share.
    Active,
    /// It gives its leases away.
    Draining,
    /// Its record has not moved for longer than ownership is confirmed: it is cut off from the bucket, paused or killed.
    Isolated,
    /// Its record has not moved for so long that others take over.
    Dead,
    /// It has left.
    Left,
    /// It differs from the plan and gets nothing.
    Refused,
}

/// One worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WorkerTile {
    /// Its id.
    pub id: String,
    /// How it is.
    pub state: WorkerCondition,
    /// How many leases of one total it can hold.
    pub capacity: u32,
    /// How many leases it owns.
    pub load: u32,
    /// How long its record has not moved.
    pub record_age_ms: u64,
}

/// The session starts of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BudgetStatus {
    /// Starts of a day.
    pub total: u32,
    /// Starts left.
    pub left: u32,
    /// Starts left that may be spent: the last hundredth never is.
    pub spendable: u32,
    /// When Discord's count begins anew, if that is known.
    pub resets_in_s: Option<u64>,
    /// How many shards may identify at the same time.
    pub max_concurrency: u32,
}

/// One key of `shard_id % max_concurrency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IdentifyKeyStatus {
    /// Which.
    pub key: u32,
    /// The shard that was granted last, as `index/total`.
    pub last: Option<String>,
    /// In how long the next may be granted.
    pub free_in_ms: u64,
    /// Shards that wait for it, as their owners said last.
    pub waiting: u32,
}

/// A lease that another worker than its owner is to have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MoveStatus {
    /// Which one, from zero.
    pub index: u32,
    /// Of how many.
    pub total: u32,
    /// Who has it.
    pub from: Option<String>,
    /// Who is to have it; `None` if there is no room for it.
    pub to: Option<String>,
    /// Whether it is on its way; it waits for others to be moved if not.
    pub under_way: bool,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TroubleStatus {
    /// A short name that stays the same.
    pub code: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// The workers that say so.
    pub workers: Vec<String>,
}
