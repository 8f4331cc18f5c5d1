//! The names of the metrics, which [`Cache::record_metrics`](crate::Cache::record_metrics) publishes through the
//! [`metrics`] facade.
//!
//! | name | kind | labels | meaning |
//! | --- | --- | --- | --- |
//! | `gateway_cache_entries` | gauge | `kind` | entries of a kind |
//! | `gateway_cache_row_bytes` | gauge | | bytes of all rows, without maps and allocator |
//! | `gateway_cache_updates_total` | counter | | events processed |
//! | `gateway_cache_undecoded_total` | counter | | events that could not be decoded |
//! | `gateway_cache_dropped_total` | counter | | entries dropped because of a bound |

/// See the [module](self).
pub const ENTRIES: &str = "gateway_cache_entries";
/// See the [module](self).
pub const ROW_BYTES: &str = "gateway_cache_row_bytes";
/// See the [module](self).
pub const UPDATES: &str = "gateway_cache_updates_total";
/// See the [module](self).
pub const UNDECODED: &str = "gateway_cache_undecoded_total";
/// See the [module](self).
pub const DROPPED: &str = "gateway_cache_dropped_total";
