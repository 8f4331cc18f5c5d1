//! The errors of an answer.

use gateway_model::LimitError;
use http_client::{Error, ErrorCode};

/// Why an answer was not sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The interaction was already answered, and this can only be its first response.
    #[error("the interaction was already answered, and this can only be its first response")]
    AlreadyAnswered,
    /// The interaction has no answer that could be changed or deleted.
    #[error("the interaction has no answer yet that could be changed or deleted")]
    NotAnswered,
    /// The interaction does not come from a component of a message, so there is no message to update.
    #[error("the interaction does not come from a component, so there is no message to update")]
    NoMessage,
    /// The interaction's token has expired, 15 minutes after the interaction.
    #[error("the interaction is older than 15 minutes and cannot be answered any more")]
    Expired,
    /// The interaction was not answered within 3 seconds, or Discord does not know it.
    #[error("the answer was too late: Discord accepts a first response only within 3 seconds")]
    TooLate(#[source] Box<Error>),
    /// Discord would refuse the answer.
    #[error("Discord would refuse the answer: {0}")]
    Limit(#[from] LimitError),
    /// The request failed.
    #[error("the answer could not be sent")]
    Request(#[source] Box<Error>),
    /// The HTTP request of the interaction was closed before it was answered.
    #[error("the HTTP request of the interaction was closed before it was answered")]
    Gone,
}

impl AnswerError {
    /// Docs: [Opcodes and Status Codes, JSON Error Codes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes).
    pub(super) fn of(error: Error) -> Self {
        match error.as_api().map(|answer| answer.code) {
            Some(ErrorCode::INTERACTION_ALREADY_ACKNOWLEDGED) => Self::AlreadyAnswered,
            Some(ErrorCode::INVALID_WEBHOOK_TOKEN) => Self::Expired,
            Some(ErrorCode::UNKNOWN_INTERACTION) => Self::TooLate(Box::new(error)),
            _ => Self::Request(Box::new(error)),
        }
    }
}
