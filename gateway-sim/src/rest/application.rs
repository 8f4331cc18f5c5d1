//! The bot's application.
//!
//! Docs: [Application Resource](https://docs.discord.com/developers/resources/application).

use gateway_model::gateway::Intents;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::permit::own_application;
use super::route::Route;

const ONE: &str = "/applications/{application}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/applications/@me", |call| Reply::ok(shown(call))),
    Route::bot("PATCH", "/applications/@me", edit),
    Route::bot("GET", ONE, |call| own_application(call).and_then(|()| Reply::ok(shown(call)))),
    Route::bot("PATCH", ONE, |call| own_application(call).and_then(|()| edit(call))),
    Route::bot("GET", "/oauth2/applications/@me", |call| Reply::ok(shown(call))),
];

/// The flags that can be changed, with the intents that they switch on.
///
/// "Only limited intent flags (GATEWAY_PRESENCE_LIMITED, GATEWAY_GUILD_MEMBERS_LIMITED, and
/// GATEWAY_MESSAGE_CONTENT_LIMITED) can be updated via the API."
const LIMITED: [(u64, Intents); 3] = [
    (1 << 13, Intents::GUILD_PRESENCES),
    (1 << 15, Intents::GUILD_MEMBERS),
    (1 << 19, Intents::MESSAGE_CONTENT),
];

const URL: Kind = Kind::Url;

/// The fields that can be changed. Some of them are only in Discord's OpenAPI description, not in the docs.
const FIELDS: &[Field] = &[
    Field::or_null("custom_install_url", URL),
    Field::or_null("description", Kind::Text(0, 400)),
    Field::or_null("role_connections_verification_url", URL),
    Field::or_null("install_params", Kind::Object),
    Field::or_null("integration_types_config", Kind::Object),
    Field::or_null("flags", Kind::Int(0, i64::MAX)),
    Field::or_null("icon", Kind::Image),
    Field::or_null("cover_image", Kind::Image),
    Field::or_null("interactions_endpoint_url", URL),
    Field::or_null("tags", Kind::ListOf(5)),
    Field::or_null("event_webhooks_url", URL),
    Field::or_null("event_webhooks_status", Kind::OneOf(&[1, 2])),
    Field::or_null("event_webhooks_types", Kind::List),
    Field::or_null("explicit_content_filter", Kind::OneOf(&[0, 1])),
    Field::or_null("max_participants", Kind::Int(-1, i32::MAX as i64)),
];

fn shown(call: &Call<'_>) -> Value {
    call.core.world().application_object(call.core.application_flags())
}

/// Docs: [Edit Current Application](https://docs.discord.com/developers/resources/application#edit-current-application). Discord
/// asks an interactions endpoint whether it answers before it takes its URL; here it is taken as it is.
fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let mut fields = read(FIELDS, &call.json()?)?;
    check_tags(fields.get("tags"))?;
    install_params(&mut fields)?;
    if let Some(flags) = fields.remove("flags").and_then(|flags| flags.as_u64()) {
        set_flags(call, flags)?;
    }
    let changes = &mut call.core.world_mut().application.changes;
    for (name, value) in fields {
        match (name.as_str(), value.is_null()) {
            // These are left out if they are not set.
            ("custom_install_url" | "install_params" | "cover_image", true) => {
                changes.remove(&name);
            }
            ("max_participants", true) => _ = changes.remove(&name),
            ("description", true) => _ = changes.insert(name, json!("")),
            ("tags" | "event_webhooks_types", true) => _ = changes.insert(name, json!([])),
            ("event_webhooks_status", true) => _ = changes.insert(name, json!(1)),
            ("explicit_content_filter", true) => _ = changes.insert(name, json!(0)),
            ("integration_types_config", true) => _ = changes.insert(name, json!({})),
            _ => _ = changes.insert(name, value),
        }
    }
    Reply::ok(shown(call))
}

/// Checks the tags: "max of 20 characters per tag".
fn check_tags(tags: Option<&Value>) -> Result<(), ApiError> {
    for (at, tag) in tags.and_then(Value::as_array).into_iter().flatten().enumerate() {
        let wanted = [Field::required("tag", Kind::Text(1, 20))];
        let place = format!("tags.{at}");
        read(&wanted, &json!({ "tag": tag })).map_err(|_| {
            ApiError::field(&place, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 20 in length.")
        })?;
    }
    Ok(())
}

/// Returns install params with the permissions as a text, as Discord does.
///
/// Docs: [Install Params Object](https://docs.discord.com/developers/resources/application#install-params-object).
fn params_of(params: &Value) -> Result<Value, ApiError> {
    let wanted =
        [Field::required("scopes", Kind::List), Field::required("permissions", Kind::Bits)];
    read(&wanted, params).map(Value::Object)
}

fn install_params(fields: &mut Map<String, Value>) -> Result<(), ApiError> {
    if let Some(params) = fields.get_mut("install_params").filter(|params| !params.is_null()) {
        *params = params_of(params).map_err(|error| error.under("install_params"))?;
    }
    let Some(config) = fields.get_mut("integration_types_config") else { return Ok(()) };
    for (context, settings) in config.as_object_mut().into_iter().flatten() {
        let path = format!("integration_types_config.{context}");
        // GUILD_INSTALL and USER_INSTALL.
        if !["0", "1"].contains(&context.as_str()) {
            return Err(ApiError::field(
                &path,
                "BASE_TYPE_CHOICES",
                "Value must be one of [0, 1].",
            ));
        }
        let mut kept = json!({});
        if !settings["oauth2_install_params"].is_null() {
            let params = params_of(&settings["oauth2_install_params"]);
            kept["oauth2_install_params"] = params.map_err(|error| error.under(&path))?;
        }
        *settings = kept;
    }
    Ok(())
}

fn set_flags(call: &mut Call<'_>, flags: u64) -> Result<(), ApiError> {
    let changeable = LIMITED.iter().fold(0, |all, (flag, _)| all | flag);
    let before = call.core.application_flags();
    if (flags ^ before) & !changeable != 0 {
        let message = "Only limited intent flags can be updated.";
        return Err(ApiError::field("flags", "APPLICATION_FLAGS_INVALID", message));
    }
    if flags != before {
        let on = LIMITED.into_iter().filter(|(flag, _)| flags & flag != 0);
        let on = on.fold(Intents::empty(), |all, (_, intent)| all | intent);
        call.core.set_privileged_intents(on);
    }
    Ok(())
}
