//! A modal that is shown and waited for in one.

use std::time::Duration;

use gateway_model::interaction::InteractionData;

use super::error::WaitError;
use crate::answer::{AnswerError, Context};
use crate::modal::{Form, Modal, ModalError};

/// A modal that was not answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// The modal cannot be built, or what was entered cannot be read.
    #[error(transparent)]
    Modal(#[from] ModalError),
    /// The modal cannot be shown.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// Nothing was submitted in time, or the bot stops.
    #[error(transparent)]
    Wait(#[from] WaitError),
}

impl Context {
    /// Shows a modal, and waits until the user submits it. Returns what was entered, with the context that answers it.
    /// Discord does not tell of a user who closes the modal; the time is over then.
    ///
    /// A handler of the router for this modal does not run meanwhile.
    ///
    /// # Errors
    ///
    /// Returns an error if the modal cannot be built or shown, which can only be a first answer; if nothing is submitted
    /// in time; or if what was entered is not what its type says.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the modal stays open, and what is submitted goes to the router.
    pub async fn ask<M: Modal>(
        &self,
        form: Form<M>,
        timeout: Duration,
    ) -> Result<(Self, M), AskError> {
        let modal = form.build()?;
        let custom_id = modal.custom_id.clone();
        let wait = self.wait_for_any_modal().custom_id(custom_id).timeout(timeout);
        let wait = match self.author() {
            Some(author) => wait.from(author.id),
            None => wait,
        };
        let wait = wait.start();
        self.show_modal(modal).await?;
        let submitted = wait.await?;
        let Some(InteractionData::Modal(data)) = &submitted.interaction().data else {
            return Err(WaitError::ShutDown.into());
        };
        let entered = M::read(data)?;
        Ok((submitted, entered))
    }
}
