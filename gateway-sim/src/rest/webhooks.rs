//! Routes that interactions and incoming webhooks share. The webhook of an interaction is the application itself.
//!
//! Docs: [Receiving and Responding, Followup Messages](https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages)
//! and [Webhook Resource](https://docs.discord.com/developers/resources/webhook).

use super::call::{Call, Reply};
use super::error::ApiError;
use super::followups;
use super::incoming_webhooks as hooks;
use super::route::{Handler, Route};

const WITH_TOKEN: &str = "/webhooks/{webhook}/{token}";
const MESSAGE: &str = "/webhooks/{webhook}/{token}/messages/{message}";

pub(super) const ROUTES: &[Route] = &[
    Route::open("POST", WITH_TOKEN, |call| either(call, followups::create, hooks::execute)),
    Route::open("GET", MESSAGE, |call| either(call, followups::get, hooks::get_message)),
    Route::open("PATCH", MESSAGE, |call| either(call, followups::edit, hooks::edit_message)),
    Route::open("DELETE", MESSAGE, |call| either(call, followups::delete, hooks::delete_message)),
];

/// Runs the interaction's handler of a route if the webhook is the bot's application, and otherwise the other one.
fn either(call: &mut Call<'_>, interaction: Handler, webhook: Handler) -> Result<Reply, ApiError> {
    let own = call.id(0)? == call.core.world().bot_id().get();
    if own { interaction(call) } else { webhook(call) }
}
