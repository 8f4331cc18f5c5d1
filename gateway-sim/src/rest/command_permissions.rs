//! Requests for the permissions of application commands: who may use which command in a guild.
//!
//! Docs: [Application Commands, Permissions](https://docs.discord.com/developers/interactions/application-commands#permissions).

use std::collections::BTreeSet;

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::Value;

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::permit::own_application;
use super::route::Route;

const ALL: &str = "/applications/{application}/guilds/{guild}/commands/permissions";
const ONE: &str = "/applications/{application}/guilds/{guild}/commands/{command}/permissions";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", ALL, list),
    Route::bot("GET", ONE, get),
    Route::user("PUT", ONE, "applications.commands.permissions.update", edit),
];

/// The most permissions of a command: "up to 100 permission overwrites for a command".
const MOST: usize = 100;

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let guild = call.guild(1)?;
    let world = call.core.world();
    let ids = world.commands().with_permissions(guild);
    Reply::ok(ids.into_iter().map(|id| world.command_permissions(guild, id)).collect())
}

/// Returns the id of the command in the path, or of the application, which stands for all commands.
fn subject(call: &Call<'_>, guild: Id<marker::Guild>) -> Result<u64, ApiError> {
    let (id, world) = (call.id(2)?, call.core.world());
    let of = |scope| world.commands().get(scope, id).is_some();
    if id == world.bot_id().get() || of(None) || of(Some(guild)) {
        return Ok(id);
    }
    Err(ApiError::unknown(10_063, "application command"))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let guild = call.guild(1)?;
    let id = subject(call, guild)?;
    let world = call.core.world();
    match world.commands().permissions(guild, id) {
        Some(_) => Reply::ok(world.command_permissions(guild, id)),
        None => Err(ApiError::unknown(10_066, "application command permissions")),
    }
}

/// Checks that the user "Has permission to Manage Guild and Manage Roles in the guild where the command is being
/// edited", and "Has the ability to run the command being edited".
fn need_user(call: &Call<'_>, guild: Id<marker::Guild>, command: u64) -> Result<(), ApiError> {
    let world = call.core.world();
    let user = call.user();
    let needed = Permissions::MANAGE_GUILD | Permissions::MANAGE_ROLES;
    let may = guild_now(call, guild)?.permissions(user).contains(needed);
    let commands = world.commands();
    let found = commands.get(Some(guild), command).or_else(|| commands.get(None, command));
    if may && found.is_none_or(|found| world.may_use_command(guild, 0, user, found)) {
        return Ok(());
    }
    let error = ApiError::new(StatusCode::FORBIDDEN, 50_013, "Missing Permissions");
    Err(error.because("the user lacks MANAGE_GUILD or MANAGE_ROLES, or may not use the command"))
}

/// Checks one permission of a request: its role, user or channel must belong to the guild.
fn permission(call: &Call<'_>, guild: Id<marker::Guild>, one: &Value) -> Result<Value, ApiError> {
    let wanted = [
        Field::required("id", Kind::Snowflake),
        Field::required("type", Kind::OneOf(&[1, 2, 3])),
        Field::required("permission", Kind::Flag),
    ];
    let fields = read(&wanted, one)?;
    let id = id_of(&fields["id"]).unwrap_or_default();
    let held = guild_now(call, guild)?;
    let known = match fields["type"].as_u64() {
        Some(1) => held.roles.contains_key(&id),
        Some(2) => call.core.world().user(id).is_some(),
        // `guild_id - 1` stands for all channels.
        _ => id == guild.get() - 1 || held.channels.contains_key(&id),
    };
    if known {
        return Ok(Value::Object(fields));
    }
    let message = "Unknown role, user or channel of this guild";
    Err(ApiError::field("id", "APPLICATION_COMMAND_PERMISSIONS_INVALID_ID", message))
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let guild = call.guild(1)?;
    let id = subject(call, guild)?;
    need_user(call, guild, id)?;
    let wanted = [Field::required("permissions", Kind::ListOf(MOST))];
    let fields = read(&wanted, &call.json()?)?;
    let permissions = check_permissions(call, guild, &fields["permissions"])?;
    let now = call.now;
    Reply::ok(call.core.set_command_permissions(guild, id, permissions, now).0)
}

fn check_permissions(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    list: &Value,
) -> Result<Vec<Value>, ApiError> {
    let list = list.as_array().into_iter().flatten().enumerate();
    let checked = list.map(|(at, one)| {
        permission(call, guild, one).map_err(|error| error.under(&format!("permissions.{at}")))
    });
    let checked = checked.collect::<Result<Vec<_>, _>>()?;
    let ids: BTreeSet<&str> = checked.iter().filter_map(|one| one["id"].as_str()).collect();
    if ids.len() < checked.len() {
        let message = "Must not contain duplicates.";
        return Err(ApiError::field("permissions", "SET_TYPE_CONTAINS_DUPLICATES", message));
    }
    Ok(checked)
}
