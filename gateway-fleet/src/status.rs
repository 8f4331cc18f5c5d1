//! The fleet as one worker sees it, as JSON for people and programs.
//!
//! Times are durations, relative to the moment of the status: no rule of a fleet needs synchronised clocks.
#![doc = include_str!("../docs/status.md")]

use serde::{Deserialize, Serialize};

use crate::lease::LeaseKind;

/// The version of [`FleetStatus`]. Adding a field does not change it.
pub(crate) const STATUS_VERSION: u32 = 1;

/// The fleet as one worker sees it; see [`Fleet::status`](crate::Fleet::status).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FleetStatus {
    /// The version of this format: 1.
    pub v: u32,
    /// The worker that sees the fleet like this.
    pub worker: String,
    /// Whether leases are shards or partitions.
    pub kind: LeaseKind,
    /// The state of this worker's view of the bucket.
    pub view: ViewStatus,
    /// The plan; `None` if there is none.
    pub plan: Option<PlanStatus>,
    /// Each lease of the plan, of both totals while the total changes.
    pub shards: Vec<ShardTile>,
    /// Each worker that has a record, or owns a lease without one.
    pub workers: Vec<WorkerTile>,
    /// The session starts of the day; `None` before Discord was asked, and for partitions.
    pub budget: Option<BudgetStatus>,
    /// The keys of `shard_id % max_concurrency`; empty before Discord was asked.
    pub identify: Vec<IdentifyKeyStatus>,
    /// Leases that are assigned to another worker than their owner.
    pub moves: Vec<MoveStatus>,
    /// The current troubles, of all workers.
    pub troubles: Vec<TroubleStatus>,
}

/// The state of a worker's view of the bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ViewStatus {
    /// Whether the watch has delivered all present values.
    pub current: bool,
    /// Whether the bucket confirmed this worker recently. If not, the state of others may be old.
    pub confirmed: bool,
    /// The age of the view: it contains everything that was written before then. `None` before the first view.
    pub age_ms: Option<u64>,
}

/// The plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlanStatus {
    /// The number of leases.
    pub total: u32,
    /// The total that is being brought up beside it, while the total changes.
    pub next: Option<u32>,
    /// How many leases of the next total are live.
    pub next_live: Option<u32>,
    /// Leases of an earlier total that have not ended yet.
    pub ending: u32,
    /// The worker that last wrote the plan.
    pub set_by: String,
}

/// The state of a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TileState {
    /// It is live at its owner.
    Live,
    /// It has an owner, and is not live.
    Starting,
    /// Its owner is giving it away.
    Moving,
    /// Its owner is checking whether it still owns the lease.
    Doubted,
    /// Its owner's record has not changed for longer than ownership is confirmed. Its connection may still be open.
    OwnerSilent,
    /// Its owner is dead, or has left: another worker takes it over.
    OwnerGone,
    /// It has no owner.
    Free,
}

/// One lease.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ShardTile {
    /// The index, from zero.
    pub index: u32,
    /// The number of leases.
    pub total: u32,
    /// The state.
    pub state: TileState,
    /// The worker that owns it.
    pub owner: Option<String>,
    /// The epoch of its ownership.
    pub epoch: Option<u64>,
    /// The state of its connection, in a word, as its owner last reported.
    pub connection: Option<String>,
    /// Time from a heartbeat to its ACK.
    pub latency_ms: Option<u64>,
    /// Events a second.
    pub events_per_second: Option<f64>,
    /// Events in the queue.
    pub queued: Option<u64>,
    /// When and why its connection was last lost at this owner.
    pub last_disconnect: Option<DisconnectStatus>,
}

/// A connection that was lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DisconnectStatus {
    /// The reason.
    pub why: String,
    /// How long ago.
    pub seconds_ago: u64,
}

/// The condition of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WorkerCondition {
    /// It takes its share of leases.
    Active,
    /// It gives its leases away.
    Draining,
    /// Its record has not changed for longer than ownership is confirmed: it is cut off from the bucket, paused or
    /// killed.
    Isolated,
    /// Its record has not changed for so long that others take over.
    Dead,
    /// It has left.
    Left,
    /// It differs from the plan and gets no leases.
    Refused,
}

/// One worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WorkerTile {
    /// Its id.
    pub id: String,
    /// Its condition.
    pub state: WorkerCondition,
    /// How many leases of one total it can own.
    pub capacity: u32,
    /// How many leases it owns.
    pub load: u32,
    /// How long its record has not changed.
    pub record_age_ms: u64,
}

/// The session starts of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BudgetStatus {
    /// The limit of a day.
    pub total: u32,
    /// The starts that are left.
    pub left: u32,
    /// The starts that are left and may be spent: the last hundredth is kept in reserve.
    pub spendable: u32,
    /// When Discord's count restarts, if known.
    pub resets_in_s: Option<u64>,
    /// How many shards may identify at the same time.
    pub max_concurrency: u32,
}

/// One key of `shard_id % max_concurrency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IdentifyKeyStatus {
    /// The key.
    pub key: u32,
    /// The shard that was granted last, as `index/total`.
    pub last: Option<String>,
    /// How long until the next grant is possible.
    pub free_in_ms: u64,
    /// Shards that wait for it, as their owners last reported.
    pub waiting: u32,
}

/// A lease that is assigned to another worker than its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MoveStatus {
    /// The index, from zero.
    pub index: u32,
    /// The number of leases.
    pub total: u32,
    /// The owner.
    pub from: Option<String>,
    /// The worker that it is assigned to; `None` if there is no room for it.
    pub to: Option<String>,
    /// Whether the move is in progress; if not, it waits for others.
    pub under_way: bool,
}

/// A trouble.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TroubleStatus {
    /// A short, stable name.
    pub code: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// The workers that report it.
    pub workers: Vec<String>,
}
