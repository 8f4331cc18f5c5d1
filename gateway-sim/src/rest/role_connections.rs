//! Role connections: what the application tells Discord about its users, so that guilds can give them roles.
//!
//! Docs: [Application Role Connection Metadata](https://docs.discord.com/developers/resources/application-role-connection-metadata)
//! and [User, Application Role Connection Object](https://docs.discord.com/developers/resources/user#application-role-connection-object).
//! The simulator stores them and gives no roles.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::permit::own_application;
use super::route::Route;

const METADATA: &str = "/applications/{application}/role-connections/metadata";
const OWN: &str = "/users/@me/applications/{application}/role-connection";
const SCOPE: &str = "role_connections.write";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", METADATA, metadata),
    Route::bot("PUT", METADATA, edit_metadata),
    Route::user("GET", OWN, SCOPE, connection),
    Route::user("PUT", OWN, SCOPE, connect),
    Route::user("DELETE", OWN, SCOPE, disconnect),
];

/// The most records: "a maximum of 5 metadata records".
const MOST: usize = 5;

fn metadata(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    Reply::ok(Value::Array(call.core.world().application.connection_metadata.clone()))
}

fn edit_metadata(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let body = call.json()?;
    let wanted = [Field::required("records", Kind::ListOf(MOST))];
    let records = read(&wanted, &json!({ "records": body }))?.remove("records");
    let records = records.as_ref().and_then(Value::as_array).into_iter().flatten();
    let checked = records
        .enumerate()
        .map(|(at, one)| record(one).map_err(|error| error.under(&at.to_string())));
    let checked = checked.collect::<Result<Vec<_>, _>>()?;
    let keys: BTreeSet<&str> = checked.iter().filter_map(|one| one["key"].as_str()).collect();
    if keys.len() < checked.len() {
        let message = "Must not contain duplicates.";
        return Err(ApiError::field("key", "SET_TYPE_CONTAINS_DUPLICATES", message));
    }
    call.core.world_mut().application.connection_metadata = checked;
    metadata(call)
}

fn record(one: &Value) -> Result<Value, ApiError> {
    let wanted = [
        Field::required("type", Kind::Int(1, 8)),
        Field::required("key", Kind::Text(1, 50)),
        Field::required("name", Kind::Text(1, 100)),
        Field::new("name_localizations", Kind::Object),
        Field::required("description", Kind::Text(1, 200)),
        Field::new("description_localizations", Kind::Object),
    ];
    let fields = read(&wanted, one)?;
    let key = fields["key"].as_str().unwrap_or_default();
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if key.bytes().all(allowed) {
        return Ok(Value::Object(fields));
    }
    let message = "Must be a-z, 0-9, or _ characters.";
    Err(ApiError::field("key", "STRING_TYPE_REGEX", message))
}

fn connection(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let found = call.core.world().application.connection(call.user()).cloned();
    Reply::ok(found.unwrap_or_else(|| json!({ "metadata": {} })))
}

/// Removes fields that are null. Discord's OpenAPI description does not allow null for a platform's name; the docs do.
fn without_null(mut connection: Value) -> Value {
    if let Some(fields) = connection.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    connection
}

fn connect(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let wanted = [
        Field::or_null("platform_name", Kind::Text(0, 50)),
        Field::or_null("platform_username", Kind::Text(0, 100)),
        Field::or_null("metadata", Kind::Object),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let metadata = match fields.get("metadata").and_then(Value::as_object) {
        Some(given) => texts(given)?,
        None => Map::new(),
    };
    let made = json!({
        "platform_name": fields.get("platform_name"),
        "platform_username": fields.get("platform_username"),
        "metadata": metadata,
    });
    let (user, made) = (call.user(), without_null(made));
    call.core.world_mut().application.set_connection(user, made.clone());
    Reply::ok(made)
}

/// Reads metadata: "their `string`-ified value (max 100 characters)". Numbers and booleans are accepted too.
fn texts(given: &Map<String, Value>) -> Result<Map<String, Value>, ApiError> {
    let texts = given.iter().map(|(key, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let fields =
            read(&[Field::required("value", Kind::Text(1, 100))], &json!({ "value": text }));
        let place = format!("metadata.{key}");
        let wrong = |_| {
            ApiError::field(&place, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
        };
        fields.map_err(wrong).map(|_| (key.clone(), json!(text)))
    });
    texts.collect()
}

fn disconnect(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let user = call.user();
    call.core.world_mut().application.remove_connection(user);
    Reply::no_content()
}
