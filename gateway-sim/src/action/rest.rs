//! Changes for REST requests.

use serde::{Deserialize, Serialize};

use crate::limits::{Scope, Window};
use crate::rest::Failure;

/// A change for REST requests from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum RestAction {
    /// Delay every REST response by this many ms; 0 for no delay.
    #[serde(rename = "rest_delay")]
    Delay {
        /// The delay in ms.
        ms: u64,
    },
    /// Switch REST limits off or on.
    #[serde(rename = "rest_limits")]
    Limits {
        /// Whether they are on.
        enabled: bool,
    },
    /// Set the limit of a REST route, or without `route` the global one. All buckets are full again.
    #[serde(rename = "rest_limit")]
    Limit {
        /// Route as in the statistics: `POST /channels/{channel}/messages`.
        #[serde(default)]
        route: Option<String>,
        /// Requests allowed.
        limit: u32,
        /// The time of the limit, in ms.
        per_ms: u64,
        /// Fixed or sliding.
        #[serde(default)]
        window: Window,
        /// The scope of its 429.
        #[serde(default)]
        scope: Scope,
        /// Whether responses do not have its headers.
        #[serde(default)]
        hidden: bool,
    },
    /// Let the next REST requests fail.
    #[serde(rename = "rest_fail")]
    Fail(Failure),
    /// Set after how many invalid requests in 10 minutes an address is banned.
    InvalidRequestLimit {
        /// The number.
        limit: usize,
    },
}
