//! A worker's record: its heartbeat, its capacity, the progress of its leases, and their state.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{Rest, Stamp};
use crate::config::Identity;
use crate::lease::Lease;
use crate::saturating::millis;
use crate::trouble::Trouble;
use crate::vitals::{Disconnect, Vitals, cut};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WorkerState {
    Active,
    /// It gives its leases away.
    Draining,
    /// It has ended and owns nothing.
    Left,
}

/// The progress of a lease: `[lease, revision, sequence, live]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeaseReport(
    pub(crate) Lease,
    /// The revision of the lease's key that the sequence belongs to: it identifies the session.
    pub(crate) u64,
    pub(crate) u64,
    pub(crate) bool,
);

/// The vitals of a lease: `[lease, connection, latency in ms, events a second, queued, [why, seconds ago]]`. Only for
/// display: no rule reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct VitalsReport(
    pub(crate) Lease,
    String,
    Option<u64>,
    f32,
    u64,
    Option<(String, u64)>,
);

impl VitalsReport {
    #[allow(clippy::cast_possible_truncation, reason = "a rate for people, with one digit")]
    pub(crate) fn new(lease: Lease, vitals: &Vitals, now: Instant) -> Self {
        let rate = ((vitals.events_per_second * 10.0).round() / 10.0) as f32;
        let lost = vitals
            .last_disconnect
            .as_ref()
            .map(|lost| (lost.why.clone(), now.saturating_duration_since(lost.at).as_secs()));
        Self(
            lease,
            vitals.connection.clone(),
            vitals.latency.map(millis),
            if rate.is_finite() { rate } else { 0.0 },
            vitals.queued,
            lost,
        )
    }

    /// Converts to vitals, as of the time `at` of the record's change.
    pub(crate) fn vitals(&self, at: Instant) -> Vitals {
        let Self(_, connection, latency, rate, queued, lost) = self;
        let disconnect = |(why, ago): &(String, u64)| {
            let at = at.checked_sub(Duration::from_secs(*ago)).unwrap_or(at);
            Disconnect { at, why: why.clone() }
        };
        Vitals {
            connection: connection.clone(),
            latency: latency.map(Duration::from_millis),
            events_per_second: f64::from(*rate),
            queued: *queued,
            last_disconnect: lost.as_ref().map(disconnect),
        }
    }
}

/// The largest number of troubles in a record.
const MOST_TROUBLES: usize = 4;
/// The largest size of each text.
const MOST_TEXT: usize = 300;

/// A trouble of a worker: `[code, what, what to do]`. Only for display.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct TroubleReport(pub(crate) String, pub(crate) String, pub(crate) String);

impl TroubleReport {
    pub(crate) fn new(trouble: &Trouble) -> Self {
        let mut what = trouble.what();
        cut(&mut what, MOST_TEXT);
        Self(trouble.code().to_owned(), what, trouble.remedy().to_owned())
    }

    pub(crate) fn some<'a>(troubles: impl Iterator<Item = &'a Trouble>) -> Vec<Self> {
        troubles.take(MOST_TROUBLES).map(Self::new).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WorkerRecord {
    pub(crate) v: u32,
    pub(crate) by: Stamp,
    pub(crate) state: WorkerState,
    /// How many leases of one total it can own.
    pub(crate) capacity: u32,
    pub(crate) identity: Identity,
    pub(crate) leases: Vec<LeaseReport>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) vitals: Vec<VitalsReport>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) troubles: Vec<TroubleReport>,
    /// The milliseconds until Discord's count of session starts restarts, as far as the worker knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) resets_in: Option<u64>,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{VERSION, decode, encode};

    /// The size that the docs state.
    #[test]
    fn the_record_of_250_shards_that_all_lost_their_connections_is_below_44_kilobytes() {
        let now = Instant::now();
        let lease = |index| Lease::new(index, 1000);
        let vitals = Vitals {
            connection: "awaiting_permit".to_owned(),
            latency: Some(Duration::from_millis(123)),
            events_per_second: 1234.56,
            queued: 12_345,
            last_disconnect: Some(Disconnect { at: now, why: "y".repeat(100) }),
        }
        .cut();
        let short = Trouble::BudgetShort { left: 1, total: 1000, waiting: 250 };
        let record = WorkerRecord {
            v: VERSION,
            by: Stamp::default(),
            state: WorkerState::Active,
            capacity: 250,
            identity: Identity::default(),
            leases: (750..1000).map(|i| LeaseReport(lease(i), u64::MAX, 1 << 40, true)).collect(),
            vitals: (750..1000).map(|i| VitalsReport::new(lease(i), &vitals, now)).collect(),
            troubles: TroubleReport::some([&short; 9].into_iter()),
            resets_in: Some(86_400_000),
            rest: Rest::new(),
        };
        let bytes = encode(&record);
        assert!(bytes.len() < 44 * 1024, "{}", bytes.len());
        assert_eq!(decode::<WorkerRecord>(&bytes).unwrap(), record);
    }

    #[test]
    fn a_record_without_what_people_read_is_one() {
        let text = r#"{"v":1,"by":{"worker":"a","instance":"i","write":3},"state":"active","capacity":1,"identity":{"token":"t","intents":1},"leases":[[[0,1],5,6,true]]}"#;
        let record: WorkerRecord = decode(text.as_bytes()).unwrap();
        assert_eq!((record.vitals.len(), record.troubles.len(), record.resets_in), (0, 0, None));
    }
}
