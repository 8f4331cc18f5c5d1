//! Limits that are shared with other processes of the same bot.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use http::StatusCode;

/// A request, as far as limits are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitedRequest {
    /// The operation's name.
    pub operation: &'static str,
    /// Id of the channel, guild or webhook that its limit is counted by; zero if there is none.
    pub resource: u64,
    /// A digest of the webhook's or interaction's token; zero if there is none.
    pub token_digest: u64,
    /// Whether the global limit counts it.
    pub global: bool,
}

/// What an answer told of limits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitReport {
    /// The status.
    pub status: StatusCode,
    /// The bucket it was counted in.
    pub bucket: Option<BucketReport>,
    /// Of a 429: how long to wait.
    pub retry_after: Option<Duration>,
    /// Of a 429: whether it was the limit of all requests.
    pub is_global: bool,
}

/// What an answer told of its bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BucketReport {
    /// The bucket's name, without the resource.
    pub name: String,
    /// Requests of a whole window.
    pub limit: u32,
    /// Requests left.
    pub remaining: u32,
    /// Time until all are back.
    pub reset_after: Duration,
}

/// The future of [`SharedLimits::acquire`].
pub type Acquiring<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Limits shared with other processes that use the same token: see
/// [`ClientBuilder::shared_limits`](crate::ClientBuilder::shared_limits).
///
/// It is asked before each try, when the client's own limits have let the request go; so a store that answers
/// slowly or not at all slows the client, and one that lets all go leaves it as it is.
pub trait SharedLimits: Send + Sync + 'static {
    /// Waits until the request may go as far as the other processes are concerned. Dropping the future withdraws it.
    fn acquire<'a>(&'a self, request: &'a LimitedRequest) -> Acquiring<'a>;

    /// A request that was let go has ended; `None` if it got no answer. It is called once for each.
    fn ended(&self, request: &LimitedRequest, report: Option<&LimitReport>);
}

impl fmt::Debug for dyn SharedLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedLimits(..)")
    }
}
