//! Random faults: their kinds and their rate.

use serde::{Deserialize, Serialize};

/// A kind of fault. After each of them a correct client can continue without losing an event, except after
/// [`Self::InvalidSession`], for which Discord itself keeps no events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// The connection is dropped without a close frame.
    Drop,
    /// Reconnect (op 7).
    Reconnect,
    /// Invalid Session (op 9) with `d` true.
    InvalidSessionResumable,
    /// Invalid Session (op 9) with `d` false.
    InvalidSession,
    /// A close frame with a code after which the docs say to reconnect.
    Close,
    /// Heartbeats are no longer acknowledged.
    MuteAcks,
    /// A heartbeat is requested (op 1).
    RequestHeartbeat,
    /// Hello is sent again.
    HelloAgain,
    /// The last dispatch is sent again with the same sequence.
    Repeat,
    /// A payload with an opcode that does not exist.
    UnknownOpcode,
    /// A payload that is not JSON.
    NotJson,
    /// The next compressed message is invalid.
    Corrupt,
    /// The end of the next compressed message is missing.
    Truncate,
    /// Compressed messages are split into pieces of 7 bytes.
    Split,
    /// The simulator stops writing, as on a half-open connection.
    HalfOpen,
    /// The simulator reads slowly.
    SlowReads,
    /// The client's close frame is not answered.
    IgnoreClose,
    /// The resume URL refuses connections for 2 s, and the connection is dropped.
    ResumeDown,
    /// Two REST requests are answered with 502.
    RestFails,
}

impl Fault {
    /// All kinds.
    pub const ALL: &[Self] = &[
        Self::Drop,
        Self::Reconnect,
        Self::InvalidSessionResumable,
        Self::InvalidSession,
        Self::Close,
        Self::MuteAcks,
        Self::RequestHeartbeat,
        Self::HelloAgain,
        Self::Repeat,
        Self::UnknownOpcode,
        Self::NotJson,
        Self::Corrupt,
        Self::Truncate,
        Self::Split,
        Self::HalfOpen,
        Self::SlowReads,
        Self::IgnoreClose,
        Self::ResumeDown,
        Self::RestFails,
    ];
}

/// The rate and kinds of random faults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChaosConfig {
    /// Seed of the faults. Default: 1.
    #[serde(default = "one")]
    pub seed: u64,
    /// Faults a minute, over all connections; 0 for none.
    pub faults_per_minute: f64,
    /// Kinds of fault to choose from. Default: all.
    #[serde(default = "all")]
    pub kinds: Vec<Fault>,
}

const fn one() -> u64 {
    1
}

fn all() -> Vec<Fault> {
    Fault::ALL.to_vec()
}

impl ChaosConfig {
    /// Creates a configuration with all kinds of fault and this rate.
    #[must_use]
    pub fn new(seed: u64, faults_per_minute: f64) -> Self {
        Self { seed, faults_per_minute, kinds: all() }
    }
}
