//! Channels.
//!
//! Docs: [Channel Resource](https://docs.discord.com/developers/resources/channel).

use serde_json::json;

use super::call::{Call, Reply};
use super::error::ApiError;
use super::messages::with_place;
use super::route::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/channels/{channel}", get),
    Route::bot("POST", "/channels/{channel}/typing", typing),
];

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(call.channel(0)?.object)
}

fn typing(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let bot = call.core.world().bot_id().get();
    let mut data = with_place(
        json!({ "user_id": bot.to_string(), "timestamp": call.core.unix_ms() / 1000 }),
        &channel,
    );
    if let Some(guild) = channel.guild {
        let member = call.core.world().guild(guild).and_then(|guild| guild.members.get(bot));
        data["member"] = member.unwrap_or_default();
    }
    call.dispatch_in(channel.place(), "TYPING_START", &data);
    Reply::no_content()
}
