//! The requests, and the HTTP response body, that carry answers to Discord.

use std::time::Duration;

use gateway_model::id::{Id, marker};
use gateway_model::interaction::InteractionResponse;
use gateway_model::message::{Message, MessageFlags};
use http_client::{Error, ErrorCode, Json, Method, Upload};
use tokio::time::Instant;

use super::context::Context;
use super::error::AnswerError;
use super::guard::LONGEST;
use super::reply::Reply;
use super::stage::Front;

/// How long the token of an interaction is valid.
///
/// Docs: [Receiving and Responding, Responding to an Interaction](https://docs.discord.com/developers/interactions/receiving-and-responding#responding-to-an-interaction).
const TOKEN_LIFE: Duration = Duration::from_secs(15 * 60);

/// The first pause before a request is retried that reached Discord before the body of the first response; each pause
/// is twice the previous one.
const PAUSE: Duration = Duration::from_millis(25);

/// A message that answers an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Original,
    FollowUp(Id<marker::Message>),
}

impl Context {
    /// Sends the first response.
    pub(super) async fn first(
        &self,
        response: InteractionResponse,
        files: Vec<Upload>,
    ) -> Result<(), AnswerError> {
        response.check()?;
        self.latest_answer().begins();
        let interaction = self.interaction();
        match &self.call.front {
            Front::Gateway(_) => {
                let token = interaction.token.as_str();
                let request =
                    self.rest().create_interaction_response(interaction.id, token, &response);
                let request = files.into_iter().fold(request, |request, file| request.file(file));
                match request.await {
                    Err(error) if !error.request_succeeded() => Err(AnswerError::of(error)),
                    Ok(_) | Err(_) => Ok(()),
                }
            }
            Front::Body(body) => {
                let body = body.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
                let body = body.ok_or(AnswerError::AlreadyAnswered)?;
                body.send(response).map_err(|_| AnswerError::Gone)
            }
        }
    }

    /// Returns whether files have to be sent after the first response, because a response body is JSON.
    pub(super) fn files_come_later(&self) -> bool {
        matches!(self.call.front, Front::Body(_))
    }

    pub(super) fn check_age(&self) -> Result<(), AnswerError> {
        if self.received().elapsed() < TOKEN_LIFE { Ok(()) } else { Err(AnswerError::Expired) }
    }

    pub(super) async fn follow_up(&self, reply: Reply) -> Result<Message, AnswerError> {
        let Reply { message, files } = reply;
        message.check()?;
        self.webhook(|| {
            let path = "/webhooks/{webhook_id}/{webhook_token}";
            let (webhook, token) = self.webhook_ids();
            let request = self.rest().request::<Json<Message>>(
                Method::POST,
                path,
                &[webhook.into(), token.into()],
            );
            with_files(request.query("wait", &true).json(&message), &files)
        })
        .await
    }

    pub(super) async fn patch(&self, target: Target, reply: Reply) -> Result<Message, AnswerError> {
        let Reply { mut message, files } = reply;
        // The visibility of a message is decided when it is sent.
        message.flags = message.flags.map(|flags| flags & !MessageFlags::EPHEMERAL);
        message.check_edit()?;
        self.webhook(|| {
            let (webhook, token) = self.webhook_ids();
            let request = match target {
                Target::Original => self.rest().request::<Json<Message>>(
                    Method::PATCH,
                    "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
                    &[webhook.into(), token.into()],
                ),
                Target::FollowUp(id) => self.rest().request(
                    Method::PATCH,
                    "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
                    &[webhook.into(), token.into(), id.into()],
                ),
            };
            with_files(request.json(&message), &files)
        })
        .await
    }

    pub(super) async fn get(&self, target: Target) -> Result<Message, AnswerError> {
        let (webhook, token) = self.webhook_ids();
        match target {
            Target::Original => {
                self.webhook(|| self.rest().original_interaction_response(webhook, token)).await
            }
            Target::FollowUp(id) => {
                self.webhook(|| self.rest().webhook_message(webhook, token, id)).await
            }
        }
    }

    pub(super) async fn remove(&self, target: Target) -> Result<(), AnswerError> {
        let (webhook, token) = self.webhook_ids();
        match target {
            Target::Original => {
                self.webhook(|| self.rest().delete_original_interaction_response(webhook, token))
                    .await
            }
            Target::FollowUp(id) => {
                self.webhook(|| self.rest().delete_webhook_message(webhook, token, id)).await
            }
        }
    }

    fn webhook_ids(&self) -> (Id<marker::Webhook>, &str) {
        (self.interaction().application_id.webhook(), self.interaction().token.as_str())
    }

    /// Sends a request to the interaction's webhook. If the first response is an HTTP response body, Discord may not
    /// have read it yet and does not know the webhook. The request is then retried until Discord must have read the
    /// body.
    async fn webhook<R, T>(&self, request: impl Fn() -> R) -> Result<T, AnswerError>
    where
        R: IntoFuture<Output = Result<T, Error>>,
    {
        self.check_age()?;
        self.latest_answer().begins();
        let until = self.received() + 2 * LONGEST;
        let mut pause = PAUSE;
        loop {
            match request().await {
                Err(error)
                    if self.files_come_later() && is_unknown(&error) && Instant::now() < until =>
                {
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                answer => return answer.map_err(AnswerError::of),
            }
        }
    }
}

fn with_files(
    request: http_client::Request<http_client::Custom<Json<Message>>>,
    files: &[Upload],
) -> http_client::Request<http_client::Custom<Json<Message>>> {
    files.iter().cloned().fold(request, http_client::Request::file)
}

fn is_unknown(error: &Error) -> bool {
    let codes =
        [ErrorCode::UNKNOWN_WEBHOOK, ErrorCode::UNKNOWN_MESSAGE, ErrorCode::UNKNOWN_INTERACTION];
    error.as_api().is_some_and(|answer| codes.contains(&answer.code))
}
