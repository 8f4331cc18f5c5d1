//! Routes of webhooks that name a token: of interactions, whose webhook is the application itself.
//!
//! Docs: [Receiving and Responding, Followup Messages](https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages)
//! and [Webhook Resource](https://docs.discord.com/developers/resources/webhook).

use super::error::ApiError;
use super::followups;
use super::route::{Call, Handler, Reply, Route};

const WITH_TOKEN: &str = "/webhooks/{webhook}/{token}";
const MESSAGE: &str = "/webhooks/{webhook}/{token}/messages/{message}";

pub(super) const ROUTES: &[Route] = &[
    Route::open("POST", WITH_TOKEN, |call| of_interaction(call, followups::create)),
    Route::open("GET", MESSAGE, |call| of_interaction(call, followups::get)),
    Route::open("PATCH", MESSAGE, |call| of_interaction(call, followups::edit)),
    Route::open("DELETE", MESSAGE, |call| of_interaction(call, followups::delete)),
];

/// The interaction's half of a route, where the webhook is the bot's application.
fn of_interaction(call: &mut Call<'_>, handler: Handler) -> Result<Reply, ApiError> {
    if call.id(0)? == call.core.world().bot_id().get() {
        handler(call)
    } else {
        Err(ApiError::unknown(10_015, "Webhook"))
    }
}
