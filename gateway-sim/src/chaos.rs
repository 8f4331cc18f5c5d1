//! Faults by seed: what goes wrong, how often, on whose connection.
//!
//! It decides only; carrying out is the part of [`control`](crate::control). The same seed, the same
//! connections and the same times give the same faults.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::control::{Action, Target};
use crate::core::{ConnId, Rng};
use crate::rest::Failure;
use crate::{Endpoint, Flow, Outage, Shape};

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

/// Decides what goes wrong as time goes by.
#[derive(Debug)]
pub struct Chaos {
    config: ChaosConfig,
    rng: Rng,
    next: Option<Duration>,
}

impl Chaos {
    /// Chaos that starts at a time since the simulation began.
    #[must_use]
    pub fn new(config: ChaosConfig, start: Duration) -> Self {
        let mut chaos = Self { rng: Rng::new(config.seed), config, next: None };
        chaos.next = chaos.after(start);
        chaos
    }

    /// The time of the next fault, from half to one and a half times the mean gap.
    fn after(&mut self, now: Duration) -> Option<Duration> {
        // Not more than one in 10 ms: faster than anybody could recover from.
        let rate = self.config.faults_per_minute.clamp(0.0, 6000.0);
        if rate <= 0.0 || self.config.kinds.is_empty() {
            return None;
        }
        let mean = Duration::from_secs_f64((60.0 / rate).min(86_400.0));
        let half = u64::try_from(mean.as_micros() / 2).unwrap_or(u64::MAX);
        Some(now + Duration::from_micros(half + self.rng.below(half.saturating_mul(2).max(1))))
    }

    /// What goes wrong up to now, on one of these connections.
    pub fn run(&mut self, now: Duration, connections: &[ConnId]) -> Vec<Action> {
        let mut actions = Vec::new();
        while let Some(at) = self.next.filter(|at| *at <= now) {
            self.next = self.after(at);
            let kinds = self.config.kinds.len() as u64;
            let kind = usize::try_from(self.rng.below(kinds)).unwrap_or_default();
            let pick = usize::try_from(self.rng.below(connections.len() as u64));
            let detail = self.rng.next_u64();
            let conn = pick.ok().and_then(|pick| connections.get(pick));
            if let (Some(kind), Some(conn)) = (self.config.kinds.get(kind), conn) {
                actions.extend(actions_of(*kind, Target::Connection(conn.0), detail));
            }
        }
        actions
    }
}

/// Close codes after which the docs say that the client may reconnect.
const CLOSES: [u16; 8] = [4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009];

fn actions_of(fault: Fault, target: Target, detail: u64) -> Vec<Action> {
    let payload = |text: &str| Action::Payload { target, text: text.to_owned() };
    let one = match fault {
        Fault::Drop => Action::Drop { target },
        Fault::Reconnect => Action::Reconnect { target },
        Fault::InvalidSessionResumable => Action::InvalidateSession { target, resumable: true },
        Fault::InvalidSession => Action::InvalidateSession { target, resumable: false },
        Fault::Close => {
            let code = CLOSES[(detail % CLOSES.len() as u64) as usize];
            Action::Close { target, code, reason: "chaos".to_owned() }
        }
        Fault::MuteAcks => Action::MuteAcks { target, muted: true },
        Fault::RequestHeartbeat => Action::RequestHeartbeat { target },
        Fault::HelloAgain => Action::HelloAgain { target },
        Fault::Repeat => Action::RepeatLast { target },
        Fault::UnknownOpcode => payload(r#"{"op":200,"d":{},"s":null,"t":null}"#),
        Fault::NotJson => payload("{\"op\":0,"),
        Fault::Corrupt => Action::Shape { target, shape: Shape::Corrupt },
        Fault::Truncate => Action::Shape { target, shape: Shape::Truncate },
        Fault::Split => Action::Shape { target, shape: Shape::Split(7) },
        Fault::HalfOpen => Action::Socket { target, reads: None, writes: Some(Flow::Swallowed) },
        Fault::SlowReads => Action::Socket { target, reads: Some(Flow::Rate(2000)), writes: None },
        Fault::IgnoreClose => Action::IgnoreClose { target },
        Fault::ResumeDown => {
            let (endpoint, mode) = (Endpoint::Resume, Some(Outage::Refuse));
            let outage = Action::Outage { endpoint, mode, for_ms: Some(2000) };
            return vec![outage, Action::Drop { target }];
        }
        Fault::RestFails => {
            Action::RestFail(Failure { route: None, status: 502, body: String::new(), times: 2 })
        }
    };
    vec![one]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(seed: u64) -> Vec<Action> {
        let mut chaos = Chaos::new(ChaosConfig::new(seed, 60.0), Duration::ZERO);
        let connections = [ConnId(3), ConnId(8)];
        (0..6000)
            .flat_map(|tick| chaos.run(Duration::from_millis(tick * 100), &connections))
            .collect()
    }

    #[test]
    fn the_seed_decides_and_the_rate_is_kept() {
        let faults = day(5);
        assert_eq!(faults, day(5));
        assert_ne!(faults, day(6));
        assert!((550..=750).contains(&faults.len()), "{}", faults.len());
    }

    #[test]
    fn every_kind_comes_up_and_none_without_a_rate_or_a_connection() {
        let faults = day(1);
        for kind in Fault::ALL {
            let like = actions_of(*kind, Target::Connection(3), 0);
            let same = |a: &Action| std::mem::discriminant(a) == std::mem::discriminant(&like[0]);
            assert!(faults.iter().any(same), "{kind:?}");
        }
        let minute = Duration::from_secs(60);
        let mut none = Chaos::new(ChaosConfig::new(1, 0.0), Duration::ZERO);
        assert!(none.run(minute, &[ConnId(1)]).is_empty());
        let mut nobody = Chaos::new(ChaosConfig::new(1, 600.0), Duration::ZERO);
        assert!(nobody.run(minute, &[]).is_empty());
        // What came up while nobody was there does not pile up.
        assert!(nobody.run(minute, &[ConnId(1)]).is_empty());
    }
}
