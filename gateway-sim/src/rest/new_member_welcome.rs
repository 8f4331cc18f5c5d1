//! The welcome for new members of a guild.
//!
//! Discord's docs do not describe it. Its fields are from Discord's OpenAPI description. A bot can only read it; the
//! action `new_member_welcome` sets it.

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::route::Route;

pub(super) const ROUTES: &[Route] = &[Route::bot("GET", "/guilds/{guild}/new-member-welcome", get)];

/// Returns the welcome; 204 if it was never set.
fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    match guild_now(call, guild)?.new_member_welcome.clone() {
        Some(settings) => Reply::ok(settings),
        None => Reply::no_content(),
    }
}
