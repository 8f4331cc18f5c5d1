//! What happens to REST requests.

use serde::{Deserialize, Serialize};

use crate::limits::{Scope, Window};
use crate::rest::Failure;

/// Something that is different for REST requests from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum RestAction {
    /// Delay every REST answer by so many ms; 0 is not at all.
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
    /// Set the limit of a REST route, or with `route` left out the global one. All buckets are whole again.
    #[serde(rename = "rest_limit")]
    Limit {
        /// Route as the statistics name it: `POST /channels/{channel}/messages`.
        #[serde(default)]
        route: Option<String>,
        /// Requests allowed.
        limit: u32,
        /// In how many ms.
        per_ms: u64,
        /// Fixed or sliding.
        #[serde(default)]
        window: Window,
        /// What a 429 of it says.
        #[serde(default)]
        scope: Scope,
        /// Whether answers do not carry its headers.
        #[serde(default)]
        hidden: bool,
    },
    /// Let the next REST requests fail.
    #[serde(rename = "rest_fail")]
    Fail(Failure),
    /// Set how many invalid requests in 10 minutes shut an address out.
    InvalidRequestLimit {
        /// How many.
        limit: usize,
    },
}
