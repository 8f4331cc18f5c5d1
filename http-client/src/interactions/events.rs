//! Webhook events: calls that tell of something and are answered with 204.
//!
//! Docs: [Webhook Events, Responding to Events](https://docs.discord.com/developers/events/webhook-events#responding-to-events).

use std::error::Error;
use std::pin::Pin;

use gateway_model::read_json;
use gateway_model::webhook_event::{WebhookEvent, WebhookEventPayload, WebhookPayloadKind};
use http::StatusCode;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// The app's function for events.
pub(super) type Handler = Box<dyn Fn(WebhookEvent) -> Handling + Send + Sync>;

pub(super) type Handling =
    Pin<Box<dyn Future<Output = Result<(), Box<dyn Error + Send + Sync>>> + Send>>;

/// What tells the two kinds of call apart.
#[derive(Deserialize)]
struct Shape {
    token: Option<IgnoredAny>,
    event: Option<IgnoredAny>,
    #[serde(rename = "type")]
    kind: WebhookPayloadKind,
}

/// Whether a body is an event or the ping that goes with events. Interactions have a token, their ping too.
pub(super) fn is_event(body: &[u8]) -> bool {
    serde_json::from_slice(body).is_ok_and(|shape: Shape| {
        let is_ping = shape.kind == WebhookPayloadKind::Ping;
        shape.token.is_none() && (is_ping || shape.event.is_some())
    })
}

/// Gives an event to the app. Returns the status of the answer.
pub(super) async fn handle(handler: Option<&Handler>, body: &[u8]) -> StatusCode {
    let Some(handler) = handler else {
        super::refused("unexpected_event");
        tracing::warn!("a webhook event came, and Receiver::on_event was not called");
        return StatusCode::NOT_FOUND;
    };
    let (payload, skipped): (WebhookEventPayload, _) = match read_json(body) {
        Ok(read) => read,
        Err(error) => return unreadable(body, &error),
    };
    if payload.kind == WebhookPayloadKind::Ping {
        return StatusCode::NO_CONTENT;
    }
    let Some(event) = payload.event else {
        return skipped.first().map_or(StatusCode::NO_CONTENT, |error| unreadable(body, error));
    };
    let kind = event.kind();
    match handler(*event).await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(error) => {
            let error = gateway_dial::Report::new(&*error);
            tracing::error!(%kind, %error, "a webhook event was not handled; Discord sends it again");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

fn unreadable(body: &[u8], error: &dyn Error) -> StatusCode {
    super::refused("unreadable");
    tracing::error!(%error, length = body.len(), "a webhook event that cannot be read");
    StatusCode::BAD_REQUEST
}
