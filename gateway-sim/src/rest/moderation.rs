//! Metadata with which the application's moderation marks messages.
//!
//! Docs: [Integrate Moderation](https://docs.discord.com/developers/discord-social-sdk/how-to/integrate-moderation). Discord
//! reports the change to the Social SDK only, so the simulator sends no event.

use serde_json::{Map, Value};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::lobbies;
use super::messages;
use super::route::Route;

const OF_DM: &str = "/partner-sdk/dms/{first}/{second}/messages/{message}/moderation-metadata";
const OF_LOBBY: &str = "/lobbies/{lobby}/messages/{message}/moderation-metadata";

pub(super) const ROUTES: &[Route] =
    &[Route::bot("PUT", OF_DM, moderate_dm), Route::bot("PUT", OF_LOBBY, moderate_lobby)];

/// The limits of moderation metadata: "Up to 5 keys; key length <= 1024 characters; value length <= 2000 characters."
///
/// Docs: [Lobby, Update Lobby Message Moderation Metadata](https://docs.discord.com/developers/resources/lobby#update-lobby-message-moderation-metadata).
const MOST_KEYS: usize = 5;
const LONGEST_KEY: usize = 1024;
const LONGEST_VALUE: usize = 2000;

/// Returns the metadata of a request.
fn metadata(call: &Call<'_>) -> Result<Map<String, Value>, ApiError> {
    let Value::Object(fields) = call.json()? else {
        return Err(ApiError::field("_", "DICT_TYPE_CONVERT", "Only dictionaries may be used"));
    };
    let fits = |(key, value): (&String, &Value)| {
        let length = value.as_str().map(|text| text.chars().count());
        key.chars().count() <= LONGEST_KEY && length.is_some_and(|length| length <= LONGEST_VALUE)
    };
    if fields.len() > MOST_KEYS || !fields.iter().all(fits) {
        let message = "Up to 5 keys of at most 1024 characters, with texts of at most 2000.";
        return Err(ApiError::field("_", "BASE_TYPE_MAX_LENGTH", message));
    }
    Ok(fields)
}

fn moderate_lobby(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (lobby, id) = (lobbies::find(call)?, call.id(1)?);
    let fields = metadata(call)?;
    let found = lobbies::lobby_mut(call, lobby)?.message_mut(id);
    let message = found.ok_or_else(|| ApiError::unknown(10_008, "Message"))?;
    message["moderation_metadata"] = Value::Object(fields);
    Reply::no_content()
}

/// "`user_id_1` and `user_id_2` are the two DM participants; order does not matter."
fn moderate_dm(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (first, second, id) = (call.id(0)?, call.id(1)?, call.id(2)?);
    let bot = call.core.world().bot_id().get();
    let user = match (first == bot, second == bot) {
        (true, false) => Some(second),
        (false, true) => Some(first),
        _ => None,
    };
    let dm = user.and_then(|user| call.core.world().dm_of(&user.to_string()));
    let dm = dm.and_then(|dm| dm["id"].as_str()?.parse().ok()).ok_or_else(|| {
        let error = ApiError::unknown(10_003, "Channel");
        error.because("the simulator has direct messages only between a user and the bot")
    })?;
    let fields = metadata(call)?;
    let mut message = messages::find(call, dm, id)?;
    message["moderation_metadata"] = Value::Object(fields);
    call.core.world_mut().edit(dm, id, &message);
    Reply::no_content()
}
