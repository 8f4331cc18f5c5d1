//! Application commands, global ones and those of guilds.
//!
//! Docs: [Application Commands](https://docs.discord.com/developers/interactions/application-commands).

use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::command_body::check_command;
use super::error::ApiError;
use super::form::id_of;
use super::permit::own_application;
use super::route::Route;
use crate::world::{Commands, Scope};

const GLOBAL: &str = "/applications/{application}/commands";
const GLOBAL_ONE: &str = "/applications/{application}/commands/{command}";
const GUILD: &str = "/applications/{application}/guilds/{guild}/commands";
const GUILD_ONE: &str = "/applications/{application}/guilds/{guild}/commands/{command}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", GLOBAL, |call| list(call, None)),
    Route::bot("POST", GLOBAL, |call| create(call, None)),
    Route::bot("PUT", GLOBAL, |call| overwrite(call, None)),
    Route::bot("GET", GLOBAL_ONE, |call| get(call, None, 1)),
    Route::bot("PATCH", GLOBAL_ONE, |call| edit(call, None, 1)),
    Route::bot("DELETE", GLOBAL_ONE, |call| delete(call, None, 1)),
    Route::bot("GET", GUILD, |call| call.guild(1).and_then(|guild| list(call, Some(guild)))),
    Route::bot("POST", GUILD, |call| call.guild(1).and_then(|guild| create(call, Some(guild)))),
    Route::bot("PUT", GUILD, |call| call.guild(1).and_then(|guild| overwrite(call, Some(guild)))),
    Route::bot("GET", GUILD_ONE, |call| call.guild(1).and_then(|guild| get(call, Some(guild), 2))),
    Route::bot("PATCH", GUILD_ONE, |call| {
        call.guild(1).and_then(|guild| edit(call, Some(guild), 2))
    }),
    Route::bot("DELETE", GUILD_ONE, |call| {
        call.guild(1).and_then(|guild| delete(call, Some(guild), 2))
    }),
];

/// Returns the largest number of commands of one type in one scope.
///
/// Docs: [Application Commands, Registering a Command](https://docs.discord.com/developers/interactions/application-commands#registering-a-command).
const fn most(kind: u64) -> usize {
    match kind {
        1 => 100,
        4 => 1,
        _ => 15,
    }
}

fn list(call: &mut Call<'_>, scope: Scope) -> Result<Reply, ApiError> {
    own_application(call)?;
    let full = call.flag("with_localizations")?;
    let commands = call.core.world().commands().list(scope);
    let shown = commands.map(|(_, command)| command.clone()).map(|mut command| {
        if !full {
            without_localizations(&mut command);
        }
        command
    });
    Reply::ok(shown.collect())
}

/// Removes the localization dictionaries from a command, its options and their choices.
///
/// Docs: [Application Commands, Get Global Application Commands](https://docs.discord.com/developers/interactions/application-commands#get-global-application-commands).
fn without_localizations(within: &mut Value) {
    match within {
        Value::Array(list) => list.iter_mut().for_each(without_localizations),
        Value::Object(fields) => {
            fields.remove("name_localizations");
            fields.remove("description_localizations");
            for inner in ["options", "choices"] {
                if let Some(inner) = fields.get_mut(inner) {
                    without_localizations(inner);
                }
            }
        }
        _ => {}
    }
}

