//! Members: reading, adding, changing, removing.
//!
//! Docs: [Guild, Get Guild Member](https://docs.discord.com/developers/resources/guild#get-guild-member) and following.

use gateway_model::Id;
use gateway_model::gateway::Intents;
use gateway_model::id::marker;
use gateway_model::{Permissions, Timestamp};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::roles;
use super::route::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/members", list),
    Route::bot("GET", "/guilds/{guild}/members/search", search),
    Route::bot("PATCH", "/guilds/{guild}/members/@me", edit_own),
    Route::bot("PATCH", "/guilds/{guild}/members/@me/nick", edit_own_nick),
    Route::bot("GET", "/guilds/{guild}/members/{user}", get),
    Route::bot("PUT", "/guilds/{guild}/members/{user}", add),
    Route::bot("PATCH", "/guilds/{guild}/members/{user}", edit),
    Route::bot("DELETE", "/guilds/{guild}/members/{user}", kick),
    Route::bot("PUT", "/guilds/{guild}/members/{user}/roles/{role}", add_role),
    Route::bot("DELETE", "/guilds/{guild}/members/{user}/roles/{role}", remove_role),
];

/// The longest timeout, in ms.
const LONGEST_TIMEOUT_MS: u64 = 28 * 24 * 60 * 60 * 1000;

const FIELDS: &[Field] = &[
    Field::or_null("nick", Kind::Text(0, 32)),
    Field::or_null("roles", Kind::Snowflakes(250)),
    Field::or_null("mute", Kind::Flag),
    Field::or_null("deaf", Kind::Flag),
    Field::or_null("channel_id", Kind::Snowflake),
    Field::or_null("communication_disabled_until", Kind::Time),
    Field::or_null("flags", Kind::Int(0, i64::MAX)),
];

fn member_now(call: &Call<'_>, guild: Id<marker::Guild>, user: u64) -> Result<Value, ApiError> {
    let member = guild_now(call, guild)?.members.get(user);
    member.ok_or_else(|| match call.core.world().user(user) {
        Some(_) => ApiError::unknown(10_007, "Member"),
        None => ApiError::unknown(10_013, "User"),
    })
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    Reply::ok(member_now(call, guild, call.id(1)?)?)
}

/// Docs: [Guild, List Guild Members](https://docs.discord.com/developers/resources/guild#list-guild-members): the app has
/// to have the `GUILD_MEMBERS` intent switched on.
fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    if !call.core.config().privileged_intents.contains(Intents::GUILD_MEMBERS) {
        let error = ApiError::new(StatusCode::FORBIDDEN, 50_001, "Missing Access");
        return Err(error.because("the intent GUILD_MEMBERS is not switched on for the app"));
    }
    let limit = call.limit(1, 1000)?;
    let after = call.query("after").and_then(|id| id.parse::<u64>().ok()).unwrap_or(0);
    let guild = guild_now(call, guild)?;
    let mut ids: Vec<u64> = guild.members.ids().filter(|id| *id > after).collect();
    ids.sort_unstable();
    Reply::ok(ids.into_iter().take(limit).filter_map(|id| guild.members.get(id)).collect())
}

fn search(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let limit = call.limit(1, 1000)?;
    let Some(query) = call.query("query") else {
        return Err(ApiError::field("query", "BASE_TYPE_REQUIRED", "This field is required"));
    };
    let query = query.to_lowercase();
    let guild = guild_now(call, guild)?;
    let members = guild.members.ids().filter_map(|id| guild.members.get(id));
    let found = members.filter(|member| {
        [&member["user"]["username"], &member["nick"]]
            .into_iter()
            .any(|name| name.as_str().is_some_and(|name| name.to_lowercase().starts_with(&query)))
    });
    Reply::ok(found.take(limit).collect())
}

