//! Every field that the description allows a client to send can be set.
//!
//! The bodies of all calls are compared with the schemas of their operations. If a schema has a field that no body had,
//! at any depth, the test fails, unless the docs say that the field is not sent.

use std::collections::BTreeSet;

use http_client::Client;
use http_client::ops::ROUTES;
use serde_json::{Map, Value, json};

use crate::support::{Seen, Server};
use crate::{generated, support, variants};

/// Fields that cannot be set, and why.
const NOT_SENT: &[(&str, &[&str], &str)] = &[
    ("ApplicationCommandSubcommandGroupOption", &["required"], REQUIRED),
    ("ApplicationCommandSubcommandOption", &["required"], REQUIRED),
    ("ApplicationFormPartial.description", &["default", "localizations"], DESCRIPTION),
    ("ExternalScheduledEventCreateRequest", &["channel_id"], EVENT),
    ("StageScheduledEventCreateRequest", &["entity_metadata"], EVENT),
    ("VoiceScheduledEventCreateRequest", &["entity_metadata"], EVENT),
    ("MLSpamUpsertRequest", &["trigger_metadata"], TRIGGER),
    ("MLSpamUpsertRequestPartial", &["trigger_metadata"], TRIGGER),
    ("QuarantineUserAction", &["metadata"], ACTION),
    ("PollMedia", &["emoji"], QUESTION),
    ("PollEmoji", &["animated", "id", "name"], QUESTION),
    ("RecurrenceRule", &["by_year_day", "count", "end"], RECURRENCE),
    ("RichEmbed", &["type", "provider", "video"], EMBED),
    ("RichEmbedProvider", &["name", "url"], EMBED),
    (
        "RichEmbedVideo",
        &[
            "description",
            "height",
            "is_animated",
            "placeholder",
            "placeholder_version",
            "url",
            "width",
        ],
        EMBED,
    ),
    ("RichEmbedImage", &["height", "width"], EMBED),
    ("RichEmbedThumbnail", &["height", "width"], EMBED),
    ("RichEmbedImage", &["is_animated"], ANIMATED),
    ("RichEmbedThumbnail", &["is_animated"], ANIMATED),
];

const REQUIRED: &str = "valid for all types but SUB_COMMAND and SUB_COMMAND_GROUP \
    (https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure)";
const DESCRIPTION: &str = "the file says object; the docs say string \
    (https://docs.discord.com/developers/resources/application#edit-current-application)";
const EVENT: &str = "null for this type \
    (https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-field-requirements-by-entity-type)";
const TRIGGER: &str = "no metadata go with this type \
    (https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-metadata)";
const ACTION: &str = "no metadata go with this type \
    (https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object-action-metadata)";
const QUESTION: &str = "of a question only the text is supported \
    (https://docs.discord.com/developers/resources/poll#poll-media-object)";
const RECURRENCE: &str = "cannot be set \
    (https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object)";
const EMBED: &str = "type, provider, video and sizes of images cannot be set \
    (https://docs.discord.com/developers/resources/message#create-message-limitations)";
const ANIMATED: &str = "no field of the docs, whose `flags` say it \
    (https://docs.discord.com/developers/resources/message#embed-object-embed-image-structure)";

/// Operations that accept any JSON.
const ANY_JSON: &[&str] = &["execute_github_compatible_webhook"];

/// A field: the schema, or the operation and the path in its body, and the name.
type Field = (String, String);

/// The description, and the fields found so far.
struct Fields<'a> {
    root: &'a Value,
    found: BTreeSet<Field>,
    /// Schemas that were visited, or are being visited.
    schemas: BTreeSet<&'a str>,
}

impl<'a> Fields<'a> {
    fn new(root: &'a Value) -> Self {
        Self { root, found: BTreeSet::new(), schemas: BTreeSet::new() }
    }

