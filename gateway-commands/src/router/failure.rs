//! Why an interaction was not handled.

use std::sync::Arc;
use std::time::Duration;

use gateway_handler::BoxError;

use super::denied::Denied;
use crate::command::ArgumentError;
use crate::component::CustomIdError;
use crate::modal::ModalError;

/// Why an interaction was not handled, or not completely.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The handler returned an error.
    #[error("the handler failed")]
    Handler(#[source] BoxError),
    /// The handler, a check or a hook panicked.
    #[error("panicked: {0}")]
    Panic(String),
    /// A check, an argument of the handler or the handler itself does not allow it.
    #[error(transparent)]
    Denied(Denied),
    /// A check returned an error other than [`Denied`].
    #[error("a check failed")]
    Check(#[source] BoxError),
    /// The handler was used too recently by this user, or in this guild or channel.
    #[error("on cooldown for another {} s", remaining.as_secs_f32())]
    Cooldown {
        /// How long to wait.
        remaining: Duration,
    },
    /// The options do not match the command's type: another version of the bot registered it, or a user was chosen who
    /// is not a member.
    #[error(transparent)]
    Arguments(#[from] ArgumentError),
    /// The custom id of a component does not match its type.
    #[error(transparent)]
    CustomId(#[from] CustomIdError),
    /// A submitted modal does not match its type.
    #[error(transparent)]
    Modal(#[from] ModalError),
    /// A further argument of the handler is not available.
    #[error("an argument of the handler is not available")]
    Argument(#[source] BoxError),
    /// There is no handler for this command, component or modal.
    #[error("there is no handler for {0}")]
    NoHandler(String),
    /// The handler has finished without an answer. For a component, the interaction is acknowledged instead.
    #[error("the handler finished without an answer")]
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

    /// Returns the error of the handler, a check or an argument, if it is of type `E`.
    #[must_use]
    pub fn downcast_ref<E: std::error::Error + 'static>(&self) -> Option<&E> {
        match self {
            Self::Handler(error) | Self::Check(error) | Self::Argument(error) => {
                error.downcast_ref()
            }
            _ => None,
        }
    }

    /// Returns the message that the user gets, unless [`Router::on_error`](super::Router::on_error) replaces it.
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

    /// Logs the failure, with a level that depends on whether somebody has to act.
    pub(super) fn log(&self, name: &str) {
        let error: &dyn std::error::Error = self;
        match self {
            Self::Denied(_) | Self::Cooldown { .. } => {
                tracing::debug!(name, error, "refused an interaction");
            }
            Self::Arguments(_) | Self::CustomId(_) | Self::Modal(_) | Self::NoHandler(_) => {
                tracing::warn!(name, error, "an interaction does not match a handler");
            }
            _ => tracing::error!(name, error, "failed to handle an interaction"),
        }
    }
}

/// The result of one interaction.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// Why it was not handled; `None` if it was.
    pub failure: Option<Arc<Failure>>,
    /// The time since its arrival.
    pub took: Duration,
}
