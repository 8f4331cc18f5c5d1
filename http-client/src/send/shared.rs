//! A request that shared limits have allowed, reported to them however it ends.

use http::StatusCode;

use crate::ratelimit::headers::{BucketHeaders, Scope, TooMany};
use crate::ratelimit::{BucketReport, LimitReport, LimitedRequest, SharedLimits};
use crate::transport::Received;

/// A request that shared limits have allowed. Dropping it reports that it got no response.
pub(super) struct SharedTurn<'a> {
    pub(super) limits: &'a dyn SharedLimits,
    pub(super) request: LimitedRequest,
    pub(super) done: bool,
}

impl SharedTurn<'_> {
    pub(super) fn ended(mut self, answer: Option<&Received>) {
        self.done = true;
        let report = answer.map(|answer| {
            let exceeded = (answer.status == StatusCode::TOO_MANY_REQUESTS)
                .then(|| TooMany::read(&answer.headers, &answer.body))
                .flatten();
            LimitReport {
                status: answer.status,
                bucket: BucketHeaders::read(&answer.headers).map(|headers| BucketReport {
                    name: headers.bucket.to_owned(),
                    limit: headers.limit,
                    remaining: headers.remaining,
                    reset_after: headers.reset_after,
                }),
                retry_after: exceeded.as_ref().map(|limit| limit.retry_after),
                is_global: exceeded.is_some_and(|limit| limit.scope == Scope::Global),
            }
        });
        self.limits.ended(&self.request, report.as_ref());
    }
}

impl Drop for SharedTurn<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.limits.ended(&self.request, None);
        }
    }
}
