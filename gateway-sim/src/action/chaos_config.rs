//! Which faults come by seed, and how many.

use serde::{Deserialize, Serialize};

/// One kind of fault. Each leaves a correct client able to go on without losing an event, but for
/// [`Self::InvalidSession`], after which Discord itself keeps nothing.
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
    /// Heartbeats are not acknowledged any more.
    MuteAcks,
    /// A heartbeat is asked for (op 1).
    RequestHeartbeat,
    /// Hello comes once more.
    HelloAgain,
    /// The last dispatch comes again with the same sequence.
    Repeat,
    /// A payload with an opcode that does not exist.
    UnknownOpcode,
    /// A payload that is not JSON.
    NotJson,
    /// The next compressed message is invalid.
    Corrupt,
    /// The end of the next compressed message is missing.
    Truncate,
    /// Compressed messages are cut into pieces of 7 bytes.
    Split,
    /// The simulation writes nothing any more, as on a half-open connection.
    HalfOpen,
    /// The simulation reads slowly.
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

/// How much goes wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChaosConfig {
    /// Seed of what goes wrong when. Default: 1.
    #[serde(default = "one")]
    pub seed: u64,
    /// Faults a minute, over all connections; 0 is none.
    pub faults_per_minute: f64,
    /// Kinds of fault to choose from. Default: [`Fault::ALL`].
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
    /// All kinds of fault, so many a minute.
    #[must_use]
    pub fn new(seed: u64, faults_per_minute: f64) -> Self {
        Self { seed, faults_per_minute, kinds: all() }
    }
}
