//! Checks whether the bot may do what a request asks for.
//!
//! Docs: [Permissions](https://docs.discord.com/developers/topics/permissions) and the JSON error codes 50001 and 50013.

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::Value;

use super::call::{Call, Channel, guild_now};
use super::error::ApiError;

fn missing_permissions(what: Permissions) -> ApiError {
    let names: Vec<&str> = what.iter_names().map(|(name, _)| name).collect();
    let error = ApiError::new(StatusCode::FORBIDDEN, 50_013, "Missing Permissions");
    error.because(format!("the bot lacks {}", names.join(", ")))
}

/// Requires that the application of the path, its first parameter, is the bot's own.
pub(super) fn own_application(call: &Call<'_>) -> Result<(), ApiError> {
    if call.id(0)? == call.core.world().bot_id().get() {
        return Ok(());
    }
    let message = "You are not authorized to perform this action on this application";
    Err(ApiError::new(StatusCode::FORBIDDEN, 20_012, message))
}

fn too_low(what: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, 50_013, "Missing Permissions")
        .because(format!("{what} is not below the bot's highest role"))
}

impl Call<'_> {
    fn bot(&self) -> u64 {
        self.core.world().bot_id().get()
    }

    /// Requires permissions in a guild: 50013 if one is missing.
    pub(super) fn need(
        &self,
        guild: Id<marker::Guild>,
        needed: Permissions,
    ) -> Result<(), ApiError> {
        let has = guild_now(self, guild)?.permissions(self.bot());
        if has.contains(needed) { Ok(()) } else { Err(missing_permissions(needed.difference(has))) }
    }

    /// Requires permissions in a channel: 50001 if the bot cannot see it, otherwise 50013. Direct messages require
    /// none.
    pub(super) fn need_in(&self, channel: &Channel, needed: Permissions) -> Result<(), ApiError> {
        let Some(guild) = channel.guild else { return Ok(()) };
        let held = guild_now(self, guild)?;
        let Some(has) = held.permissions_if_seen(self.bot(), &channel.object) else {
            let has = held.permissions_in(self.bot(), &channel.object);
            let reason = match has.contains(Permissions::VIEW_CHANNEL) {
                true => "the bot is not in the private thread",
                false => "the bot lacks VIEW_CHANNEL",
            };
            let error = ApiError::new(StatusCode::FORBIDDEN, 50_001, "Missing Access");
            return Err(error.because(reason));
        };
        if has.contains(needed) { Ok(()) } else { Err(missing_permissions(needed.difference(has))) }
    }

    /// Requires that a role is lower than the bot's highest one.
    pub(super) fn above_role(
        &self,
        guild: Id<marker::Guild>,
        role: &Value,
    ) -> Result<(), ApiError> {
        let rank = guild_now(self, guild)?.rank(self.bot());
        match role["position"].as_i64() {
            Some(position) if position < rank => Ok(()),
            _ => Err(too_low("the role")),
        }
    }

    /// Requires that a member's highest role is lower than the bot's.
    pub(super) fn above_member(&self, guild: Id<marker::Guild>, user: u64) -> Result<(), ApiError> {
        let guild = guild_now(self, guild)?;
        if guild.rank(user) < guild.rank(self.bot()) { Ok(()) } else { Err(too_low("the member")) }
    }
}
