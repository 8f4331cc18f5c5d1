//! Bad news: what is wrong, and what to do.

use crate::lease::Lease;

/// Something is wrong. `Display` says what it means and what to do.
///
/// It is told once when it begins ([`Output::Trouble`](crate::Output::Trouble)) and once when it is over
/// ([`Output::TroubleOver`](crate::Output::TroubleOver)).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// This worker's writes do not succeed.
    #[error(
        "the bucket has confirmed nothing of this worker for longer than the limit: open shards stay open, none is resumed or identified; see whether NATS runs and whether this host reaches it"
    )]
    Isolated,
    /// Another life of this worker's id is there.
    #[error(
        "another process has this worker's id: give each process an id of its own, or wait until the other one is dead"
    )]
    IdTaken,
    /// Another worker differs; it gets nothing.
    #[error(
        "worker {worker} has {what}: it is left out of the fleet; give all workers the same configuration"
    )]
    Differs {
        /// Which worker.
        worker: String,
        /// In what.
        what: Difference,
    },
    /// This worker differs from the plan; it takes nothing.
    #[error(
        "this worker has {what} than the plan, which worker {set_by} wrote: it takes no shards; give all workers the same configuration"
    )]
    Refused {
        /// In what.
        what: Difference,
        /// Who wrote the plan last.
        set_by: String,
    },
    /// A value of another version.
    #[error(
        "the key {key} is of version {version:?}, which this program cannot read: update the older workers"
    )]
    Unreadable {
        /// The key.
        key: String,
        /// Its version, if it says one.
        version: Option<u32>,
    },
    /// There is no plan, and this worker knows no total to make one.
    #[error(
        "there is no plan yet, and this worker has no number of shards to make one with: give one worker a total"
    )]
    NoPlan,
    /// Not all leases fit.
    #[error(
        "the living workers can hold {capacity} of {wanted} shards: start more workers, or raise their capacity"
    )]
    TooLittleCapacity {
        /// How many all can hold.
        capacity: u32,
        /// How many there are.
        wanted: u32,
    },
    /// Leases that nobody has had for some time.
    #[error("{count} shards have had no owner for {seconds} s: see what the other workers report")]
    NoOwner {
        /// How many.
        count: u32,
        /// For how long at least.
        seconds: u64,
    },
    /// The starts of the day are nearly spent.
    #[error(
        "{left} of {total} session starts are left, and the last hundredth is never spent, because reaching the limit resets the token: {waiting} shards of this worker wait for Discord's reset"
    )]
    BudgetShort {
        /// Starts left.
        left: u32,
        /// Starts of a day.
        total: u32,
        /// Leases that wait.
        waiting: u32,
    },
    /// One shard identifies again and again.
    #[error(
        "shard {lease} identified so often that it gets no more starts today: look for what ends its sessions"
    )]
    ShardOverspent {
        /// Which.
        lease: Lease,
    },
    /// The bucket has lost writes that it had acknowledged.
    #[error(
        "the bucket has lost writes that it had acknowledged: every ownership is written anew, and nothing is taken over meanwhile; set sync_interval to always"
    )]
    HistoryLost,
    /// A change of the total does not fit the budget.
    #[error(
        "{wanted} shards need as many session starts, and {left} are left: ask again after Discord's reset"
    )]
    ReshardRefused {
        /// The new total.
        wanted: u32,
        /// Starts that may be spent.
        left: u32,
    },
}

/// In what two workers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Difference {
    /// The token.
    #[error("another token")]
    Token,
    /// The intents.
    #[error("other intents")]
    Intents,
    /// The number of leases.
    #[error("another total")]
    Total,
    /// The version of the values.
    #[error("another version")]
    Version,
}