    /// Resolves a reference. Returns the schema, with its name if it has one.
    fn resolve(&self, schema: &'a Value) -> (Option<&'a str>, &'a Value) {
        match schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            Some(name) => (Some(name), &self.root["components"]["schemas"][name]),
            None => (None, schema),
        }
    }

    /// Finds all fields of a schema and of those inside.
    fn all(&mut self, place: &str, schema: &'a Value) {
        let (name, schema) = self.resolve(schema);
        if name.is_some_and(|name| !self.schemas.insert(name)) {
            return;
        }
        let place = name.unwrap_or(place);
        for choice in choices(schema) {
            self.all(place, choice);
        }
        for (field, inner) in properties(schema) {
            self.found.insert((place.into(), field.clone()));
            self.all(&format!("{place}.{field}"), inner);
        }
        for inner in ["items", "additionalProperties"] {
            if schema[inner].is_object() {
                self.all(place, &schema[inner]);
            }
        }
    }

    /// Finds the fields of a schema and of those inside that a value has.
    fn of(&mut self, place: &str, schema: &'a Value, value: &Value) {
        let (name, schema) = self.resolve(schema);
        let place = name.unwrap_or(place);
        let choices: Vec<&Value> = choices(schema).filter(|one| one["type"] != "null").collect();
        for choice in &choices {
            // Of several, those of the value's kind. Their constants distinguish them.
            if choices.len() == 1 || self.fits(choice, value) {
                self.of(place, choice, value);
            }
        }
        for (field, inner) in properties(schema) {
            let value = &value[field];
            // Null removes a value, which does not show that one can be set.
            if !value.is_null() {
                self.found.insert((place.into(), field.clone()));
                self.of(&format!("{place}.{field}"), inner, value);
            }
        }
        for value in value.as_array().into_iter().flatten() {
            self.of(place, &schema["items"], value);
        }
        let others = value.as_object().filter(|_| schema["additionalProperties"].is_object());
        for value in others.into_iter().flat_map(Map::values) {
            self.of(place, &schema["additionalProperties"], value);
        }
    }

    /// Returns whether a value matches a schema: types, constants and required fields, at every depth.
    fn fits(&self, schema: &'a Value, value: &Value) -> bool {
        let (_, schema) = self.resolve(schema);
        let choices: Vec<&Value> = choices(schema).collect();
        if let Some(allowed) = schema["enum"].as_array() {
            return allowed.contains(value);
        }
        if !choices.is_empty() {
            return choices.iter().any(|choice| self.fits(choice, value));
        }
        let mut required = schema["required"].as_array().into_iter().flatten();
        let mut items = value.as_array().into_iter().flatten();
        is_of_type(&schema["type"], value)
            && (schema["const"].is_null() || schema["const"] == *value)
            && required.all(|field| value.get(field.as_str().unwrap_or_default()).is_some())
            && properties(schema).all(|(field, inner)| {
                value.get(field).is_none_or(|value| value.is_null() || self.fits(inner, value))
            })
            && items.all(|item| schema["items"].is_null() || self.fits(&schema["items"], item))
    }
}

fn choices(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["oneOf", "anyOf"].into_iter().filter_map(|list| schema[list].as_array());
    lists.flatten()
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

fn is_of_type(types: &Value, value: &Value) -> bool {
    let is_one = |kind: &Value| match kind.as_str() {
        // Permissions and ids are strings of digits, although the description calls some of them integers.
        Some("integer") => {
            value.is_i64() || value.as_str().is_some_and(|text| text.parse::<u64>().is_ok())
        }
        Some("number") => value.is_number(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("null") => value.is_null(),
        _ => true,
    };
    types.as_array().map_or_else(|| is_one(types), |kinds| kinds.iter().any(is_one))
}

/// Returns the schema of an operation's body.
fn body<'a>(root: &'a Value, method: &str, path: &str) -> Option<&'a Value> {
    let content =
        root["paths"][path][method.to_lowercase()]["requestBody"]["content"].as_object()?;
    let content = content.get("application/json").or_else(|| content.values().next())?;
    Some(&content["schema"])
}

/// Returns the body of a request: its JSON, or an object with a string for each part of a form.
fn sent(request: &Seen) -> Value {
    let body = String::from_utf8_lossy(request.body());
    let json = body.split_once("name=\"payload_json\"").and_then(|(_, part)| {
        let (_, text) = part.split_once("\r\n\r\n")?;
        text.split("\r\n--").next()
    });
    if let Ok(value) = serde_json::from_str(json.unwrap_or(&body)) {
        return value;
    }
    let parts = body.split("name=\"").skip(1).filter_map(|part| part.split('"').next());
    parts.map(|name| (name.to_owned(), json!("part"))).collect::<Map<_, _>>().into()
}

#[tokio::test]
async fn every_field_of_every_object_that_is_sent_can_be_set() {
    let root = include_str!("../../../testdata/discord/openapi.json");
    let root: Value = serde_json::from_str(root).unwrap();
    let server = Server::start(|_, _| support::json(200, "{}")).await;
    let client = Client::builder("abc").api_url(server.api_url()).global_limit(1_000_000);
    let client = client.build().unwrap();
    let (mut all, mut set) = (Fields::new(&root), Fields::new(&root));
    let full = generated::all().into_iter().filter(|call| call.how == "full");
    for call in full.chain(variants::calls()) {
        let route = ROUTES.iter().find(|route| route.name == call.operation).unwrap();
        if ANY_JSON.contains(&call.operation) {
            continue;
        }
        let Some(schema) = body(&root, route.method.as_str(), route.path) else { continue };
        (call.send)(&client).await.unwrap_or_else(|error| panic!("{}: {error}", call.operation));
        all.all(call.operation, schema);
        set.of(call.operation, schema, &sent(server.seen().last().unwrap()));
    }
    let mut missing: BTreeSet<&Field> = all.found.difference(&set.found).collect();
    for (schema, fields, why) in NOT_SENT {
        for field in *fields {
            let excused = missing.remove(&((*schema).to_owned(), (*field).to_owned()));
            assert!(excused, "{schema}.{field} can be set, or is no field: {why}");
        }
    }
    assert!(missing.is_empty(), "these fields cannot be set: {missing:#?}");
}
