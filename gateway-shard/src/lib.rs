//! Discord Gateway shards run together: identify queue, sessions, routing, listeners.
