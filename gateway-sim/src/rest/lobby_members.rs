//! Members of lobbies.
//!
//! Docs: [Lobby, Add a Member to a Lobby](https://docs.discord.com/developers/resources/lobby#add-a-member-to-a-lobby) and the
//! sections after it.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::id_of;
use super::invites;
use super::lobbies::{MOST_MEMBERS, SCOPE, find, lobby_mut, member};
use super::route::Route;

const OWN: &str = "/lobbies/{lobby}/members/@me";
const ONE: &str = "/lobbies/{lobby}/members/{user}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("PUT", ONE, put),
    Route::bot("DELETE", ONE, |call| {
        let user = call.id(1)?;
        remove(call, user)
    }),
    Route::bot("POST", "/lobbies/{lobby}/members/bulk", bulk),
    Route::bot("POST", "/lobbies/{lobby}/members/{user}/invites", |call| {
        let user = call.id(1)?;
        call.core.world().user(user).ok_or_else(|| ApiError::unknown(10_013, "User"))?;
        invite(call)
    }),
    Route::user("DELETE", OWN, "", |call| {
        let user = call.user();
        remove(call, user)
    }),
    Route::user("POST", "/lobbies/{lobby}/members/@me/invites", SCOPE, |call| {
        need_member(call)?;
        invite(call)
    }),
];

/// The lifetime of an invite: "The invite expires after one hour."
const INVITE_SECONDS: u64 = 3_600;

/// Checks that the user who sends the request is a member of the lobby in the path. Returns the lobby's id.
pub(super) fn need_member(call: &mut Call<'_>) -> Result<u64, ApiError> {
    let (id, user) = (find(call)?, call.user());
    if lobby_mut(call, id)?.members.contains_key(&user) {
        return Ok(id);
    }
    let error = ApiError::new(StatusCode::FORBIDDEN, 50_001, "Missing Access");
    Err(error.because("the user is not a member of the lobby"))
}

/// Adds a user to a lobby, or changes their member object.
fn put_one(call: &mut Call<'_>, id: u64, user: u64, body: &Value) -> Result<Value, ApiError> {
    let before = lobby_mut(call, id)?.members.get(&user).cloned();
    let member = member(call, user, body, before.as_ref())?;
    lobby_mut(call, id)?.members.insert(user, member.clone());
    Ok(member)
}

fn put(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (id, user) = (find(call)?, call.id(1)?);
    let body = call.json()?;
    Reply::ok(put_one(call, id, user, &body)?)
}

/// Removes a user. "It is safe to call this even if the user is no longer a member of the lobby".
fn remove(call: &mut Call<'_>, user: u64) -> Result<Reply, ApiError> {
    let id = find(call)?;
    lobby_mut(call, id)?.members.remove(&user);
    Reply::no_content()
}

/// Adds and removes several users. "Removed members are not included in the response."
fn bulk(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = find(call)?;
    let body = call.json()?;
    let list = body.as_array().map_or(&[][..], Vec::as_slice);
    if !(1..=MOST_MEMBERS).contains(&list.len()) {
        let message = format!("Must be between 1 and {MOST_MEMBERS} in length.");
        return Err(ApiError::field("_", "BASE_TYPE_BAD_LENGTH", &message));
    }
    let mut put = Vec::new();
    for (at, one) in list.iter().enumerate() {
        let wrong = || {
            ApiError::field(&format!("{at}.id"), "NUMBER_TYPE_COERCE", "Value is not snowflake.")
        };
        let user = id_of(&one["id"]).ok_or_else(wrong)?;
        if one["remove_member"] == true {
            lobby_mut(call, id)?.members.remove(&user);
        } else {
            put.push(put_one(call, id, user, one)?);
        }
    }
    Reply::ok(Value::Array(put))
}

/// Creates "a single-use guild invite to the lobby's linked channel".
fn invite(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = find(call)?;
    let unlinked = || {
        let error = ApiError::new(
            StatusCode::BAD_REQUEST,
            50_024,
            "Cannot execute action on this channel type",
        );
        error.because("the lobby has no linked channel")
    };
    let channel = lobby_mut(call, id)?.channel.ok_or_else(unlinked)?;
    let channel = call.channel_of_id(channel)?;
    let guild = channel.guild.ok_or_else(unlinked)?;
    let fields = json!({ "max_age": INVITE_SECONDS, "max_uses": 1 });
    let fields: Map<String, Value> = fields.as_object().cloned().unwrap_or_default();
    let invite = invites::make(call, &channel, guild, &fields)?;
    Reply::ok(json!({ "code": invite["code"] }))
}
