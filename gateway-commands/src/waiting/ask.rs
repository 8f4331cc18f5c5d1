//! Shows a modal and waits for it.

use std::time::Duration;

use gateway_model::interaction::InteractionData;

use super::error::WaitError;
use crate::answer::{AnswerError, Context};
use crate::modal::{Form, Modal, ModalError};

/// Why a modal was not answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// The modal cannot be built, or the input cannot be read.
    #[error(transparent)]
    Modal(#[from] ModalError),
    /// The modal cannot be shown.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// Nothing was submitted in time, or the bot shuts down.
    #[error(transparent)]
    Wait(#[from] WaitError),
}

impl Context {
    /// Shows a modal, and waits until the user submits it. Returns the input, with the context that answers it. Discord
    /// does not report that a user closed the modal, so the wait then ends with the timeout.
    ///
    /// Meanwhile, the router's handler for this modal does not run for this user's submission.
    ///
    /// # Errors
    ///
    /// Returns an error if the modal cannot be built or shown (it can only be a first response), if nothing is
    /// submitted in time, or if the input does not match its type.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the modal stays open, and the router handles its submission.
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
