//! The payload sent to an application's URL, which contains an event.

use super::WebhookEvent;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// The payload that Discord sends to an application's URL for webhook events.
    ///
    /// Docs: [Webhook Events, Payload Structure](https://docs.discord.com/developers/events/webhook-events#payload-structure).
    pub struct WebhookEventPayload {
        /// Version of the scheme; 1 so far.
        pub version: u32,
        /// The application.
        pub application_id: Id<marker::Application>,
        /// Whether it is an event.
        pub kind as "type": WebhookPayloadKind,
        /// The event, if it is one.
        pub event?: Box<WebhookEvent>,
    }
}

open_enum! {
    /// Kind of a webhook event payload. Both are answered with 204 and no body.
    ///
    /// Docs: [Webhook Events, Webhook Types](https://docs.discord.com/developers/events/webhook-events#webhook-types).
    pub enum WebhookPayloadKind: i32 {
        /// Checks whether the URL answers.
        Ping = 0,
        /// An event.
        Event = 1,
    }
}
