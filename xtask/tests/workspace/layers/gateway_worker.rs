//! The order of the files of gateway-worker.

pub(super) const ORDER: &[&str] = &[
    "metric",
    "stop",
    "config",
    "error",
    "message",
    "repeats",
    "dead_letters",
    "host",
    "partition/position",
    "partition/consumer",
    "partition/queue",
    "partition/acks",
    "partition/intake",
    "partition/task",
    "partition/mod",
    "leases",
    "unordered",
    "worker",
    "lib",
];
