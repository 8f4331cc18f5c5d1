//! Compares answers and events with the schemas of Discord's OpenAPI description, as a typed client's decoder
//! does.

use std::sync::OnceLock;

use serde_json::Value;

fn openapi() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let text = include_str!("../../../testdata/discord/openapi.json");
        serde_json::from_str(text).unwrap()
    })
}

/// All operations, as `METHOD /path/{parameter}`.
pub(crate) fn operations() -> Vec<String> {
    let mut all = Vec::new();
    for (path, operations) in openapi()["paths"].as_object().unwrap() {
        for method in
            operations.as_object().unwrap().keys().filter(|method| *method != "parameters")
        {
            all.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    all
}

/// The operations that need no token.
pub(crate) fn open_operations() -> Vec<String> {
    let needs_none = |operation: &Value| {
        let security = operation["security"].as_array().into_iter().flatten();
        security.into_iter().any(|one| one.as_object().is_some_and(serde_json::Map::is_empty))
    };
    let is_open = |name: &String| {
        let (method, path) = name.split_once(' ').unwrap();
        needs_none(&openapi()["paths"][path][method.to_lowercase()])
    };
    operations().into_iter().filter(is_open).collect()
}

/// The operation for a path below `/api/v10`; if several match, the one with the fewest parameters.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap();
    let wanted: Vec<&str> = path.split('/').collect();
    let fits = |pattern: &&String| {
        let parts: Vec<&str> = pattern.split('/').collect();
        let same = |(part, want): (&&str, &&str)| part.starts_with('{') || part == want;
        parts.len() == wanted.len() && parts.iter().zip(&wanted).all(same)
    };
    let paths = openapi()["paths"].as_object().unwrap();
    let pattern = paths.keys().filter(fits).min_by_key(|pattern| pattern.matches('{').count())?;
    Some(&paths[pattern][method.to_lowercase()])
}

/// Fields that an answer lacks, or has although it must not.
pub(crate) fn faults_of_answer(method: &str, path: &str, status: u16, body: &Value) -> Vec<String> {
    let Some(operation) = operation(method, path) else { return Vec::new() };
    let response = &operation["responses"][status.to_string()];
    if response.is_null() && (200..300).contains(&status) {
        return vec![format!("{status} is no answer to {method} {path}")];
    }
    let schema = &response["content"]["application/json"]["schema"];
    let mut faults = Vec::new();
    if !schema.is_null() {
        check(schema, body, "", &mut faults);
    }
    faults
}

/// Fields that an event lacks: checks the objects in its data that are objects of the API.
pub(crate) fn faults_of_event(name: &str, data: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut hold = |schema: &str, value: &Value, at: &str| {
        let schema = &openapi()["components"]["schemas"][schema];
        assert!(schema.is_object());
        check(schema, value, at, &mut faults);
    };
    match name {
        "MESSAGE_CREATE" | "MESSAGE_UPDATE" => hold("MessageResponse", data, ""),
        "GUILD_CREATE" | "GUILD_UPDATE" => hold("GuildResponse", data, ""),
        "GUILD_MEMBER_ADD" => hold("GuildMemberResponse", data, ""),
        "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" => {
            hold("GuildRoleResponse", &data["role"], "role")
        }
        "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE" if data["guild_id"].is_string() => {
            hold("GuildChannelResponse", data, "");
        }
        "THREAD_CREATE" | "THREAD_UPDATE" => hold("ThreadResponse", data, ""),
        "GUILD_BAN_ADD" | "GUILD_BAN_REMOVE" => hold("UserResponse", &data["user"], "user"),
        "GUILD_SCHEDULED_EVENT_CREATE"
        | "GUILD_SCHEDULED_EVENT_UPDATE"
        | "GUILD_SCHEDULED_EVENT_DELETE" => {
            let kinds = ["Stage", "Voice", "External"];
            let kind = data["entity_type"].as_u64().map_or(0, |kind| kind as usize - 1);
            hold(&format!("{}ScheduledEventResponse", kinds[kind]), data, "");
        }
        "GUILD_SOUNDBOARD_SOUND_CREATE" | "GUILD_SOUNDBOARD_SOUND_UPDATE" => {
            hold("SoundboardSoundResponse", data, "");
        }
        "GUILD_STICKERS_UPDATE" => {
            for sticker in data["stickers"].as_array().unwrap() {
                hold("GuildStickerResponse", sticker, "stickers");
            }
        }
        "AUTO_MODERATION_RULE_CREATE"
        | "AUTO_MODERATION_RULE_UPDATE"
        | "AUTO_MODERATION_RULE_DELETE" => {
            let kinds = ["Keyword", "", "MLSpam", "DefaultKeyword", "MentionSpam", "UserProfile"];
            let kind = data["trigger_type"].as_u64().map_or(0, |kind| kind as usize - 1);
            hold(&format!("{}RuleResponse", kinds[kind]), data, "");
        }
        "USER_UPDATE" => hold("UserPIIResponse", data, ""),
        "ENTITLEMENT_CREATE" | "ENTITLEMENT_UPDATE" | "ENTITLEMENT_DELETE" => {
            hold("EntitlementResponse", data, "");
        }
        "STAGE_INSTANCE_CREATE" | "STAGE_INSTANCE_UPDATE" | "STAGE_INSTANCE_DELETE" => {
            hold("StageInstanceResponse", data, "");
        }
        "GUILD_AUDIT_LOG_ENTRY_CREATE" => hold("AuditLogEntryResponse", data, ""),
        "READY" => hold("UserPIIResponse", &data["user"], "user"),
        _ => {}
    }
    faults
}

fn resolve(schema: &'static Value) -> &'static Value {
    match schema["$ref"].as_str() {
        Some(reference) => {
            let target = openapi().pointer(reference.trim_start_matches('#')).unwrap();
            resolve(target)
        }
        None => schema,
    }
}

fn check(schema: &'static Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let schema = resolve(schema);
    for all in schema["allOf"].as_array().into_iter().flatten() {
        check(all, value, at, faults);
    }
    for list in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[list].as_array() {
            check_choice(choices, value, at, faults);
        }
    }
    if !has_type(&schema["type"], value) {
        faults.push(format!("{at}: {value} is not {}", schema["type"]));
        return;
    }
    let constant = &schema["const"];
    let listed = schema["enum"].as_array();
    if !constant.is_null() && constant != value
        || listed.is_some_and(|listed| !listed.contains(value))
    {
        faults.push(format!("{at}: {value} is not an allowed value"));
    }
    if let Some(object) = value.as_object() {
        for required in schema["required"].as_array().into_iter().flatten() {
            let name = required.as_str().unwrap();
            if !object.contains_key(name) {
                faults.push(format!("{at}.{name} is missing"));
            }
        }
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(value) = object.get(name) {
                check(inner, value, &format!("{at}.{name}"), faults);
            }
        }
    }
    if let (Some(list), inner) = (value.as_array(), &schema["items"])
        && inner.is_object()
    {
        for (number, item) in list.iter().enumerate() {
            check(inner, item, &format!("{at}[{number}]"), faults);
        }
    }
}

/// One of the choices must match; otherwise the errors of the closest one are reported.
fn check_choice(choices: &'static [Value], value: &Value, at: &str, faults: &mut Vec<String>) {
    let wrong = choices.iter().map(|choice| {
        let mut faults = Vec::new();
        check(choice, value, at, &mut faults);
        faults
    });
    faults.extend(wrong.min_by_key(Vec::len).unwrap_or_default());
}

fn has_type(wanted: &Value, value: &Value) -> bool {
    match wanted {
        Value::Array(any) => any.iter().any(|one| has_type(one, value)),
        Value::String(wanted) => match wanted.as_str() {
            "null" => value.is_null(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "string" => value.is_string(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            other => panic!("the type {other}"),
        },
        _ => true,
    }
}
