//! A message that was sent as an answer.

use gateway_model::id::{Id, marker};
use gateway_model::message::Message;

use super::context::Context;
use super::error::AnswerError;
use super::reply::Reply;
use super::send::Target;

/// A message that was sent as an answer: the original one or a follow-up.
#[derive(Clone, Debug)]
pub struct Sent {
    ctx: Context,
    target: Target,
}

impl Sent {
    pub(super) const fn new(ctx: Context, target: Target) -> Self {
        Self { ctx, target }
    }

    /// Returns the id of a follow-up; `None` for the original response, whose id only [`message`](Self::message)
    /// requests.
    #[must_use]
    pub const fn id(&self) -> Option<Id<marker::Message>> {
        match self.target {
            Target::Original => None,
            Target::FollowUp(id) => Some(id),
        }
    }

    /// Requests the message from Discord.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction is older than 15 minutes, or if the request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the request is dropped.
    pub async fn message(&self) -> Result<Message, AnswerError> {
        self.ctx.get(self.target).await
    }

    /// Changes the parts of the message that `reply` sets: text, embeds, components, files.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction is older than 15 minutes, if Discord would refuse the message, or if the
    /// request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the message may have been changed.
    pub async fn edit(&self, reply: impl Into<Reply> + Send) -> Result<Message, AnswerError> {
        self.ctx.patch(self.target, reply.into()).await
    }

    /// Deletes the message.
    ///
    /// # Errors
    ///
    /// Returns an error if the interaction is older than 15 minutes, or if the request fails.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the message may have been deleted.
    pub async fn delete(&self) -> Result<(), AnswerError> {
        match self.target {
            Target::Original => self.ctx.delete().await,
            Target::FollowUp(_) => self.ctx.remove(self.target).await,
        }
    }
}
