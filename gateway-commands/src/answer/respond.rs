//! The methods of a handler's context that answer the interaction.

use gateway_model::interaction::{InteractionResponse, InteractionResponseKind, ModalResponse};
use gateway_model::message::Message;
use http_client::Upload;

use super::context::Context;
use super::defer::Defer;
use super::error::AnswerError;
use super::reply::Reply;
use super::send::Target;
use super::sent::Sent;
use super::stage::{Progress, Stage};

impl Context {
    /// Sends a message: as the first response, in place of the deferred one, or as a follow-up.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction is older than 15 minutes, if Discord would refuse the message, or if the
    /// request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the message may have been sent.
    pub async fn reply(&self, reply: impl Into<Reply> + Send) -> Result<Sent, AnswerError> {
        let reply = reply.into();
        self.check_age()?;
        let mut progress = self.call.progress.lock().await;
        let target = match progress.stage {
            Stage::Open => {
                let deferred = Defer::of(reply.is_ephemeral());
                self.first_message(&mut progress, reply, deferred).await?;
                Target::Original
            }
            Stage::Loading => {
                self.patch(Target::Original, reply).await?;
                progress.stage = Stage::Message;
                Target::Original
            }
            Stage::Message | Stage::Source | Stage::Other => {
                drop(progress);
                Target::FollowUp(self.follow_up(reply).await?.id)
            }
        };
        Ok(Sent::new(self.clone(), target))
    }

    /// Changes the message with the component.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction does not come from a component, if it was answered with a new message or a
    /// modal, if it is older than 15 minutes, if Discord would refuse the message, or if the request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the message may have been changed.
    pub async fn update(&self, reply: impl Into<Reply> + Send) -> Result<(), AnswerError> {
        if self.interaction().message.is_none() {
            return Err(AnswerError::NoMessage);
        }
        self.check_age()?;
        let mut progress = self.call.progress.lock().await;
        match progress.stage {
            Stage::Open => self.first_message(&mut progress, reply.into(), Defer::Update).await,
            Stage::Source => self.patch(Target::Original, reply.into()).await.map(drop),
            Stage::Loading | Stage::Message | Stage::Other => Err(AnswerError::AlreadyAnswered),
        }
    }

    /// Changes the original response, or completes a deferred one. Returns the message.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such response, if the interaction is older than 15 minutes, if Discord would
    /// refuse the message, or if the request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the message may have been changed.
    pub async fn edit(&self, reply: impl Into<Reply> + Send) -> Result<Message, AnswerError> {
        let mut progress = self.call.progress.lock().await;
        if matches!(progress.stage, Stage::Open | Stage::Other) {
            return Err(AnswerError::NotAnswered);
        }
        let message = self.patch(Target::Original, reply.into()).await?;
        if progress.stage == Stage::Loading {
            progress.stage = Stage::Message;
        }
        Ok(message)
    }

    /// Deletes the original response; after an update, the message with the component.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such response, if the interaction is older than 15 minutes, or if the request
    /// fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the message may have been deleted.
    pub async fn delete(&self) -> Result<(), AnswerError> {
        let mut progress = self.call.progress.lock().await;
        if matches!(progress.stage, Stage::Open | Stage::Other) {
            return Err(AnswerError::NotAnswered);
        }
        self.remove(Target::Original).await?;
        progress.stage = Stage::Other;
        Ok(())
    }

    /// Defers the interaction: Discord shows everybody that a message will follow. Does nothing if it was already
    /// deferred automatically.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction was already answered, or if the request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the interaction may have been deferred.
    pub async fn defer(&self) -> Result<(), AnswerError> {
        self.defer_as(Defer::Message).await
    }

    /// Defers the interaction: Discord shows the user alone that a message will follow. Does nothing if it was already
    /// deferred automatically.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction was already answered, or if the request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the interaction may have been deferred.
    pub async fn defer_ephemeral(&self) -> Result<(), AnswerError> {
        self.defer_as(Defer::Ephemeral).await
    }

    /// Defers an update of the message with the component. The user sees no sign of it. Does nothing if it was already
    /// deferred automatically.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction does not come from a component, if it was already answered, or if the
    /// request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the interaction may have been deferred.
    pub async fn defer_update(&self) -> Result<(), AnswerError> {
        if self.interaction().message.is_none() {
            return Err(AnswerError::NoMessage);
        }
        self.defer_as(Defer::Update).await
    }

