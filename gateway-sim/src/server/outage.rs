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
