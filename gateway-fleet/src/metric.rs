//! The metrics, by name, with the feature `metrics`. They go through the `metrics` facade: nothing is recorded without a
//! recorder.
//!
//! | name | kind | labels | meaning |
//! | --- | --- | --- | --- |
//! | `gateway_fleet_trouble` | gauge | `trouble` | number of current troubles of this code at this worker; each code is 0 when the worker joins ([`Trouble::code`](crate::Trouble::code)) |
//! | `gateway_fleet_doubled_events_total` | counter | | events that were delivered although another process may have delivered them too, while the number of shards changes |

/// See the [module](self).
pub const TROUBLE: &str = "gateway_fleet_trouble";
/// See the [module](self).
pub const DOUBLED_EVENTS: &str = "gateway_fleet_doubled_events_total";

/// Registers the descriptions of all metrics. Call it once, after the recorder is installed.
#[cfg(feature = "metrics")]
pub fn describe() {
    metrics::describe_gauge!(TROUBLE, "Troubles of this code at this worker.");
    metrics::describe_counter!(
        DOUBLED_EVENTS,
        "Events handed on although another process may have handed them on too."
    );
}

/// Sets the gauge of every code to 0.
#[cfg(feature = "nats")]
pub(crate) fn no_trouble() {
    #[cfg(feature = "metrics")]
    for code in crate::Trouble::CODES {
        metrics::gauge!(TROUBLE, "trouble" => code).set(0);
    }
}

/// A trouble has begun, or is over.
#[cfg(feature = "nats")]
#[cfg_attr(not(feature = "metrics"), allow(unused_variables, reason = "nothing is recorded"))]
pub(crate) fn trouble(trouble: &crate::Trouble, begins: bool) {
    #[cfg(feature = "metrics")]
    {
        let gauge = metrics::gauge!(TROUBLE, "trouble" => trouble.code());
        if begins { gauge.increment(1) } else { gauge.decrement(1) }
    }
}

/// Sets the number of such events since the start.
#[cfg(feature = "shards")]
#[cfg_attr(not(feature = "metrics"), allow(unused_variables, reason = "nothing is recorded"))]
pub(crate) fn doubled_events(count: u64) {
    #[cfg(feature = "metrics")]
    metrics::counter!(DOUBLED_EVENTS).absolute(count);
}
