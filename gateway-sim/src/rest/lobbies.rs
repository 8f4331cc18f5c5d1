//! Lobbies.
//!
//! Docs: [Lobby Resource](https://docs.discord.com/developers/resources/lobby). A simulated lobby is never idle, so
//! `idle_timeout_seconds` is checked and has no effect.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::route::Route;
use crate::world::Lobby;

const ALL: &str = "/lobbies";
const ONE: &str = "/lobbies/{lobby}";

/// The OAuth2 scope that a user's access token needs for lobbies.
///
/// Docs: [Send Lobby Message](https://docs.discord.com/developers/resources/lobby#send-lobby-message).
pub(super) const SCOPE: &str = "sdk.social_layer";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("POST", ALL, create),
    Route::user("PUT", ALL, SCOPE, create_or_join),
    Route::bot("GET", ONE, get),
    Route::bot("PATCH", ONE, edit),
    Route::bot("DELETE", ONE, delete),
    Route::user("PATCH", "/lobbies/{lobby}/channel-linking", "", link),
];

/// The most members in one request: "up to 25 users".
pub(super) const MOST_MEMBERS: usize = 25;

/// The most characters of metadata: "The max total length is 1000."
const MOST_METADATA: usize = 1_000;

/// Docs: [Lobby Member Flags](https://docs.discord.com/developers/resources/lobby#lobby-member-object-lobby-member-flags).
const CAN_LINK_LOBBY: u64 = 1;

const FIELDS: [Field; 5] = [
    Field::or_null("metadata", Kind::Object),
    Field::or_null("members", Kind::ListOf(MOST_MEMBERS)),
    Field::or_null("idle_timeout_seconds", Kind::Int(5, 604_800)),
    Field::or_null("flags", Kind::Int(0, 1)),
    Field::or_null("override_event_webhooks_url", Kind::Url),
];

/// Reads the metadata of a body: texts by key.
pub(super) fn metadata(given: &Value, name: &str) -> Result<Map<String, Value>, ApiError> {
    let Some(fields) = given.as_object() else { return Ok(Map::new()) };
    let length: Option<usize> = fields
        .iter()
        .map(|(key, value)| Some(key.chars().count() + value.as_str()?.chars().count()))
        .sum();
    match length {
        Some(length) if length <= MOST_METADATA => Ok(fields.clone()),
        Some(_) => {
            let message = format!("Must be {MOST_METADATA} or fewer in length.");
            Err(ApiError::field(name, "BASE_TYPE_MAX_LENGTH", &message))
        }
        None => Err(ApiError::field(name, "STRING_TYPE_CONVERT", "Only strings may be used")),
    }
}

/// Returns a lobby object as Discord answers with it.
pub(super) fn shown(call: &Call<'_>, id: u64) -> Result<Value, ApiError> {
    let world = call.core.world();
    let lobby = world.lobbies.get(id).ok_or_else(|| ApiError::unknown(10_031, "Lobby"))?;
    let mut shown = json!({
        "id": id.to_string(),
        "application_id": world.bot_id().to_string(),
        "metadata": lobby.metadata,
        "members": lobby.members.values().collect::<Vec<_>>(),
        "flags": lobby.flags,
        "override_event_webhooks_url": lobby.webhooks_url,
    });
    if let Some(channel) = lobby.channel.and_then(|channel| world.channel(channel)) {
        shown["linked_channel"] = channel;
    }
    Ok(shown)
}

/// Returns the id of the lobby in the path.
///
/// # Errors
///
/// Returns an error if there is no such lobby.
pub(super) fn find(call: &Call<'_>) -> Result<u64, ApiError> {
    let id = call.id(0)?;
    let found = call.core.world().lobbies.get(id).map(|_| id);
    found.ok_or_else(|| ApiError::unknown(10_031, "Lobby"))
}

/// Returns a lobby that `find` has found.
pub(super) fn lobby_mut<'c>(call: &'c mut Call<'_>, id: u64) -> Result<&'c mut Lobby, ApiError> {
    let found = call.core.world_mut().lobbies.get_mut(id);
    found.ok_or_else(|| ApiError::unknown(10_031, "Lobby"))
}

/// Returns a member object: the state `before` with the fields of a body.
pub(super) fn member(
    call: &Call<'_>,
    user: u64,
    body: &Value,
    before: Option<&Value>,
) -> Result<Value, ApiError> {
    let wanted = [
        Field::or_null("metadata", Kind::Object),
        Field::or_null("flags", Kind::Int(0, 1)),
        Field::or_null("additional_name", Kind::Text(1, 80)),
    ];
    let fields = read(&wanted, body)?;
    call.core.world().user(user).ok_or_else(|| ApiError::unknown(10_013, "User"))?;
    let mut member = before
        .cloned()
        .unwrap_or_else(|| json!({ "id": user.to_string(), "metadata": {}, "flags": 0 }));
    if let Some(given) = fields.get("metadata") {
        member["metadata"] = Value::Object(metadata(given, "metadata")?);
    }
    if let Some(flags) = fields.get("flags") {
        member["flags"] = json!(flags.as_u64().unwrap_or(0));
    }
    match (fields.get("additional_name"), member.as_object_mut()) {
        (Some(Value::Null), Some(member)) => _ = member.remove("additional_name"),
        (Some(name), Some(member)) => _ = member.insert("additional_name".to_owned(), name.clone()),
        _ => {}
    }
    Ok(member)
}

