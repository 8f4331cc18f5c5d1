//! Endpoints that are down, and how.

use std::time::Instant;

use serde::{Deserialize, Serialize};

/// A part of the simulation that can be down on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Endpoint {
    /// What `GET /gateway` names.
    Gateway,
    /// What Ready names as `resume_gateway_url`.
    Resume,
    /// The REST API.
    Rest,
}

/// How an endpoint is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outage {
    /// Connections are refused. The main port carries gateway and REST, so both are gone with either.
    Refuse,
    /// Every request is answered with 503, upgrades too.
    Unavailable,
    /// Connections are accepted and no request is ever answered.
    Hang,
    /// Upgrades are done, and the socket is closed at once; REST requests are cut off without an answer.
    AcceptAndClose,
}

/// What is down now, and until when.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outages(Vec<(Endpoint, Outage, Option<Instant>)>);

impl Outages {
    pub(crate) fn set(&mut self, endpoint: Endpoint, mode: Option<Outage>, until: Option<Instant>) {
        self.0.retain(|(known, ..)| *known != endpoint);
        if let Some(mode) = mode {
            self.0.push((endpoint, mode, until));
        }
    }

    pub(crate) fn of(&self, endpoint: Endpoint, now: Instant) -> Option<Outage> {
        let found = self.0.iter().find(|(known, ..)| *known == endpoint)?;
        found.2.is_none_or(|until| now < until).then_some(found.1)
    }

    /// Whether a port is closed: the main one for gateway and REST, the other for resumes.
    pub(crate) fn port_closed(&self, main: bool, now: Instant) -> bool {
        let endpoints: &[_] =
            if main { &[Endpoint::Gateway, Endpoint::Rest] } else { &[Endpoint::Resume] };
        endpoints.iter().any(|endpoint| self.of(*endpoint, now) == Some(Outage::Refuse))
    }

    /// When the next outage ends by itself.
    pub(crate) fn next_end(&self, now: Instant) -> Option<Instant> {
        self.0.iter().filter_map(|(_, _, until)| *until).filter(|until| *until > now).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn down_for_30_seconds_and_back_by_itself() {
        let (mut outages, now) = (Outages::default(), Instant::now());
        let end = now + Duration::from_secs(30);
        outages.set(Endpoint::Gateway, Some(Outage::Refuse), Some(end));
        assert!(outages.port_closed(true, now) && !outages.port_closed(false, now));
        assert_eq!(outages.next_end(now), Some(end));
        let almost = end - Duration::from_millis(1);
        assert_eq!(outages.of(Endpoint::Gateway, almost), Some(Outage::Refuse));
        assert_eq!(outages.of(Endpoint::Gateway, end), None);
        assert!(!outages.port_closed(true, end) && outages.next_end(end).is_none());
    }
}
