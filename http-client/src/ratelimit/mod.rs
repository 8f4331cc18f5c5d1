//! Rate limits: buckets learnt from headers, the global limit, and the guard of the IP address.
//!
//! The rules are plain values that take the time as an argument (`limiter`, `bucket`, `global`, `guard`, `gone`,
//! `headers`). `gate` adds a lock, wakers and a timer. `passage` takes a request through all limits. A
//! [`Client`](crate::Client) uses it for its requests, and so can a program that sends its own requests.
//!
//! Docs: [Rate Limits](https://docs.discord.com/developers/topics/rate-limits).

pub(crate) mod bucket;
mod call;
mod counts;
mod departure;
pub(crate) mod gate;
pub(crate) mod global;
pub(crate) mod gone;
pub mod guard;
pub(crate) mod headers;
mod learnt;
pub(crate) mod limiter;
mod observer;
pub(crate) mod passage;
mod patience;
mod refusal;
mod round_trip;
mod shared;
pub(crate) mod slot;
mod token_limits;

pub use call::LimitedCall;
pub use counts::Counts;
pub use gate::Doubt;
pub use guard::{AddressGuard, GuardState};
pub use observer::{LimitScope, Notice, Observer};
pub use passage::Passage;
pub use refusal::{Limit, Refusal};
pub use shared::{Acquiring, BucketReport, LimitReport, LimitedRequest, SharedLimits};
pub use slot::Slot;
pub use token_limits::TokenLimits;

/// The longest time that a request waits in all queues together, whatever the responses say: a day. A request that
/// would wait longer fails with [`Refusal::WaitTooLong`].
pub const LONGEST_WAIT: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod simulation;
