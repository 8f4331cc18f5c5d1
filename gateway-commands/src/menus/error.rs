//! Why a menu ends early.

use crate::answer::AnswerError;
use crate::component::CustomIdError;
use crate::waiting::WaitError;

/// A paginator, confirmation or menu that has ended early.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MenuError {
    /// A message was not sent or changed.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The wait for the user has ended, because the bot stops for instance.
    #[error(transparent)]
    Wait(#[from] WaitError),
    /// A custom id could not be written.
    #[error(transparent)]
    CustomId(#[from] CustomIdError),
}
