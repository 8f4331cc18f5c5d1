//! Webhook events, which are answered with 204.
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

/// The fields that distinguish the two kinds of request.
#[derive(Deserialize)]
struct Shape {
    token: Option<IgnoredAny>,
    event: Option<IgnoredAny>,
    #[serde(rename = "type")]
    kind: WebhookPayloadKind,
}

/// Returns whether a body is a webhook event or its ping. Interactions, including their ping, have a token.
pub(super) fn is_event(body: &[u8]) -> bool {
    serde_json::from_slice(body).is_ok_and(|shape: Shape| {
        let is_ping = shape.kind == WebhookPayloadKind::Ping;
        shape.token.is_none() && (is_ping || shape.event.is_some())
    })
}

/// Passes an event to the app. Returns the status of the response.
pub(super) async fn handle(handler: Option<&Handler>, body: &[u8]) -> StatusCode {
    let Some(handler) = handler else {
        super::refused("unexpected_event");
        tracing::warn!("rejected a webhook event, because Receiver::on_event was not called");
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
            tracing::error!(%kind, %error, "the handler of a webhook event failed; Discord will send it again");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

fn unreadable(body: &[u8], error: &dyn Error) -> StatusCode {
    super::refused("unreadable");
    tracing::error!(%error, length = body.len(), "failed to parse a webhook event");
    StatusCode::BAD_REQUEST
}
