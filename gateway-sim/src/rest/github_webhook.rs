//! Executing a webhook with an event of GitHub's.
//!
//! Docs: [Webhook, Execute GitHub-Compatible Webhook](https://docs.discord.com/developers/resources/webhook#execute-github-compatible-webhook),
//! which lists the events, and OpenAPI, which has the fields.

use serde_json::json;

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, read, read_object};
use super::github_text::summary_of;
use super::incoming_webhooks::{with_token, write};
use super::route::Route;

pub(super) const ROUTES: &[Route] =
    &[Route::open("POST", "/webhooks/{webhook}/{token}/github", execute)];

/// The header in which GitHub names the event.
const EVENT: &str = "x-github-event";

const SENDER: &[Field] = &[
    Field::required("id", Kind::Int(0, i64::MAX)),
    Field::required("login", Kind::Text(1, 256)),
    Field::required("html_url", Kind::Url),
    Field::required("avatar_url", Kind::Url),
];

/// An event of another kind, or with another action, is accepted and makes no message.
fn execute(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let webhook = with_token(call)?;
    // Reads the flag only to refuse a wrong one: either way, the message is saved at once.
    call.flag("wait")?;
    let body = call.json()?;
    read(&[Field::required("sender", Kind::Object)], &body)?;
    read_object(SENDER, &body, "sender")?;
    let event = call.request.headers().get(EVENT).and_then(|event| event.to_str().ok());
    let Some(event) = event else {
        if call.core.tolerates("an event of GitHub's without X-GitHub-Event") {
            return Reply::no_content();
        }
        return Err(ApiError::field(EVENT, "BASE_TYPE_REQUIRED", "This field is required"));
    };
    if let Some(summary) = summary_of(event, &body) {
        let sender = &body["sender"];
        let mut embed = json!({
            "title": summary.title,
            "color": summary.color,
            "author": {
                "name": sender["login"],
                "url": sender["html_url"],
                "icon_url": sender["avatar_url"],
            },
        });
        for (part, text) in [("url", summary.url), ("description", summary.text)] {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                embed[part] = json!(text);
            }
        }
        write(call, &webhook, None, &json!({ "embeds": [embed] }))?;
    }
    Reply::no_content()
}
