//! Requests for the users who may accept an invite.
//!
//! Docs: [Invite, Get Target Users](https://docs.discord.com/developers/resources/invite#get-target-users),
//! [Update Target Users](https://docs.discord.com/developers/resources/invite#update-target-users) and
//! [Get Target Users Job Status](https://docs.discord.com/developers/resources/invite#get-target-users-job-status). The
//! simulator processes a file at once, so a job is always completed.

use bytes::Bytes;
use gateway_model::Permissions;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::invite_file::{HEADER, keep_users, read_users, target_file, wrong_file};
use super::invites::find;
use super::route::Route;
use crate::clock::timestamp;
use crate::world::Targets;

const USERS: &str = "/invites/{code}/target-users";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", USERS, get),
    Route::bot("PUT", USERS, put),
    Route::bot("GET", "/invites/{code}/target-users/job-status", status),
];

/// The status COMPLETED of a job.
const COMPLETED: u64 = 2;

/// Checks that the bot is the inviter, or has one of these permissions.
fn need(call: &Call<'_>, invite: &Value, any: &[Permissions]) -> Result<(), ApiError> {
    let own = invite["inviter"]["id"] == call.core.world().bot_id().to_string().as_str();
    let guild = invite["guild_id"].as_str().and_then(|id| id.parse().ok());
    let Some(guild) = guild.filter(|_| !own) else { return Ok(()) };
    let asked = any.iter().map(|permission| call.need(guild, *permission));
    asked.reduce(Result::or).unwrap_or(Ok(()))
}

/// Returns the users of the invite in the path.
///
/// # Errors
///
/// Returns an error with this code if the invite has none.
fn targets(call: &Call<'_>, code: u32, what: &str) -> Result<Targets, ApiError> {
    let invite = find(call)?;
    need(call, &invite, &[Permissions::MANAGE_GUILD, Permissions::VIEW_AUDIT_LOG])?;
    let found = call.core.world().invite_users.get(call.text(0)).cloned();
    found.ok_or_else(|| ApiError::unknown(code, what))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let targets = targets(call, 10_129, "invite target users")?;
    let lines = targets.users.iter().map(|user| format!("{user}\n"));
    let file: String = std::iter::once(format!("{HEADER}\n")).chain(lines).collect();
    Reply::file("text/csv", Bytes::from(file))
}

fn put(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let invite = find(call)?;
    need(call, &invite, &[Permissions::MANAGE_GUILD])?;
    let file = target_file(call).ok_or_else(|| {
        ApiError::field("target_users_file", "BASE_TYPE_REQUIRED", "This field is required")
    })?;
    match read_users(&file) {
        Ok(users) => {
            let code = call.text(0).to_owned();
            keep_users(call, &code, users);
            Reply::no_content()
        }
        Err(wrong) => wrong_file(wrong),
    }
}

fn status(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let targets = targets(call, 10_124, "invite target users job")?;
    let (users, at) = (targets.users.len(), timestamp(targets.at_ms));
    Reply::ok(json!({
        "status": COMPLETED,
        "total_users": users,
        "processed_users": users,
        "created_at": at,
        "completed_at": at,
        "error_message": null,
    }))
}
