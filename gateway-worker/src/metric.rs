//! Names of the metrics.

/// Counter: events that were handled.
pub const HANDLED: &str = "gateway_worker_events_handled_total";
/// Counter: repeats that were left out.
pub const REPEATS: &str = "gateway_worker_repeats_total";
/// Counter: events of a former owner of a shard that were left out, because the new owner sends them.
pub const FORMER_OWNERS: &str = "gateway_worker_former_owner_events_total";
/// Counter: tries that failed and are repeated.
pub const TRIED_AGAIN: &str = "gateway_worker_tried_again_total";
/// Counter: events that were given up and are dead letters.
pub const DEAD_LETTERS: &str = "gateway_worker_dead_letters_total";
/// Gauge, by `partition`: events that are here and not handled.
pub const IN_FLIGHT: &str = "gateway_worker_in_flight";
/// Gauge: partitions that this worker has.
pub const PARTITIONS: &str = "gateway_worker_partitions";
/// Counter: times that a partition was taken up, the first one included.
pub const TAKEN_UP: &str = "gateway_worker_taken_up_total";
