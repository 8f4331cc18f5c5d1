//! Outages of endpoints, and their ends.

use std::time::Instant;

use crate::action::{Endpoint, Outage};

/// The endpoints that are down now, and until when.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outages {
    down: Vec<(Endpoint, Outage, Option<Instant>)>,
    changed: bool,
}

impl Outages {
    pub(crate) fn set(&mut self, endpoint: Endpoint, mode: Option<Outage>, until: Option<Instant>) {
        self.changed = true;
        self.down.retain(|(known, ..)| *known != endpoint);
        if let Some(mode) = mode {
            self.down.push((endpoint, mode, until));
        }
    }

    /// Returns whether something was changed since the last call.
    pub(crate) const fn take_change(&mut self) -> bool {
        std::mem::replace(&mut self.changed, false)
    }

    pub(crate) fn of(&self, endpoint: Endpoint, now: Instant) -> Option<Outage> {
        let found = self.down.iter().find(|(known, ..)| *known == endpoint)?;
        found.2.is_none_or(|until| now < until).then_some(found.1)
    }

    /// Returns whether a port is closed: the main one is for gateway and REST, the other one for resumes.
    pub(crate) fn port_closed(&self, main: bool, now: Instant) -> bool {
        let endpoints: &[_] =
            if main { &[Endpoint::Gateway, Endpoint::Rest] } else { &[Endpoint::Resume] };
        endpoints.iter().any(|endpoint| self.of(*endpoint, now) == Some(Outage::Refuse))
    }

    /// Returns when the next outage ends.
    pub(crate) fn next_end(&self, now: Instant) -> Option<Instant> {
        self.down.iter().filter_map(|(_, _, until)| *until).filter(|until| *until > now).min()
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
