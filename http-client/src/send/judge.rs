//! Decides what a response, or its absence, means for a request and for later ones.

use http::StatusCode;

use super::stage::Stage;
use super::{Next, Sending};
use crate::answer::Raw;
use crate::error::{ApiError, Error, TransportError};
use crate::ratelimit::{LONGEST_WAIT, Notice, Slot};
use crate::request::Options;
use crate::transport::Received;

/// How many 429 responses a request waits for. A limit that never allows it must lead to an error.
const MOST_429: u32 = 5;

impl<'a> Sending<'a> {
    /// Decides how a request continues after an attempt.
    pub(super) async fn judge(
        &mut self,
        slot: Slot<'a>,
        answer: Result<Received, TransportError>,
    ) -> Next {
        match answer {
            Err(error) => self.failed(slot, error).await,
            Ok(answer) if answer.status == StatusCode::TOO_MANY_REQUESTS => {
                self.exceeded += 1;
                self.passage.exceeded(slot, &answer.headers, &answer.body);
                if self.exceeded > MOST_429 {
                    return Next::Done(Err(self.error(&answer)));
                }
                Next::Again
            }
            Ok(answer) => self.answered(slot, answer).await,
        }
    }

    /// Handles a response other than 429.
    async fn answered(&mut self, slot: Slot<'a>, answer: Received) -> Next {
        let status = answer.status;
        if status == StatusCode::UNAUTHORIZED && self.authorization.is_some() {
            self.unauthorized();
        }
        if !status.is_server_error() || !self.may_repeat() {
            self.passage.answered(slot, status, &answer.headers, &answer.body);
            if status.is_success() {
                return Next::Done(Ok(Raw { status, body: answer.body }));
            }
            return Next::Done(Err(self.error(&answer)));
        }
        tracing::warn!(
            operation = self.parts.route.name,
            status = status.as_u16(),
            "server error; retrying"
        );
        let permit = self.passage.judged(slot, status, &answer.headers, &answer.body);
        self.passage.rest_answered(permit, &answer.headers);
        self.back_off().await;
        Next::Again
    }

    fn error(&self, answer: &Received) -> Error {
        Error::Api(Box::new(self.api_error(answer)))
    }

    fn api_error(&self, answer: &Received) -> ApiError {
        let Received { status, body, .. } = answer;
        ApiError::read(self.parts.route, *status, body.clone())
    }

    /// Takes one of the remaining retries. Returns whether there was one.
    fn may_repeat(&mut self) -> bool {
        let may = self.parts.options.repeatable && self.retries_left > 0;
        self.retries_left = self.retries_left.saturating_sub(u32::from(may));
        may
    }

    /// Sleeps before a retry. The maximum pause grows with each retry; the actual pause is random in its upper half.
    pub(super) async fn back_off(&mut self) {
        self.enter(Stage::Pausing);
        let Options { retries, back_off, .. } = self.parts.options;
        let tries = retries.saturating_sub(self.retries_left).saturating_sub(1).min(4);
        let most = back_off.saturating_mul(2_u32.pow(tries)).min(LONGEST_WAIT);
        let pause = most.mul_f64(0.5 + fastrand::f64() / 2.0);
        self.notice(Notice::Retrying { pause, left: self.retries_left });
        tokio::time::sleep(pause).await;
    }
}
