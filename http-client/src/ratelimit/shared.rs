//! Limits shared with other processes of the same bot.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use http::StatusCode;

/// A request, as the limits see it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitedRequest {
    /// The operation's name.
    pub operation: &'static str,
    /// The id of the channel, guild or webhook to which its limit belongs; zero if there is none.
    pub resource: u64,
    /// A digest of the webhook's or interaction's token; zero if there is none.
    pub token_digest: u64,
    /// Whether the global limit counts it.
    pub global: bool,
}

/// The rate limit information of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitReport {
    /// The status.
    pub status: StatusCode,
    /// The bucket it was counted in.
    pub bucket: Option<BucketReport>,
    /// For a 429: how long to wait.
    pub retry_after: Option<Duration>,
    /// For a 429: whether it is about the global limit.
    pub is_global: bool,
}

/// The bucket of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BucketReport {
    /// The bucket's name, without the resource.
    pub name: String,
    /// The number of requests in a full window.
    pub limit: u32,
    /// The number of requests left.
    pub remaining: u32,
    /// The time until the window is full again.
    pub reset_after: Duration,
}

/// The future of [`SharedLimits::acquire`].
pub type Acquiring<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Limits shared with other processes that use the same token: see
/// [`ClientBuilder::shared_limits`](crate::ClientBuilder::shared_limits).
///
/// It is called before each attempt, after the client's own limits allowed the request. So an implementation that
/// answers slowly, or never, delays the client, and one that allows everything changes nothing.
pub trait SharedLimits: Send + Sync + 'static {
    /// Waits until the other processes' use of the limits allows the request. Dropping the future withdraws it.
    fn acquire<'a>(&'a self, request: &'a LimitedRequest) -> Acquiring<'a>;

    /// Called once for each allowed request when it has ended; `None` if there was no response.
    fn ended(&self, request: &LimitedRequest, report: Option<&LimitReport>);
}

impl fmt::Debug for dyn SharedLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedLimits(..)")
    }
}
