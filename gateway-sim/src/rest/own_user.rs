//! The bot's own account.
//!
//! Docs: [User, Modify Current User](https://docs.discord.com/developers/resources/user#modify-current-user).

use serde_json::{Value, json};

use super::call::{Call, Reply, Who};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::route::Route;

pub(super) const ROUTES: &[Route] =
    &[Route::either("GET", "/users/@me", "identify", me), Route::bot("PATCH", "/users/@me", edit)];

/// Returns the bot, or the user of the access token.
fn me(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let world = call.core.world();
    match call.who {
        Who::User(user) => {
            let mut user = world.user(user).ok_or_else(|| ApiError::unknown(10_013, "User"))?;
            user["mfa_enabled"] = json!(false);
            user["locale"] = json!("en-US");
            Reply::ok(user)
        }
        Who::Bot | Who::Anybody => Reply::ok(world.own_user()),
    }
}

/// Docs: [User, Usernames and Nicknames](https://docs.discord.com/developers/resources/user#usernames-and-nicknames).
fn check_name(name: Option<&Value>) -> Result<(), ApiError> {
    let Some(name) = name.and_then(Value::as_str) else { return Ok(()) };
    let found = ["@", "#", ":", "```", "discord"].into_iter().find(|part| name.contains(part));
    if let Some(part) = found {
        let message = format!("Username cannot contain \"{part}\"");
        return Err(ApiError::field("username", "USERNAME_INVALID_CONTAINS", &message));
    }
    if ["everyone", "here"].contains(&name) {
        let message = format!("Username cannot be \"{name}\"");
        return Err(ApiError::field("username", "USERNAME_INVALID_CONTAINS", &message));
    }
    Ok(())
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let wanted = [
        Field::new("username", Kind::Text(2, 32)),
        Field::or_null("avatar", Kind::Image),
        Field::or_null("banner", Kind::Image),
    ];
    let fields = read(&wanted, &call.json()?)?;
    check_name(fields.get("username"))?;
    if call.core.world_mut().change_bot(fields) {
        let user = call.core.world().own_user();
        call.core.tell_all("USER_UPDATE", &user, call.now);
    }
    me(call)
}