fn kind_of(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

fn too_many() -> ApiError {
    let message = "Maximum number of application commands reached";
    ApiError::new(StatusCode::BAD_REQUEST, 30_032, message)
}

fn create(call: &mut Call<'_>, scope: Scope) -> Result<Reply, ApiError> {
    own_application(call)?;
    let mut body = call.json()?;
    check_command(&body, "")?;
    let kind = kind_of(&body);
    if let Some(fields) = body.as_object_mut() {
        // Only Bulk Overwrite takes an id.
        fields.remove("id");
    }
    let commands = call.core.world().commands();
    let known = known_id(commands, scope, &body).is_some();
    let count = commands.list(scope).filter(|(_, other)| kind_of(other) == kind).count();
    if !known && count >= most(kind) {
        return Err(too_many());
    }
    check_creates(call, scope, usize::from(!known))?;
    let command = put(call, scope, &body);
    // Create Global Application Command: 201 for a new name, 200 for one that is overwritten.
    if known { Reply::ok(command) } else { Reply::created(command) }
}

fn overwrite(call: &mut Call<'_>, scope: Scope) -> Result<Reply, ApiError> {
    own_application(call)?;
    let body = call.json()?;
    let Some(wanted) = body.as_array() else {
        return Err(ApiError::field("_", "LIST_TYPE_CONVERT", "Only iterables may be used"));
    };
    for (at, command) in wanted.iter().enumerate() {
        check_command(command, &format!("{at}."))?;
        let kind = kind_of(command);
        let of_kind = || wanted.iter().filter(|other| kind_of(other) == kind);
        if of_kind().filter(|other| other["name"] == command["name"]).count() > 1 {
            return Err(ApiError::field(
                &format!("{at}.name"),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            ));
        }
        if of_kind().count() > most(kind) {
            return Err(too_many());
        }
    }
    let commands = call.core.world().commands();
    let new = wanted.iter().filter(|one| known_id(commands, scope, one).is_none()).count();
    check_creates(call, scope, new)?;
    let kept: Vec<Value> = wanted.iter().map(|command| put(call, scope, command)).collect();
    let commands = call.core.world_mut().commands_mut();
    let gone: Vec<u64> = commands
        .list(scope)
        .filter(|(_, command)| !kept.iter().any(|kept| kept["id"] == command["id"]))
        .map(|(id, _)| id)
        .collect();
    for id in gone {
        commands.remove(scope, id);
    }
    Reply::ok(Value::Array(kept))
}

/// Returns the command that a body replaces: the one with the same id, which keeps it under a new name, or the one with
/// the same name and type.
fn known_id(commands: &Commands, scope: Scope, body: &Value) -> Option<u64> {
    let kind = kind_of(body);
    let name = body["name"].as_str().unwrap_or_default();
    let by_id = id_of(&body["id"])
        .filter(|id| commands.get(scope, *id).is_some_and(|command| kind_of(command) == kind));
    by_id.or_else(|| commands.named(scope, name, kind).map(|(id, _)| id))
}

fn check_creates(call: &mut Call<'_>, scope: Scope, more: usize) -> Result<(), ApiError> {
    let unix_ms = call.core.unix_ms();
    if more == 0 || call.core.world_mut().commands_mut().may_create(scope, more, unix_ms) {
        return Ok(());
    }
    let message = "Max number of daily application command creates has been reached (200)";
    Err(ApiError::new(StatusCode::BAD_REQUEST, 30_034, message))
}

/// Registers a validated command; it replaces an existing one.
fn put(call: &mut Call<'_>, scope: Scope, body: &Value) -> Value {
    let kind = kind_of(body);
    let unix_ms = call.core.unix_ms();
    let world = call.core.world_mut();
    let id = known_id(world.commands(), scope, body).unwrap_or_else(|| {
        world.commands_mut().note_created(scope, unix_ms);
        world.next_id(unix_ms)
    });
    let mut command = json!({
        "id": id.to_string(),
        "application_id": call.core.world().bot_id().to_string(),
        "version": call.core.world_mut().next_id(unix_ms).to_string(),
        "type": kind,
        "description": "",
        "default_member_permissions": null,
        "nsfw": false,
    });
    match scope {
        Some(guild) => command["guild_id"] = json!(guild.to_string()),
        None => {
            command["contexts"] = Value::Null;
            command["integration_types"] = json!([0]);
            command["dm_permission"] = json!(true);
        }
    }
    lay_over(&mut command, body);
    call.core.world_mut().commands_mut().set(scope, id, command.clone());
    command
}

/// Copies the fields that a request may set.
fn lay_over(command: &mut Value, body: &Value) {
    let fields = [
        "name",
        "name_localizations",
        "description",
        "description_localizations",
        "options",
        "default_member_permissions",
        "nsfw",
        "contexts",
        "integration_types",
        "handler",
    ];
    for field in fields {
        if let Some(value) = body.get(field) {
            command[field] = value.clone();
        }
    }
    // "dm_permission" is deprecated and only for global commands; "contexts" says the same.
    if command.get("guild_id").is_some() {
        return;
    }
    match (&body["contexts"], body["dm_permission"].as_bool()) {
        (Value::Array(contexts), _) => {
            // BOT_DM is 1.
            command["dm_permission"] = json!(contexts.iter().any(|context| *context == 1));
        }
        (_, Some(in_dms)) => {
            command["dm_permission"] = json!(in_dms);
            // GUILD alone, or GUILD and BOT_DM.
            command["contexts"] = if in_dms { json!([0, 1]) } else { json!([0]) };
        }
        _ => {}
    }
}

fn find(call: &Call<'_>, scope: Scope, at: usize) -> Result<(u64, Value), ApiError> {
    own_application(call)?;
    let id = call.id(at)?;
    let command = call.core.world().commands().get(scope, id);
    let command = command.ok_or_else(|| ApiError::unknown(10_063, "application command"))?;
    Ok((id, command.clone()))
}

fn get(call: &mut Call<'_>, scope: Scope, at: usize) -> Result<Reply, ApiError> {
    Reply::ok(find(call, scope, at)?.1)
}

fn edit(call: &mut Call<'_>, scope: Scope, at: usize) -> Result<Reply, ApiError> {
    let (id, mut command) = find(call, scope, at)?;
    lay_over(&mut command, &call.json()?);
    check_command(&command, "")?;
    let name = command["name"].as_str().unwrap_or_default();
    let same = call.core.world().commands().named(scope, name, kind_of(&command));
    if same.is_some_and(|(other, _)| other != id) {
        let message = "An application command with that name already exists";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 40_041, message));
    }
    let unix_ms = call.core.unix_ms();
    command["version"] = json!(call.core.world_mut().next_id(unix_ms).to_string());
    call.core.world_mut().commands_mut().set(scope, id, command.clone());
    Reply::ok(command)
}

fn delete(call: &mut Call<'_>, scope: Scope, at: usize) -> Result<Reply, ApiError> {
    let (id, _) = find(call, scope, at)?;
    call.core.world_mut().commands_mut().remove(scope, id);
    Reply::no_content()
}
