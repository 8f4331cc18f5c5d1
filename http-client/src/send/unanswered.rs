//! Handles requests without a response.

use gateway_dial::Report;

use super::stage::Stage;
use super::{Next, Sending};
use crate::error::TransportError;
use crate::ratelimit::{Notice, Slot};

/// How many more connections a request is sent on if it was certainly not processed. A server that rejects the requests
/// of every connection must lead to an error.
const MOST_TURNED_AWAY: u32 = 3;

impl Sending<'_> {
    /// Sends the request again if that cannot carry it out twice.
    pub(super) async fn failed(&mut self, slot: Slot<'_>, error: TransportError) -> Next {
        if error.was_turned_away() && self.turned_away < MOST_TURNED_AWAY {
            return self.turned_away(slot, &error).await;
        }
        let repeatable = self.parts.options.repeatable && error.is_passing();
        if !(error.is_not_processed() || repeatable) || self.retries_left == 0 {
            return Next::Done(Err(error.into()));
        }
        self.retries_left -= 1;
        self.log(&error, "no answer, trying again");
        self.passage.unanswered(slot);
        self.back_off().await;
        Next::Again
    }

    /// Sends the request again on another connection, even if it is not idempotent. The first time there is no pause.
    ///
    /// See [RFC 9113, section 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7).
    async fn turned_away(&mut self, slot: Slot<'_>, error: &TransportError) -> Next {
        let pause = self.parts.options.back_off * self.turned_away;
        self.turned_away += 1;
        self.log(
            error,
            "the connection did not process the request; sending it again on another connection",
        );
        self.passage.unanswered(slot);
        self.notice(Notice::NotProcessed { left: MOST_TURNED_AWAY - self.turned_away });
        if !pause.is_zero() {
            self.enter(Stage::Pausing);
            tokio::time::sleep(pause).await;
        }
        Next::Again
    }

    fn log(&self, error: &TransportError, message: &str) {
        let operation = self.parts.route.name;
        tracing::warn!(operation, error = %Report::new(error), "{message}");
    }
}
