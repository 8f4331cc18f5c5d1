//! The guard of the three seconds: defers for a handler that has not answered in time.

use std::time::Duration;

use super::context::Context;
use super::defer::Defer;
use super::error::AnswerError;

/// Discord waits so long for the first answer.
///
/// Docs: [Receiving and Responding, Interaction Callback](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback).
pub(crate) const LONGEST: Duration = Duration::from_secs(3);

/// When and how the guard defers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard {
    /// How long after the interaction came.
    pub(crate) after: Duration,
    pub(crate) defer: Option<Defer>,
}

impl Guard {
    /// Defers at the time, if nobody has answered until then. It runs in a task of its own, so that a handler that
    /// blocks its thread does not hold it up.
    pub(crate) async fn watch(self, ctx: Context) {
        tokio::time::sleep_until(ctx.received() + self.after).await;
        let deferred = ctx.defer_by_guard(self.defer).await;
        let id = ctx.interaction().id;
        match deferred {
            Ok(true) => tracing::debug!(%id, "deferred an interaction that was not answered yet"),
            Ok(false) | Err(AnswerError::AlreadyAnswered) => {}
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(%id, error, "an interaction could not be deferred");
            }
        }
    }
}
