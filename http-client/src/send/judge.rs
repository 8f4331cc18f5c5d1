//! What an answer, or none, means for a request and for those after it.

use http::StatusCode;

use super::turns::Admitted;
use super::{Next, Sending, now};
use crate::answer::Raw;
use crate::error::{ApiError, Error, ErrorCode, TransportError};
use crate::ratelimit::gate::Permit;
use crate::ratelimit::gone::says_gone;
use crate::ratelimit::headers::{BucketHeaders, Scope, TooMany, retry_after};
use crate::ratelimit::{LONGEST_WAIT, LimitScope, Notice};
use crate::request::Options;
use crate::transport::Received;

/// A 429 is waited out this often; a limit that never lets go must end in an error.
const MOST_429: u32 = 5;

impl<'a> Sending<'a> {
    /// Decides what becomes of a request after a try.
    pub(super) async fn judge(
        &mut self,
        permit: Permit,
        admitted: Admitted<'a>,
        answer: Result<Received, TransportError>,
    ) -> Next {
        match answer {
            Err(error) => {
                drop(admitted);
                self.failed(permit, error).await
            }
            Ok(answer) if answer.status == StatusCode::TOO_MANY_REQUESTS => {
                self.too_many(permit, admitted, &answer)
            }
            Ok(answer) => {
                let invalid =
                    matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
                let is_gone = self.watch_webhook(&answer);
                admitted.answered(invalid || is_gone);
                self.answered(permit, answer).await
            }
        }
    }

    /// An answer that is not a 429.
    async fn answered(&mut self, permit: Permit, answer: Received) -> Next {
        let headers = BucketHeaders::read(&answer.headers);
        let status = answer.status;
        if status.is_success() {
            permit.answered(headers.as_ref(), true);
            return Next::Done(Ok(Raw { status, body: answer.body }));
        }
        if status == StatusCode::UNAUTHORIZED && self.authorization.is_some() {
            self.unauthorized();
        }
        if !status.is_server_error() || !self.may_repeat() {
            permit.answered(headers.as_ref(), false);
            return Next::Done(Err(self.error(&answer)));
        }
        tracing::warn!(
            operation = self.parts.route.name,
            status = status.as_u16(),
            "server error, trying again"
        );
        let resting = permit.rest_answered(headers.as_ref());
        self.back_off().await;
        Next::Again(resting)
    }

    /// Tells the guard whether the request's webhook is still there. Returns true if the answer says that it is not.
    fn watch_webhook(&self, answer: &Received) -> bool {
        let Some(webhook) = self.parts.webhook else { return false };
        let guard = &self.client.guard;
        let is_error = answer.status.is_client_error();
        let code = if is_error { self.api_error(answer).code } else { ErrorCode::GENERAL };
        if !says_gone(answer.status, code) {
            if !answer.status.is_server_error() {
                guard.with(|guard| guard.gone.there(webhook));
            }
            return false;
        }
        let given_up = guard.with(|guard| guard.gone.missing(webhook, now()));
        if given_up == Some(true) {
            let operation = self.parts.route.name;
            tracing::warn!(
                operation,
                webhook = webhook.id,
                %code,
                "the webhook is gone, requests to it are refused from now on"
            );
        }
        given_up.is_some()
    }

    /// A 429, of Discord or of its edge.
    fn too_many(&mut self, permit: Permit, admitted: Admitted<'a>, answer: &Received) -> Next {
        self.exceeded += 1;
        let last = self.exceeded > MOST_429;
        let Some(limit) = TooMany::read(&answer.headers, &answer.body) else {
            let host = &self.client.host;
            let wait = self
                .client
                .guard
                .with(|guard| guard.banned(host, retry_after(&answer.headers), now()));
            tracing::error!(%host, ?wait, "the edge has banned this address");
            admitted.answered(true);
            self.notice(Notice::RateLimited { scope: LimitScope::Edge, retry_after: wait });
            if last {
                return Next::Done(Err(self.error(answer)));
            }
            return Next::Again(permit.rest_abandoned());
        };
        admitted.answered(limit.scope != Scope::Shared);
        let scope = limit.scope.into();
        self.notice(Notice::RateLimited { scope, retry_after: limit.retry_after });
        let headers = BucketHeaders::read(&answer.headers);
        tracing::warn!(operation = self.parts.route.name, ?scope, wait = ?limit.retry_after, "429");
        if last {
            permit.exceeded(headers.as_ref(), limit);
            return Next::Done(Err(self.error(answer)));
        }
        Next::Again(permit.rest_exceeded(headers.as_ref(), limit))
    }

    fn error(&self, answer: &Received) -> Error {
        Error::Api(Box::new(self.api_error(answer)))
    }

    fn api_error(&self, answer: &Received) -> ApiError {
        let Received { status, body, .. } = answer;
        ApiError::read(self.parts.route, *status, body.clone())
    }

    /// Whether one more try is allowed; takes it.
    fn may_repeat(&mut self) -> bool {
        let may = self.parts.options.repeatable && self.retries_left > 0;
        self.retries_left = self.retries_left.saturating_sub(u32::from(may));
        may
    }

    /// Sleeps before a repetition: longer each time, and anywhere in the upper half of the longest pause.
    pub(super) async fn back_off(&self) {
        let Options { retries, back_off, .. } = self.parts.options;
        let tries = retries.saturating_sub(self.retries_left).saturating_sub(1).min(4);
        let most = back_off.saturating_mul(2_u32.pow(tries)).min(LONGEST_WAIT);
        let pause = most.mul_f64(0.5 + fastrand::f64() / 2.0);
        self.notice(Notice::Retrying { pause, left: self.retries_left });
        tokio::time::sleep(pause).await;
    }
}
