//! Common parts of emojis, stickers and sounds of guilds.

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::Value;

use super::call::Call;
use super::error::ApiError;

/// Requires the permission to change an expression: for the bot's own ones either permission, for others only the
/// second.
pub(super) fn need_to_manage(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    expression: &Value,
) -> Result<(), ApiError> {
    let own = expression["user"]["id"] == call.core.world().bot_id().to_string().as_str();
    if own && call.need(guild, Permissions::CREATE_GUILD_EXPRESSIONS).is_ok() {
        return Ok(());
    }
    call.need(guild, Permissions::MANAGE_GUILD_EXPRESSIONS)
}

/// Returns an expression as the bot sees it: with the user who created it only if the bot may create or manage
/// expressions.
pub(super) fn seen(call: &Call<'_>, guild: Id<marker::Guild>, mut expression: Value) -> Value {
    let either = [Permissions::CREATE_GUILD_EXPRESSIONS, Permissions::MANAGE_GUILD_EXPRESSIONS];
    if !either.into_iter().any(|permission| call.need(guild, permission).is_ok())
        && let Some(fields) = expression.as_object_mut()
    {
        fields.remove("user");
    }
    expression
}

/// Returns the largest number of bytes of the base64 part of a data URI: four characters are three bytes.
pub(super) fn data_bytes(uri: &str) -> usize {
    uri.rsplit(',').next().map_or(0, str::len) / 4 * 3
}

/// Returns JSON error 50045, for a file that is too large.
pub(super) fn too_large() -> ApiError {
    let message = "File uploaded exceeds the maximum size";
    ApiError::new(StatusCode::BAD_REQUEST, 50_045, message)
}
