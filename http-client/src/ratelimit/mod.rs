//! Rate limits: buckets learnt from headers, the global limit, and the guard of the address.
//!
//! The rules are plain values that get the time as an argument (`limiter`, `bucket`, `global`,
//! `guard`, `gone`, `headers`); `gate` puts a lock, wakers and one timer around them.
//!
//! Docs: [Rate Limits](https://docs.discord.com/developers/topics/rate-limits).

pub(crate) mod bucket;
pub(crate) mod gate;
pub(crate) mod global;
pub(crate) mod gone;
pub mod guard;
pub(crate) mod headers;
pub(crate) mod limiter;
mod observer;
mod patience;
mod refusal;
mod shared;

pub use guard::{AddressGuard, GuardState};
pub use observer::{LimitScope, Notice, Observer};
pub use refusal::{Limit, Refusal};
pub use shared::{Acquiring, BucketReport, LimitReport, LimitedRequest, SharedLimits};

/// The longest time that a request waits, in all queues together, whatever answers say: a day. A request that would wait
/// longer ends with [`Refusal::WaitTooLong`].
pub const LONGEST_WAIT: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod simulation;
