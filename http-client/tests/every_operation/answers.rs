//! Responses that Discord could send, created from its description. Each is read by its operation and written.

use std::io;
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};

use crate::decode::raw;
use crate::generated::DECODES;

/// Which optional fields an answer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Optional {
    Absent,
    Present,
    /// Null if that is allowed, otherwise absent.
    Null,
}

/// Strings that contain digits, although the description does not say so.
const DIGITS: &[&str] = &[
    "allow",
    "deny",
    "permissions",
    "default_member_permissions",
    "app_permissions",
    "discriminator",
    "flags_new",
    "launch_id",
];

/// Integrations, whose id is a string in the description and a snowflake in the docs.
const INTEGRATIONS: &[&str] =
    &["ExternalConnectionIntegrationResponse", "PartialExternalConnectionIntegrationResponse"];

/// Places where the docs are stricter than the description, and our types follow the docs: the error message, and the
/// reason.
const STRICTER: &[(&str, &str)] = &[
    ("auto_moderation_rules[0]: ", "a list of rules has no null in it by the docs"),
    ("interaction: missing field `user`", "the docs' message interaction always has its user"),
    (
        "interaction_metadata: missing field `user`",
        "the docs' interaction metadata always have their user",
    ),
    ("[0]: missing field `", "an invite of a channel or guild always has its metadata by the docs"),
];

struct Maker<'a> {
    root: &'a Value,
    optional: Optional,
    /// Which of several schemas is used, at every place that has several.
    choice: usize,
    above: Vec<&'a str>,
}

impl<'a> Maker<'a> {
    /// Returns a value of a schema; `None` if it would contain itself.
    fn value(&mut self, field: &str, schema: &'a Value) -> Option<Value> {
        if let Some(value) = schema.get("const").or_else(|| schema.get("enum")?.get(0)) {
            return Some(value.clone());
        }
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            if self.above.contains(&name) {
                return None;
            }
            self.above.push(name);
            let value = self.value(field, &self.root["components"]["schemas"][name]);
            self.above.pop();
            return value;
        }
        if let Some(all) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
            let all: Vec<&Value> = all.as_array()?.iter().collect();
            let real: Vec<&Value> =
                all.iter().copied().filter(|one| one["type"] != "null").collect();
            if self.optional == Optional::Null && real.len() < all.len() {
                return Some(Value::Null);
            }
            return self.value(field, real[self.choice % real.len()]);
        }
        if let Some(first) = schema.get("allOf").and_then(|all| all.get(0)) {
            return self.value(field, first);
        }
        let kinds: Vec<&str> = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            kind => kind.as_str().into_iter().collect(),
        };
        if self.optional == Optional::Null && kinds.contains(&"null") {
            return Some(Value::Null);
        }
        let kind = kinds.iter().find(|kind| **kind != "null").copied().unwrap_or("any");
        Some(match kind {
            "object" => self.object(schema),
            "array" => self.value(field, &schema["items"]).map_or(json!([]), |item| json!([item])),
            "integer" => json!(schema["minimum"].as_i64().unwrap_or(1).max(1)),
            "number" => json!(0.5),
            "boolean" => json!(true),
            "null" => Value::Null,
            "string" => self.text(field, schema),
            _ => json!("anything"),
        })
    }

    fn object(&mut self, schema: &'a Value) -> Value {
        let mut fields = Map::new();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let mut required = schema["required"].as_array().into_iter().flatten();
            let is_required = required.any(|required| required == name);
            // At a large depth, optional fields are left out, because they occur completely elsewhere.
            let deep = self.above.len() > 4;
            if !is_required && (self.optional == Optional::Absent || deep) {
                continue;
            }
            let value = self.value(name, field);
            let wanted =
                is_required || self.optional == Optional::Present || value == Some(Value::Null);
            if let Some(value) = value.filter(|_| wanted) {
                fields.insert(name.clone(), value);
            }
        }
        if let Some(more) = schema.get("additionalProperties").filter(|more| more.is_object())
            && let Some(value) = self.value("", more)
        {
            fields.insert("41771983423143937".into(), value);
        }
        Value::Object(fields)
    }

    fn text(&self, field: &str, schema: &Value) -> Value {
        let integration = self.above.last().is_some_and(|name| INTEGRATIONS.contains(name));
        match schema["format"].as_str() {
            Some("date-time") => json!("2026-01-01T23:59:59.123456+00:00"),
            Some("snowflake") => json!("41771983423143937"),
            Some("uri") => json!("https://example.com/"),
            _ if field == "id" && integration => json!("41771983423143937"),
            _ if DIGITS.contains(&field) => json!("1024"),
            _ => json!("text"),
        }
    }
}

/// Returns the schema of an operation's response with content, other than "not ready".
fn schema<'a>(root: &'a Value, operation: &str) -> Option<&'a Value> {
    let mut operations = root["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values());
    let description =
        operations.find(|description| description["operationId"] == operation).unwrap();
    let responses = description["responses"].as_object().unwrap();
    let successes =
        responses.iter().filter(|(status, _)| status.starts_with('2') && *status != "202");
    successes
        .filter_map(|(_, response)| response["content"].as_object()?.values().next())
        .map(|media| &media["schema"])
        .next()
}

/// The log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads a response. If a part was skipped, about which the operation only logs a warning, this is an error.
fn nothing_left_out<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
    let read = tracing::subscriber::with_default(subscriber, read)?;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    if log.contains("ignored a part of a response") { Err(log) } else { Ok(read) }
}

#[test]
fn every_answer_that_discord_could_give_is_read_and_written_back() {
    let root = crate::support::description();
    let (mut problems, mut made, mut with_content) = (Vec::new(), 0, 0);
    let mut excused = vec![0; STRICTER.len()];
    for decode in DECODES {
        let (Some(through), Some(schema)) = (decode.through, schema(&root, decode.operation))
        else {
            continue;
        };
        with_content += 1;
        for optional in [Optional::Absent, Optional::Present, Optional::Null] {
            let mut first = None;
            for choice in 0..10 {
                let mut maker = Maker { root: &root, optional, choice, above: Vec::new() };
                let value = maker.value("", schema).unwrap();
                if first.get_or_insert_with(|| value.clone()) == &value && choice > 0 {
                    break;
                }
                made += 1;
                let again = nothing_left_out(|| through(raw(&value))).and_then(|written| {
                    let written = written.unwrap();
                    // The written value contains everything: read again, it is the same.
                    let again = nothing_left_out(|| through(raw(&written)))?.unwrap();
                    if again == written { Ok(()) } else { Err(format!("{written} became {again}")) }
                });
                if let Err(error) = again {
                    match STRICTER.iter().position(|(text, _)| error.contains(text)) {
                        Some(known) => excused[known] += 1,
                        None => {
                            let name = decode.operation;
                            problems.push(format!("{name} ({optional:?}, {choice}): {error}"));
                        }
                    }
                    break;
                }
            }
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    for (known, excused) in STRICTER.iter().zip(excused) {
        assert!(excused > 0, "this is no longer so: {known:?}");
    }
    assert!(with_content > 150 && made > 450, "{with_content} answers with content, {made} values");
}
