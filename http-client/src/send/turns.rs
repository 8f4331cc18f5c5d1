//! What a request holds while it is under way, given back however it ends.

use http::StatusCode;

use super::now;
use crate::client::Inner;
use crate::ratelimit::headers::{BucketHeaders, Scope, TooMany};
use crate::ratelimit::{BucketReport, LimitReport, LimitedRequest, SharedLimits};
use crate::transport::Received;

/// A place among the requests the guard counts as in flight; dropping it gives it back.
pub(super) struct Admitted<'a> {
    client: &'a Inner,
    /// Whether it finds out if a ban is over.
    probe: bool,
    answered: bool,
    invalid: bool,
}

impl<'a> Admitted<'a> {
    pub(super) fn new(client: &'a Inner, probe: bool) -> Self {
        Self { client, probe, answered: false, invalid: false }
    }

    /// The request was answered; `invalid` if the answer counts as invalid.
    pub(super) fn answered(mut self, invalid: bool) {
        (self.answered, self.invalid) = (true, invalid);
    }
}

impl Drop for Admitted<'_> {
    fn drop(&mut self) {
        self.client.guard.with(|guard| {
            if self.invalid || self.probe {
                let now = now();
                guard.ended(self.invalid, now);
                if self.probe {
                    guard.probed(&self.client.host, self.answered, now);
                }
            } else {
                guard.valid();
            }
        });
    }
}

/// A place among those who wait for the end of a ban.
pub(super) struct InBanQueue<'a> {
    pub(super) client: &'a Inner,
}

impl Drop for InBanQueue<'_> {
    fn drop(&mut self) {
        self.client.guard.with(|guard| guard.leave_ban_queue(&self.client.host));
    }
}

/// A request that other processes have let go; dropping it tells them that it got no answer.
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
