//! Sounds that everybody can play.
//!
//! Docs: [Soundboard Resource](https://docs.discord.com/developers/resources/soundboard).

use serde_json::json;

use super::call::{Call, Reply};
use super::error::ApiError;
use super::route::Route;

pub(super) const ROUTES: &[Route] =
    &[Route::bot("GET", "/soundboard-default-sounds", default_sounds)];

/// The default sounds of this Discord: id, name, emoji.
const DEFAULT: [(&str, &str, &str); 3] =
    [("1", "knock", "🚪"), ("2", "bell", "🔔"), ("3", "rain", "🌧️")];

/// Docs: [Soundboard, List Default Soundboard Sounds](https://docs.discord.com/developers/resources/soundboard#list-default-soundboard-sounds).
fn default_sounds(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    let sounds = DEFAULT.into_iter().map(|(id, name, emoji)| {
        json!({
            "name": name,
            "sound_id": id,
            "volume": 1.0,
            "emoji_id": null,
            "emoji_name": emoji,
            "available": true,
        })
    });
    Reply::ok(sounds.collect())
}
