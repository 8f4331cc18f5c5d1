//! Voice regions.
//!
//! Docs: [Voice, List Voice Regions](https://docs.discord.com/developers/resources/voice#list-voice-regions).

use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::route::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/voice/regions", all),
    Route::bot("GET", "/guilds/{guild}/regions", of_guild),
];

/// The voice regions: id and name; the first is the closest one.
const REGIONS: [(&str, &str); 3] =
    [("us-east", "US East"), ("rotterdam", "Rotterdam"), ("japan", "Japan")];

fn regions() -> Value {
    let regions = REGIONS.into_iter().enumerate().map(|(at, (id, name))| {
        json!({
            "id": id,
            "name": name,
            "optimal": at == 0,
            "deprecated": false,
            "custom": false,
        })
    });
    regions.collect()
}

fn all(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(regions())
}

fn of_guild(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.guild(0)?;
    Reply::ok(regions())
}
