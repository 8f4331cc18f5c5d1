//! Troubles: problems to report, and what to do about them.

use std::fmt;

use crate::lease::Lease;

/// A problem of the fleet. `Display` describes it and says what to do; [`what`](Self::what) and
/// [`remedy`](Self::remedy) return the two parts.
///
/// It is reported once when it begins ([`Output::Trouble`](crate::Output::Trouble)) and once when it is over
/// ([`Output::TroubleOver`](crate::Output::TroubleOver)).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// This worker's writes do not succeed.
    Isolated,
    /// Another process uses this worker's id.
    IdTaken,
    /// Another worker differs from the plan; it gets no leases.
    Differs {
        /// The worker.
        worker: String,
        /// The difference.
        what: Difference,
    },
    /// This worker differs from the plan; it takes no leases.
    Refused {
        /// The difference.
        what: Difference,
        /// The worker that last wrote the plan.
        set_by: String,
    },
    /// A value has another version.
    Unreadable {
        /// The key.
        key: String,
        /// Its version, if it has one.
        version: Option<u32>,
    },
    /// There is no plan, and this worker was not given a total to create one.
    NoPlan,
    /// Not all leases fit on the workers.
    TooLittleCapacity {
        /// How many leases all workers can own.
        capacity: u32,
        /// How many leases there are.
        wanted: u32,
    },
    /// Leases have been without an owner for some time.
    NoOwner {
        /// The number of leases.
        count: u32,
        /// The least time without an owner.
        seconds: u64,
    },
    /// The starts of the day are nearly spent.
    BudgetShort {
        /// Starts that are left.
        left: u32,
        /// Starts of a day.
        total: u32,
        /// Leases that wait.
        waiting: u32,
    },
    /// One shard identifies again and again.
    ShardOverspent {
        /// The shard.
        lease: Lease,
    },
    /// The bucket has lost writes that it had acknowledged.
    HistoryLost,
    /// A change of the total needs more session starts than are left.
    ReshardRefused {
        /// The new total.
        wanted: u32,
        /// Starts that may be spent.
        left: u32,
    },
    /// A change of the total was cancelled.
    ReshardFailed {
        /// The new total.
        wanted: u32,
        /// The reason.
        why: String,
    },
}

impl Trouble {
    /// The codes of all troubles.
    pub const CODES: [&'static str; 13] = [
        "isolated",
        "id_taken",
        "differs",
        "refused",
        "unreadable",
        "no_plan",
        "too_little_capacity",
        "no_owner",
        "budget_short",
        "shard_overspent",
        "history_lost",
        "reshard_refused",
        "reshard_failed",
    ];

    /// Returns a short, stable name: the label of the metric, and the `code` in a [`FleetStatus`](crate::FleetStatus).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Isolated => "isolated",
            Self::IdTaken => "id_taken",
            Self::Differs { .. } => "differs",
            Self::Refused { .. } => "refused",
            Self::Unreadable { .. } => "unreadable",
            Self::NoPlan => "no_plan",
            Self::TooLittleCapacity { .. } => "too_little_capacity",
            Self::NoOwner { .. } => "no_owner",
            Self::BudgetShort { .. } => "budget_short",
            Self::ShardOverspent { .. } => "shard_overspent",
            Self::HistoryLost => "history_lost",
            Self::ReshardRefused { .. } => "reshard_refused",
            Self::ReshardFailed { .. } => "reshard_failed",
        }
    }

    /// Returns a description of the problem.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Isolated => "the bucket has not confirmed this worker's writes within the time limit: open shards stay open, and no shard is resumed or identified".to_owned(),
            Self::IdTaken => "another process has this worker's id".to_owned(),
            Self::Differs { worker, what } => {
                format!("worker {worker} has {what} than the plan: it gets no shards")
            }
            Self::Refused { what, set_by } => format!(
                "this worker has {what} than the plan, which worker {set_by} wrote: it takes no shards"
            ),
            Self::Unreadable { key, version: Some(version) } => {
                format!("the key {key} has version {version}, which this program cannot read")
            }
            Self::Unreadable { key, version: None } => {
                format!("the value of the key {key} cannot be read by this program")
            }
            Self::NoPlan => "there is no plan yet, and this worker was not given a number of shards to create one".to_owned(),
            Self::TooLittleCapacity { capacity, wanted } => {
                format!("the living workers can hold {capacity} of {wanted} shards")
            }
            Self::NoOwner { count, seconds } => {
                format!("{count} shards have had no owner for {seconds} s")
            }
            Self::BudgetShort { left, total, waiting } => format!(
                "{left} of {total} session starts are left, and the last hundredth is never spent, because reaching the limit resets the token: {waiting} shards of this worker wait for Discord's reset"
            ),
            Self::ShardOverspent { lease } => {
                format!("shard {lease} identified so often that it gets no more starts today")
            }
            Self::HistoryLost => "the bucket has lost writes that it had acknowledged: every ownership is written again, and no shard is taken over meanwhile".to_owned(),
            Self::ReshardFailed { wanted, why } => {
                format!("the change to {wanted} shards was cancelled: {why}")
            }
            Self::ReshardRefused { wanted, left } => {
                format!("{wanted} shards need {wanted} session starts, and only {left} are left")
            }
        }
    }

    /// Returns what to do.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Isolated => "check whether NATS runs and whether this host reaches it",
            Self::IdTaken => {
                "give each process its own id, or wait until the other process is dead"
            }
            Self::Differs { .. } | Self::Refused { .. } => {
                "give all workers the same configuration"
            }
            Self::Unreadable { .. } => "update the older workers",
            Self::NoPlan => "give one worker a total",
            Self::TooLittleCapacity { .. } => "start more workers, or raise their capacity",
            Self::NoOwner { .. } => "look at the troubles of the other workers",
            Self::BudgetShort { .. } => {
                "find out why sessions end; no more starts are spent meanwhile"
            }
            Self::ShardOverspent { .. } => "find out why its sessions end",
            Self::HistoryLost => "set sync_interval to always",
            Self::ReshardFailed { .. } => "try again with a number of shards that Discord accepts",
            Self::ReshardRefused { .. } => "try again after Discord's reset",
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.what(), self.remedy())
    }
}

/// What differs between two workers.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trouble_has_a_code_and_says_what_to_do() {
        let (worker, set_by, key, why) =
            ("w".to_owned(), "w".to_owned(), "k".to_owned(), "y".to_owned());
        let all = [
            Trouble::Isolated,
            Trouble::IdTaken,
            Trouble::Differs { worker, what: Difference::Token },
            Trouble::Refused { what: Difference::Total, set_by },
            Trouble::Unreadable { key, version: Some(2) },
            Trouble::NoPlan,
            Trouble::TooLittleCapacity { capacity: 1, wanted: 2 },
            Trouble::NoOwner { count: 1, seconds: 30 },
            Trouble::BudgetShort { left: 1, total: 2, waiting: 3 },
            Trouble::ShardOverspent { lease: Lease::new(0, 1) },
            Trouble::HistoryLost,
            Trouble::ReshardRefused { wanted: 1, left: 0 },
            Trouble::ReshardFailed { wanted: 1, why },
        ];
        assert_eq!(all.each_ref().map(Trouble::code), Trouble::CODES);
        for trouble in all {
            let (text, remedy) = (trouble.to_string(), trouble.remedy());
            assert!(text.contains(&trouble.what()) && text.ends_with(remedy), "{text}");
            assert!(!remedy.is_empty() && !remedy.ends_with('.'), "{remedy}");
        }
    }
}
