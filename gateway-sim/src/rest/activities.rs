//! Instances of the application's activity, and the files that an activity uploads.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::expressions::too_large;
use super::message_body::{attachments, files};
use super::permit::own_application;
use super::route::Route;
use crate::interact::ATTACHMENT_LIMIT;

const INSTANCE: &str = "/applications/{application}/activity-instances/{instance}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", INSTANCE, instance),
    Route::either("POST", "/applications/{application}/attachment", "", upload),
];

/// Docs: [Application, Get Application Activity Instance](https://docs.discord.com/developers/resources/application#get-application-activity-instance)
/// and [Multiplayer Experience](https://docs.discord.com/developers/activities/development-guides/multiplayer-experience),
/// which has the answer for an instance that does not run.
fn instance(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let world = call.core.world();
    let found = world.activities.get(call.text(1)).map(|found| found.object(world.bot_id()));
    Reply::ok(found.ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, 0, "404: Not Found"))?)
}

/// Docs: [User Actions, Open Share Moment Dialog](https://docs.discord.com/developers/activities/development-guides/user-actions#open-share-moment-dialog):
/// "accepts bearer tokens for any scopes", and makes "an ephemeral CDN URL".
fn upload(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let mut files = files(call.request);
    files.retain(|part| part.name == "file");
    files.truncate(1);
    let Some(size) = files.first().map(|part| part.data.len() as u64) else {
        return Err(ApiError::field("file", "BASE_TYPE_REQUIRED", "This field is required"));
    };
    if size > ATTACHMENT_LIMIT {
        return Err(too_large());
    }
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let mut attachment = attachments(&files, &Value::Null, id).pop().unwrap_or_default();
    attachment["ephemeral"] = json!(true);
    Reply::ok(json!({ "attachment": attachment }))
}
