//! The counts of one token's limits.

/// The counts of one token's limits: see [`TokenLimits::counts`](super::TokenLimits::counts).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Requests that wait for a limit.
    pub waiting: usize,
    /// Requests that hold a [`Slot`](super::Slot).
    pub in_flight: usize,
    /// Buckets kept in memory.
    pub buckets: usize,
    /// The global limit, in requests per second.
    pub global_limit: usize,
}
