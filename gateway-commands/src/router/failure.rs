//! Why an interaction was not handled.

use std::sync::Arc;
use std::time::Duration;

use gateway_handler::BoxError;

use super::denied::Denied;
use crate::command::ArgumentError;
use crate::component::CustomIdError;
use crate::modal::ModalError;

/// Why an interaction was not handled, or not to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The handler returned an error.
    #[error("the handler failed")]
    Handler(#[source] BoxError),
    /// The handler, a check or a hook panicked.
    #[error("panicked: {0}")]
    Panic(String),
    /// A check, an argument of the handler or the handler itself does not let the user do this.
    #[error(transparent)]
    Denied(Denied),
    /// A check returned an error other than [`Denied`].
    #[error("a check failed")]
    Check(#[source] BoxError),
    /// The user, the guild or the channel has used this too lately.
    #[error("used again {} s too early", remaining.as_secs_f32())]
    Cooldown {
        /// When it may be used again.
        remaining: Duration,
    },
    /// The options are not what the command's type says: it was registered by another version of the bot, or a user
    /// was chosen who is no member.
    #[error(transparent)]
    Arguments(#[from] ArgumentError),
    /// The custom id of a component is not what its type says.
    #[error(transparent)]
    CustomId(#[from] CustomIdError),
    /// A submitted modal is not what its type says.
    #[error(transparent)]
    Modal(#[from] ModalError),
    /// A further argument of the handler is not there.
    #[error("an argument of the handler is not there")]
    Argument(#[source] BoxError),
    /// No handler is for this command, component or modal.
    #[error("no handler is for {0}")]
    NoHandler(String),
    /// The handler has ended without an answer. A component's interaction is acknowledged in that case instead.
    #[error("the handler has ended without an answer")]
    Unanswered,
}

impl Failure {
    pub(super) fn of_check(error: BoxError) -> Self {
        Self::denied_or(error, Self::Check)
    }

    pub(super) fn of_handler(error: BoxError) -> Self {
        Self::denied_or(error, Self::Handler)
    }

    pub(super) fn of_argument(error: BoxError) -> Self {
        Self::denied_or(error, Self::Argument)
    }

    fn denied_or(error: BoxError, other: fn(BoxError) -> Self) -> Self {
        match error.downcast::<Denied>() {
            Ok(denied) => Self::Denied(*denied),
            Err(error) => other(error),
        }
    }

    /// The error of the handler, a check or an argument, if it is of type `E`.
    #[must_use]
    pub fn downcast_ref<E: std::error::Error + 'static>(&self) -> Option<&E> {
        match self {
            Self::Handler(error) | Self::Check(error) | Self::Argument(error) => {
                error.downcast_ref()
            }
            _ => None,
        }
    }

    /// What the user is told, unless [`Router::on_error`](super::Router::on_error) says otherwise.
    #[must_use]
    pub fn user_text(&self) -> String {
        match self {
            Self::Denied(denied) => denied.to_string(),
            Self::Cooldown { remaining } => {
                format!("Wait {} s before you use this again.", remaining.as_secs_f32().ceil())
            }
            Self::Arguments(error) => error.user_text(),
            Self::Modal(error) => error.user_text(),
            Self::CustomId(_) | Self::NoHandler(_) => "This is not available any more.".to_owned(),
            _ => "Something went wrong.".to_owned(),
        }
    }

    /// Logs it, as loud as it needs somebody to act.
    pub(super) fn log(&self, name: &str) {
        let error: &dyn std::error::Error = self;
        match self {
            Self::Denied(_) | Self::Cooldown { .. } => {
                tracing::debug!(name, error, "an interaction was not let through");
            }
            Self::Arguments(_) | Self::CustomId(_) | Self::Modal(_) | Self::NoHandler(_) => {
                tracing::warn!(name, error, "an interaction could not be read");
            }
            _ => tracing::error!(name, error, "an interaction was not handled"),
        }
    }
}

/// What became of one interaction.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// Why it was not handled; `None` if it was.
    pub failure: Option<Arc<Failure>>,
    /// How long it took, from its arrival.
    pub took: Duration,
}