/// Docs: [Guild, Add Guild Member](https://docs.discord.com/developers/resources/guild#add-guild-member). The access token is
/// only looked at for being there: the simulation has no OAuth2.
fn add(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let user = call.id(1)?;
    call.need(guild, Permissions::CREATE_INSTANT_INVITE)?;
    let body = call.json()?;
    read(&[Field::required("access_token", Kind::Text(1, 2048))], &body)?;
    let known = call.core.world().user(user);
    let known = known.ok_or_else(|| ApiError::unknown(10_013, "User"))?;
    let held = guild_now(call, guild)?;
    if held.members.contains(user) {
        return Reply::no_content();
    }
    if held.bans.contains_key(&user) {
        let message = "The user is banned from this guild.";
        return Err(ApiError::new(StatusCode::FORBIDDEN, 40_007, message));
    }
    drop(held);
    let fields = checked(call, guild, user, &body)?;
    let mut member = call.core.new_member(known);
    for name in ["nick", "roles", "mute", "deaf"] {
        if let Some(value) = fields.get(name).filter(|value| !value.is_null()) {
            member[name] = value.clone();
        }
    }
    call.core.join(guild, user, &member, call.now);
    Reply::created(member)
}

/// Returns a body's fields, after checking the permissions for each of them.
fn checked(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    user: u64,
    body: &Value,
) -> Result<Map<String, Value>, ApiError> {
    let fields = read(FIELDS, body)?;
    for (field, permission) in [
        ("nick", Permissions::MANAGE_NICKNAMES),
        ("roles", Permissions::MANAGE_ROLES),
        ("mute", Permissions::MUTE_MEMBERS),
        ("deaf", Permissions::DEAFEN_MEMBERS),
        ("channel_id", Permissions::MOVE_MEMBERS),
        ("communication_disabled_until", Permissions::MODERATE_MEMBERS),
    ] {
        if fields.contains_key(field) {
            call.need(guild, permission)?;
        }
    }
    let own = user == call.core.world().bot_id().get();
    if fields.contains_key("nick") && !own {
        call.above_member(guild, user)?;
    }
    if fields.contains_key("communication_disabled_until") {
        // "Will throw a 403 error if the user has the ADMINISTRATOR permission or is the owner"
        let may = guild_now(call, guild)?.permissions(user);
        if may.contains(Permissions::ADMINISTRATOR) {
            return Err(ApiError::new(StatusCode::FORBIDDEN, 50_013, "Missing Permissions")
                .because("an administrator or the owner cannot be timed out"));
        }
    }
    check_timeout(call, &fields)?;
    Ok(fields)
}

/// Docs: [Guild, Modify Guild Member](https://docs.discord.com/developers/resources/guild#modify-guild-member): "up to 28
/// days in the future".
fn check_timeout(call: &Call<'_>, fields: &Map<String, Value>) -> Result<(), ApiError> {
    let field = "communication_disabled_until";
    let until = fields.get(field).and_then(Value::as_str).and_then(|text| text.parse().ok());
    let latest = call.core.unix_ms() + LONGEST_TIMEOUT_MS;
    if until.is_none_or(|until: Timestamp| u64::try_from(until.unix_ms()).unwrap_or(0) <= latest) {
        return Ok(());
    }
    let message = "Invalid communication disabled timestamp";
    Err(ApiError::field(field, "INVALID_COMMUNICATION_DISABLED_TIMESTAMP", message))
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let user = call.id(1)?;
    let mut member = member_now(call, guild, user)?;
    let body = call.json()?;
    let fields = checked(call, guild, user, &body)?;
    check_roles(call, guild, &member, fields.get("roles"))?;
    change_voice(call, guild, user, &fields)?;
    for (name, value) in fields {
        member[name.as_str()] = match (name.as_str(), value) {
            ("channel_id", _) => continue,
            ("nick", Value::String(nick)) if nick.is_empty() => Value::Null,
            ("roles", Value::Null) => json!([]),
            ("mute" | "deaf", Value::Null) => json!(false),
            ("flags", Value::Null) => json!(0),
            (_, value) => value,
        };
    }
    update(call, guild, user, &member);
    Reply::ok(member)
}

