//! Names of the metrics.

/// Counter: events that were handled.
pub const HANDLED: &str = "gateway_worker_events_handled_total";
/// Counter: repeats that were dropped.
pub const REPEATS: &str = "gateway_worker_repeats_total";
/// Counter: events of a shard's former owner that were dropped, because the new owner sends them.
pub const FORMER_OWNERS: &str = "gateway_worker_former_owner_events_total";
/// Counter: failed tries that are retried.
pub const TRIED_AGAIN: &str = "gateway_worker_tried_again_total";
/// Counter: events that were given up and became dead letters.
pub const DEAD_LETTERS: &str = "gateway_worker_dead_letters_total";
/// Gauge, by `partition`: unhandled events in memory.
pub const IN_FLIGHT: &str = "gateway_worker_in_flight";
/// Gauge: partitions that this worker owns.
pub const PARTITIONS: &str = "gateway_worker_partitions";
/// Counter: times that a partition was taken over, including the first.
pub const TAKEOVERS: &str = "gateway_worker_takeovers_total";
