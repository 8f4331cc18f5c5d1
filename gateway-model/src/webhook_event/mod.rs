//! Webhook events: events that Discord sends to an application's URL.
//!
//! Docs: [Webhook Events](https://docs.discord.com/developers/events/webhook-events).
//!
//! ```
//! use gateway_model::webhook_event::{WebhookEventData, WebhookEventPayload};
//!
//! # let body = br#"{"version":1,"application_id":"5","type":1,"event":{"type":"LOBBY_MESSAGE_DELETE",
//! #     "timestamp":"2025-08-05T21:44:09.412957","data":{"id":"7","lobby_id":"6"}}}"#;
//! // `body` is what Discord has sent, its signature already checked.
//! let (payload, _): (WebhookEventPayload, _) = gateway_model::read_json(body)?;
//! if let Some(event) = payload.event
//!     && let WebhookEventData::LobbyMessageDelete(deleted) = event.data
//! {
//!     println!("{}: {} was deleted", event.timestamp, deleted.id);
//! }
//! # Ok::<(), gateway_model::JsonError>(())
//! ```

mod event;
mod objects;
mod payload;

pub use event::{WebhookEvent, WebhookEventData, WebhookEventKind};
pub use objects::{
    ApplicationAuthorized, ApplicationDeauthorized, GameDirectMessage, LobbyMessageDelete,
    LobbyMessageUpdate,
};
pub use payload::{WebhookEventPayload, WebhookPayloadKind};
