//! Defers an interaction if its handler has not answered in time: Discord allows three seconds.

use std::time::Duration;

use super::context::Context;
use super::defer::Defer;
use super::error::AnswerError;

/// How long Discord waits for the first response.
///
/// Docs: [Receiving and Responding, Interaction Callback](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback).
pub(crate) const LONGEST: Duration = Duration::from_secs(3);

/// When and how to defer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard {
    /// The time after the arrival of the interaction.
    pub(crate) after: Duration,
    pub(crate) defer: Option<Defer>,
}

impl Guard {
    /// Defers if the interaction has no answer by then. It runs in a separate task, so that a handler that blocks its
    /// thread does not delay it.
    pub(crate) async fn watch(self, ctx: Context) {
        tokio::time::sleep_until(ctx.received() + self.after).await;
        let deferred = ctx.defer_by_guard(self.defer).await;
        let id = ctx.interaction().id;
        match deferred {
            Ok(true) => tracing::debug!(%id, "deferred an interaction that was not answered yet"),
            Ok(false) | Err(AnswerError::AlreadyAnswered) => {}
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(%id, error, "could not defer an interaction");
            }
        }
    }
}