/// Sets the fields of a body in a lobby.
fn lay_over(call: &Call<'_>, lobby: &mut Lobby, body: &Value) -> Result<(), ApiError> {
    let fields = read(&FIELDS, body)?;
    if let Some(given) = fields.get("metadata") {
        lobby.metadata = metadata(given, "metadata")?;
    }
    if let Some(flags) = fields.get("flags") {
        lobby.flags = json!(flags.as_u64().unwrap_or(0));
    }
    if let Some(url) = fields.get("override_event_webhooks_url") {
        lobby.webhooks_url = url.clone();
    }
    if let Some(list) = fields.get("members").and_then(Value::as_array) {
        let members = list.iter().enumerate().map(|(at, one)| {
            let place = format!("members.{at}");
            let user = id_of(&one["id"]).ok_or_else(|| {
                ApiError::field(&place, "NUMBER_TYPE_COERCE", "Value is not snowflake.")
            })?;
            let member = member(call, user, one, None).map_err(|error| error.under(&place))?;
            Ok((user, member))
        });
        lobby.members = members.collect::<Result<_, ApiError>>()?;
    }
    Ok(())
}

fn add(call: &mut Call<'_>, lobby: Lobby) -> u64 {
    let unix_ms = call.core.unix_ms();
    let world = call.core.world_mut();
    let id = world.next_id(unix_ms);
    world.lobbies.add(id, lobby);
    id
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let mut lobby = Lobby::default();
    lay_over(call, &mut lobby, &call.json()?)?;
    let id = add(call, lobby);
    Reply::created(shown(call, id)?)
}

/// Adds the user to the lobby with a secret, which is created if there is none.
fn create_or_join(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let wanted = [
        Field::required("secret", Kind::Text(1, 250)),
        Field::or_null("idle_timeout_seconds", Kind::Int(5, 604_800)),
        Field::or_null("lobby_metadata", Kind::Object),
        Field::or_null("member_metadata", Kind::Object),
        Field::or_null("flags", Kind::Int(0, 1)),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let given =
        |name: &'static str| fields.get(name).map(|given| metadata(given, name)).transpose();
    let (of_lobby, of_member) = (given("lobby_metadata")?, given("member_metadata")?);
    let secret = fields["secret"].as_str().unwrap_or_default().to_owned();
    let known = call.core.world().lobbies.of_secret(&secret);
    let id = match known {
        Some(id) => id,
        None => add(call, Lobby::of_secret(secret)),
    };
    let user = call.user();
    let lobby = lobby_mut(call, id)?;
    if let Some(metadata) = of_lobby {
        lobby.metadata = metadata;
    }
    let member = lobby.members.entry(user).or_insert_with(
        || json!({ "id": user.to_string(), "metadata": {}, "flags": CAN_LINK_LOBBY }),
    );
    if let Some(metadata) = of_member {
        member["metadata"] = Value::Object(metadata);
    }
    Reply::ok(shown(call, id)?)
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = find(call)?;
    Reply::ok(shown(call, id)?)
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = find(call)?;
    let body = call.json()?;
    let mut lobby = lobby_mut(call, id)?.clone();
    lay_over(call, &mut lobby, &body)?;
    *lobby_mut(call, id)? = lobby;
    Reply::ok(shown(call, id)?)
}

/// Deletes a lobby. "It is safe to call even if the lobby is already deleted as well."
fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.id(0)?;
    call.core.world_mut().lobbies.remove(id);
    Reply::no_content()
}

/// Links a channel: "user must be a lobby member with `CanLinkLobby`". Without a channel in the body, removes the link.
fn link(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = find(call)?;
    let user = call.user();
    let flags = lobby_mut(call, id)?.members.get(&user).and_then(|one| one["flags"].as_u64());
    if flags.unwrap_or(0) & CAN_LINK_LOBBY == 0 {
        let error = ApiError::new(StatusCode::FORBIDDEN, 50_013, "Missing Permissions");
        return Err(error.because("the user is not a lobby member with the flag CanLinkLobby"));
    }
    let fields = read(&[Field::or_null("channel_id", Kind::Snowflake)], &call.json()?)?;
    let channel = match fields.get("channel_id").and_then(id_of) {
        Some(channel) => {
            let found = call.channel_of_id(channel)?;
            if found.object["type"] != 0 {
                let message = "Cannot execute action on this channel type";
                return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_024, message));
            }
            Some(channel)
        }
        None => None,
    };
    lobby_mut(call, id)?.channel = channel;
    Reply::ok(shown(call, id)?)
}
