//! The errors of menus.

use crate::answer::AnswerError;
use crate::component::CustomIdError;
use crate::waiting::WaitError;

/// Why a paginator, confirmation or menu ended early.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MenuError {
    /// A message could not be sent or changed.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The wait for the user has ended, for example because the bot shuts down.
    #[error(transparent)]
    Wait(#[from] WaitError),
    /// A custom id could not be encoded.
    #[error(transparent)]
    CustomId(#[from] CustomIdError),
}
