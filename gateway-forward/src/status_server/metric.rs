//! The metrics of the sinks, by name. They go through the [`metrics`] facade, like those of gateway-shard, gateway-conn
//! and http-client.
//!
//! [`StatusServer`](super::StatusServer) updates them when they are requested. A program with its own recorder calls
//! [`Status::publish_metrics`](super::Status::publish_metrics).

use gateway_shard::Gateway;

use super::FleetReport;
use crate::stats::SinkStats;

/// A gauge or a counter of each sink.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SinkMetric {
    /// Its name. The name of a counter ends in `_total`.
    pub name: &'static str,
    /// Its description.
    pub meaning: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Gauge(fn(&SinkStats) -> f64),
    Counter(fn(&SinkStats) -> u64),
}

impl SinkMetric {
    const fn gauge(
        name: &'static str,
        meaning: &'static str,
        value: fn(&SinkStats) -> f64,
    ) -> Self {
        Self { name, meaning, kind: Kind::Gauge(value) }
    }

    const fn counter(
        name: &'static str,
        meaning: &'static str,
        value: fn(&SinkStats) -> u64,
    ) -> Self {
        Self { name, meaning, kind: Kind::Counter(value) }
    }
}

/// The metrics of each sink, with the label `sink`.
#[allow(clippy::cast_precision_loss, reason = "counts beyond 2^53 are not reached")]
pub const OF_SINKS: [SinkMetric; 16] = [
    SinkMetric::gauge(
        "gateway_forward_up",
        "1 while the sink takes events, 0 while it is down.",
        |sink| f64::from(u8::from(!sink.is_down())),
    ),
    SinkMetric::gauge(
        "gateway_forward_failures_in_a_row",
        "Tries that failed since the last that went well.",
        |sink| sink.failures_in_a_row as f64,
    ),
    SinkMetric::gauge("gateway_forward_queue_depth", "Events in memory.", |sink| {
        sink.queued as f64
    }),
    SinkMetric::gauge(
        "gateway_forward_queue_full",
        "1 while the gateway waits because the sink has no room.",
        |sink| f64::from(u8::from(sink.queue_full)),
    ),
    SinkMetric::gauge(
        "gateway_forward_spilled",
        "Events on disk that are not in memory.",
        |sink| sink.spilled as f64,
    ),
    SinkMetric::gauge(
        "gateway_forward_spill_fails",
        "1 while the spill folder cannot be written.",
        |sink| f64::from(u8::from(sink.spill_fails)),
    ),
    SinkMetric::counter(
        "gateway_forward_spill_damaged_total",
        "Events that were lost because their spill file was damaged.",
        |sink| sink.spill_damaged,
    ),
    SinkMetric::gauge("gateway_forward_in_flight", "Deliveries under way.", |sink| {
        sink.in_flight as f64
    }),
    SinkMetric::counter("gateway_forward_sent_total", "Events that were taken.", |sink| sink.sent),
    SinkMetric::counter("gateway_forward_retried_total", "Tries after the first.", |sink| {
        sink.retried
    }),
    SinkMetric::counter("gateway_forward_dead_total", "Events that became dead letters.", |sink| {
        sink.dead
    }),
    SinkMetric::gauge("gateway_forward_dead_letters", "Dead letters on disk.", |sink| {
        sink.dead_letters as f64
    }),
    SinkMetric::gauge(
        "gateway_forward_failing_guilds",
        "Guilds whose next event fails again and again.",
        |sink| sink.failing_guilds as f64,
    ),
    SinkMetric::counter(
        "gateway_forward_dropped_total",
        "Events that were dropped because there was no room.",
        |sink| sink.dropped,
    ),
    SinkMetric::counter(
        "gateway_forward_filtered_total",
        "Events that the filter held back.",
        |sink| sink.filtered,
    ),
    SinkMetric::gauge(
        "gateway_forward_oldest_age_seconds",
        "Age of the oldest event that is not delivered.",
        |sink| sink.oldest_age_ms as f64 / 1000.0,
    ),
];

/// Gauge: shards of this process.
pub const SHARDS: &str = "gateway_forward_shards";
/// Gauge: shards that are ready.
pub const SHARDS_READY: &str = "gateway_forward_shards_ready";
/// Gauge: guilds of these shards.
pub const GUILDS: &str = "gateway_forward_guilds";

/// Gauge: shards of the fleet. The metrics of this section exist only in a fleet.
pub const FLEET_SHARDS: &str = "gateway_forward_fleet_shards";
/// Gauge: shards that this worker may run.
pub const FLEET_CAPACITY: &str = "gateway_forward_fleet_capacity";
/// Gauge: shards that it runs, claims or is giving away.
pub const FLEET_HELD: &str = "gateway_forward_fleet_held";

/// Registers the descriptions of all metrics. Call it once, after the recorder is installed.
pub fn describe() {
    for metric in OF_SINKS {
        match metric.kind {
            Kind::Gauge(_) => metrics::describe_gauge!(metric.name, metric.meaning),
            Kind::Counter(_) => metrics::describe_counter!(metric.name, metric.meaning),
        }
    }
    metrics::describe_gauge!(SHARDS, "Shards of this process.");
    metrics::describe_gauge!(SHARDS_READY, "Shards that are live and were heard of lately.");
    metrics::describe_gauge!(GUILDS, "Guilds of these shards.");
    metrics::describe_gauge!(FLEET_SHARDS, "Shards of the fleet.");
    metrics::describe_gauge!(FLEET_CAPACITY, "Shards that this worker may hold.");
    metrics::describe_gauge!(
        FLEET_HELD,
        "Shards that this worker has, or is about to have or to give away."
    );
}

pub(super) fn publish_sink(sink: &SinkStats) {
    for metric in OF_SINKS {
        let label = sink.sink.clone();
        match metric.kind {
            Kind::Gauge(value) => metrics::gauge!(metric.name, "sink" => label).set(value(sink)),
            Kind::Counter(value) => {
                metrics::counter!(metric.name, "sink" => label).absolute(value(sink));
            }
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts beyond 2^53 are not reached")]
pub(super) fn publish_gateway(gateway: &Gateway) {
    let status = gateway.status();
    let ready = status.shards.iter().filter(|shard| shard.ready).count();
    metrics::gauge!(SHARDS).set(status.shards.len() as f64);
    metrics::gauge!(SHARDS_READY).set(ready as f64);
    metrics::gauge!(GUILDS).set(status.guilds() as f64);
}

#[allow(clippy::cast_precision_loss, reason = "counts beyond 2^53 are not reached")]
pub(super) fn publish_fleet(fleet: &FleetReport) {
    metrics::gauge!(FLEET_SHARDS).set(f64::from(fleet.shards.unwrap_or(0)));
    metrics::gauge!(FLEET_CAPACITY).set(f64::from(fleet.capacity));
    metrics::gauge!(FLEET_HELD).set(fleet.held as f64);
}
