//! Sounds that every user can play.
//!
//! Docs: [Soundboard Resource](https://docs.discord.com/developers/resources/soundboard).

use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::route::Route;

pub(super) const ROUTES: &[Route] =
    &[Route::bot("GET", "/soundboard-default-sounds", default_sounds)];

/// The default sounds: id, name, emoji.
const DEFAULT: [(u64, &str, &str); 3] = [(1, "knock", "🚪"), (2, "bell", "🔔"), (3, "rain", "🌧️")];

fn shown((id, name, emoji): (u64, &str, &str)) -> Value {
    json!({
        "name": name,
        "sound_id": id.to_string(),
        "volume": 1.0,
        "emoji_id": null,
        "emoji_name": emoji,
        "available": true,
    })
}

/// Returns a default sound by its id.
pub(super) fn default_sound(id: u64) -> Option<Value> {
    DEFAULT.into_iter().find(|sound| sound.0 == id).map(shown)
}

/// Docs: [Soundboard, List Default Soundboard Sounds](https://docs.discord.com/developers/resources/soundboard#list-default-soundboard-sounds).
fn default_sounds(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(DEFAULT.into_iter().map(shown).collect())
}