    /// Opens a modal. This can only be the first response, and not the response to a modal.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction was already answered or automatically deferred, if Discord would refuse the
    /// modal, or if the request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the modal may have been opened.
    pub async fn show_modal(
        &self,
        modal: impl Into<ModalResponse> + Send,
    ) -> Result<(), AnswerError> {
        self.respond(InteractionResponse::modal(modal.into())).await
    }

    /// Starts the app's Activity. This can only be the first response.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction was already answered, or if the request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the Activity may have been started.
    pub async fn launch_activity(&self) -> Result<(), AnswerError> {
        self.respond(InteractionResponse::launch_activity()).await
    }

    /// Sends a first response of any kind.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction was already answered, if Discord would refuse the response, or if the
    /// request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the response may have been sent.
    pub async fn respond(&self, response: InteractionResponse) -> Result<(), AnswerError> {
        let mut progress = self.call.progress.lock().await;
        self.respond_first(&mut progress, response, Vec::new()).await
    }

    /// Returns whether the interaction was answered or deferred.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn is_answered(&self) -> bool {
        self.call.progress.lock().await.stage != Stage::Open
    }

    /// Defers unless there is an answer; returns whether it did.
    pub(super) async fn defer_by_guard(&self, defer: Option<Defer>) -> Result<bool, AnswerError> {
        let mut progress = self.call.progress.lock().await;
        if progress.stage != Stage::Open {
            return Ok(false);
        }
        let is_component = self.interaction().message.is_some();
        let default = if is_component { Defer::Update } else { Defer::Message };
        self.respond_first(&mut progress, self.deferred(defer.unwrap_or(default)), Vec::new())
            .await?;
        progress.by_guard = true;
        Ok(true)
    }

    /// Acknowledges an interaction whose handler has finished without an answer.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction does not come from a component, because the user then waits for an answer.
    pub(crate) async fn acknowledge(&self) -> Result<(), AnswerError> {
        if self.is_answered().await { Ok(()) } else { self.defer_update().await }
    }

    async fn defer_as(&self, defer: Defer) -> Result<(), AnswerError> {
        let mut progress = self.call.progress.lock().await;
        if std::mem::take(&mut progress.by_guard) {
            return Ok(());
        }
        self.respond_first(&mut progress, self.deferred(defer), Vec::new()).await
    }

    fn deferred(&self, defer: Defer) -> InteractionResponse {
        match defer {
            Defer::Update if self.interaction().message.is_some() => {
                InteractionResponse::deferred_update()
            }
            Defer::Message | Defer::Update => InteractionResponse::deferred_message(false),
            Defer::Ephemeral => InteractionResponse::deferred_message(true),
        }
    }

    /// Sends a message as the first response. Files that cannot be sent in the response are sent right after a deferred
    /// one.
    async fn first_message(
        &self,
        progress: &mut Progress,
        reply: Reply,
        deferred: Defer,
    ) -> Result<(), AnswerError> {
        if !reply.files.is_empty() && self.files_come_later() {
            self.respond_first(progress, self.deferred(deferred), Vec::new()).await?;
            self.patch(Target::Original, reply).await?;
            if progress.stage == Stage::Loading {
                progress.stage = Stage::Message;
            }
            return Ok(());
        }
        let Reply { message, files } = reply;
        let response = match deferred {
            Defer::Update => InteractionResponse::update_message(message),
            Defer::Message | Defer::Ephemeral => InteractionResponse::message(message),
        };
        self.respond_first(progress, response, files).await
    }

    async fn respond_first(
        &self,
        progress: &mut Progress,
        response: InteractionResponse,
        files: Vec<Upload>,
    ) -> Result<(), AnswerError> {
        if progress.stage != Stage::Open {
            return Err(AnswerError::AlreadyAnswered);
        }
        let stage = stage_after(response.kind);
        let sent = self.first(response, files).await;
        // Discord may have an answer that this process does not know of, because an earlier request was cut off.
        if sent.is_ok() || matches!(sent, Err(AnswerError::AlreadyAnswered)) {
            progress.stage = stage;
        }
        sent
    }
}

impl Defer {
    const fn of(is_ephemeral: bool) -> Self {
        if is_ephemeral { Self::Ephemeral } else { Self::Message }
    }
}

const fn stage_after(kind: InteractionResponseKind) -> Stage {
    match kind {
        InteractionResponseKind::ChannelMessageWithSource => Stage::Message,
        InteractionResponseKind::DeferredChannelMessageWithSource => Stage::Loading,
        InteractionResponseKind::UpdateMessage | InteractionResponseKind::DeferredUpdateMessage => {
            Stage::Source
        }
        _ => Stage::Other,
    }
}