/// Requires that every added or removed role is below the bot's highest.
fn check_roles(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    member: &Value,
    wanted: Option<&Value>,
) -> Result<(), ApiError> {
    let Some(wanted) = wanted else { return Ok(()) };
    let (new, old) = (wanted.as_array(), member["roles"].as_array());
    let differs = |list: Option<&Vec<Value>>, id: &Value| !list.is_some_and(|l| l.contains(id));
    let given = new.into_iter().flatten().filter(|id| differs(old, id));
    let taken = old.into_iter().flatten().filter(|id| differs(new, id));
    for id in given.chain(taken) {
        let id = id.as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
        let role = roles::find(call, guild, id)?;
        call.above_role(guild, &role)?;
    }
    Ok(())
}

/// Mutes, deafens or moves a member in voice. "Will throw a 400 error if the user is not in a voice channel".
fn change_voice(
    call: &mut Call<'_>,
    guild: Id<marker::Guild>,
    user: u64,
    fields: &Map<String, Value>,
) -> Result<(), ApiError> {
    let voice =
        ["mute", "deaf", "channel_id"].into_iter().filter(|name| fields.contains_key(*name));
    if voice.count() == 0 {
        return Ok(());
    }
    let held = guild_now(call, guild)?;
    let Some(state) = held.voice_states.get(&user).cloned() else {
        let message = "Target user is not connected to voice.";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 40_032, message));
    };
    drop(held);
    let flag = |name: &str| fields.get(name).map_or(state[name] == true, |value| value == true);
    let channel = match fields.get("channel_id") {
        Some(channel) => channel.clone(),
        None => state["channel_id"].clone(),
    };
    let channel = channel.as_str().and_then(|id| id.parse().ok());
    call.core.moderate_voice(guild, user, channel, [flag("mute"), flag("deaf")]);
    Ok(())
}

fn edit_own(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(change_own(call)?)
}

fn change_own(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::CHANGE_NICKNAME)?;
    let bot = call.core.world().bot_id().get();
    let wanted = [
        Field::or_null("nick", Kind::Text(0, 32)),
        Field::or_null("banner", Kind::Image),
        Field::or_null("avatar", Kind::Image),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let mut member = member_now(call, guild, bot)?;
    for (name, value) in fields {
        let empty = value.as_str().is_some_and(str::is_empty);
        member[name.as_str()] = if empty { Value::Null } else { value };
    }
    update(call, guild, bot, &member);
    Ok(member)
}

/// Docs: [Guild, Modify Current User Nick](https://docs.discord.com/developers/resources/guild#modify-current-user-nick),
/// deprecated: "Returns a 200 with the nickname".
fn edit_own_nick(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let member = change_own(call)?;
    Reply::ok(json!({ "nick": member["nick"] }))
}

/// Keeps a member and dispatches its Guild Member Update.
fn update(call: &mut Call<'_>, guild: Id<marker::Guild>, user: u64, member: &Value) {
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.members.set(user, member.clone());
    }
    let mut data = member.clone();
    data["guild_id"] = json!(guild.to_string());
    call.dispatch("GUILD_MEMBER_UPDATE", Some(guild), &data);
}

fn kick(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let user = call.id(1)?;
    call.need(guild, Permissions::KICK_MEMBERS)?;
    member_now(call, guild, user)?;
    call.above_member(guild, user)?;
    call.core.leave_guild(guild, user, call.now);
    Reply::no_content()
}

fn change_role(call: &mut Call<'_>, give: bool) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let (user, role) = (call.id(1)?, call.id(2)?);
    call.need(guild, Permissions::MANAGE_ROLES)?;
    let mut member = member_now(call, guild, user)?;
    let object = roles::find(call, guild, role)?;
    call.above_role(guild, &object)?;
    let id = json!(role.to_string());
    let Some(list) = member["roles"].as_array_mut() else { return Reply::no_content() };
    if list.contains(&id) == give {
        return Reply::no_content();
    }
    if give {
        list.push(id);
    } else {
        list.retain(|one| *one != id);
    }
    update(call, guild, user, &member);
    Reply::no_content()
}

fn add_role(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    change_role(call, true)
}

fn remove_role(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    change_role(call, false)
}
