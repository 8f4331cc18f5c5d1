//! Random faults from a seed: their kinds, times and connections.
//!
//! This file only decides; [`control`](crate::control) carries faults out. The same seed, connections and times give
//! the same faults.

use std::time::Duration;

use crate::action::{
    Action, ConnectionAction, Endpoint, Flow, Outage, RestAction, ServerAction, Shape, Target,
};
use crate::core::ConnId;
use crate::rest::Failure;
use crate::rng::Rng;

pub use crate::action::{ChaosConfig, Fault};

/// Decides on random faults as time passes.
#[derive(Debug)]
pub struct Chaos {
    config: ChaosConfig,
    rng: Rng,
    next: Option<Duration>,
}

impl Chaos {
    /// Creates random faults that start at this time since the start of the simulation.
    #[must_use]
    pub fn new(config: ChaosConfig, start: Duration) -> Self {
        let mut chaos = Self { rng: Rng::new(config.seed), config, next: None };
        chaos.next = chaos.after(start);
        chaos
    }

    /// Returns the time of the next fault, from half to one and a half times the mean gap.
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

    /// Returns the faults until now, each on one of these connections.
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
    use ConnectionAction as On;
    let payload = |text: &str| On::Payload { text: text.to_owned() };
    let action = match fault {
        Fault::Drop => On::Drop,
        Fault::Reconnect => On::Reconnect,
        Fault::InvalidSessionResumable => On::InvalidateSession { resumable: true },
        Fault::InvalidSession => On::InvalidateSession { resumable: false },
        Fault::Close => {
            let code = CLOSES[(detail % CLOSES.len() as u64) as usize];
            On::Close { code, reason: "chaos".to_owned() }
        }
        Fault::MuteAcks => On::MuteAcks { muted: true },
        Fault::RequestHeartbeat => On::RequestHeartbeat,
        Fault::HelloAgain => On::HelloAgain,
        Fault::Repeat => On::RepeatLast,
        Fault::UnknownOpcode => payload(r#"{"op":200,"d":{},"s":null,"t":null}"#),
        Fault::NotJson => payload("{\"op\":0,"),
        Fault::Corrupt => On::Shape { shape: Shape::Corrupt },
        Fault::Truncate => On::Shape { shape: Shape::Truncate },
        Fault::Split => On::Shape { shape: Shape::Split(7) },
        Fault::HalfOpen => On::Socket { reads: None, writes: Some(Flow::Swallowed) },
        Fault::SlowReads => On::Socket { reads: Some(Flow::Rate(2000)), writes: None },
        Fault::IgnoreClose => On::IgnoreClose,
        Fault::ResumeDown => {
            let (endpoint, mode) = (Endpoint::Resume, Some(Outage::Refuse));
            let outage = ServerAction::Outage { endpoint, mode, for_ms: Some(2000) };
            return vec![outage.into(), On::Drop.on(target)];
        }
        Fault::RestFails => {
            let failure = Failure { route: None, status: 502, body: String::new(), times: 2 };
            return vec![RestAction::Fail(failure).into()];
        }
    };
    vec![action.on(target)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(action: &Action) -> serde_json::Value {
        serde_json::to_value(action).unwrap()["do"].take()
    }

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
            let same = |a: &Action| name_of(a) == name_of(&like[0]);
            assert!(faults.iter().any(same), "{kind:?}");
        }
        let minute = Duration::from_secs(60);
        let mut none = Chaos::new(ChaosConfig::new(1, 0.0), Duration::ZERO);
        assert!(none.run(minute, &[ConnId(1)]).is_empty());
        let mut nobody = Chaos::new(ChaosConfig::new(1, 600.0), Duration::ZERO);
        assert!(nobody.run(minute, &[]).is_empty());
        // Faults without a connection are not made up for.
        assert!(nobody.run(minute, &[ConnId(1)]).is_empty());
    }
}
