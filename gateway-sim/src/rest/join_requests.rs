//! Requests of users to join a guild. The action `request_to_join` creates one.
//!
//! Discord's docs do not describe them. Their fields are from its OpenAPI description. It is not known which permission
//! they need, nor which events they cause. The simulator requires `KICK_MEMBERS`, as Discord's client does, and sends
//! Guild Member Add if a user is accepted.

use gateway_model::Permissions;
use http::StatusCode;
use serde_json::json;

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::route::Route;
use super::search_query::{choice, snowflake};
use crate::clock::timestamp;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/requests", list),
    Route::bot("PATCH", "/guilds/{guild}/requests/{request}", decide),
];

const STATUSES: &[&str] = &["STARTED", "SUBMITTED", "REJECTED", "APPROVED"];

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::KICK_MEMBERS)?;
    let status = choice(call, "status", STATUSES)?;
    let (before, after) = (snowflake(call, "before")?, snowflake(call, "after")?);
    let limit = call.limit(100, 100)?;
    let held = guild_now(call, guild)?;
    let of_status = held.join_requests.iter().rev().filter(|(_, request)| {
        status.as_ref().is_none_or(|status| request["application_status"] == **status)
    });
    let of_status: Vec<_> = of_status.collect();
    let total = of_status.len();
    let page = of_status.into_iter().filter(|(id, _)| {
        before.is_none_or(|before| **id < before) && after.is_none_or(|after| **id > after)
    });
    let page: Vec<_> = page.take(limit).map(|(_, request)| request.clone()).collect();
    Reply::ok(json!({ "total": total, "guild_join_requests": page }))
}

fn decide(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::KICK_MEMBERS)?;
    let id = call.id(1)?;
    let found = guild_now(call, guild)?.join_requests.get(&id).cloned();
    // The docs list no JSON error code for this.
    let unknown = || ApiError::new(StatusCode::NOT_FOUND, 0, "404: Not Found");
    let mut request = found.ok_or_else(unknown)?;
    let wanted = [
        Field::required("action", Kind::Text(1, 20)),
        Field::or_null("rejection_reason", Kind::Text(0, 160)),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let approved = match fields["action"].as_str() {
        Some("APPROVED") => true,
        Some("REJECTED") => false,
        _ => {
            let message = "Value must be one of [\"APPROVED\", \"REJECTED\"].";
            return Err(ApiError::field("action", "BASE_TYPE_CHOICES", message));
        }
    };
    if request["application_status"] != "SUBMITTED" {
        let message = "The request was decided already.";
        return Err(ApiError::field("action", "GUILD_JOIN_REQUEST_NOT_SUBMITTED", message));
    }
    request["application_status"] = fields["action"].clone();
    request["reviewed_at"] = json!(timestamp(call.core.unix_ms()));
    request["actioned_by_user"] = call.core.world().bot_user();
    if !approved {
        request["rejection_reason"] = fields.get("rejection_reason").cloned().unwrap_or_default();
    }
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.join_requests.insert(id, request.clone());
    }
    if approved {
        let user = request["user_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
        let member = call.core.new_member(request["user"].clone());
        call.core.join(guild, user, &member, call.now);
    }
    Reply::ok(request)
}
