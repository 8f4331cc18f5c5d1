//! Creates values from a schema of Discord's OpenAPI description, with every field that it lists.

use serde_json::{Map, Value, json};

/// Integrations, whose id is a string here and a snowflake in the docs.
const INTEGRATIONS: &[&str] =
    &["ExternalConnectionIntegrationResponse", "PartialExternalConnectionIntegrationResponse"];

/// The schemas of the description.
pub(crate) struct Schemas(Map<String, Value>);

/// Strings that contain digits, although their schema says only that they are strings.
const DIGITS: &[&str] = &[
    "allow",
    "app_permissions",
    "default_member_permissions",
    "deny",
    "discriminator",
    "flags_new",
    "launch_id",
    "permissions",
    "permissions_new",
];

impl Schemas {
    /// Reads `testdata/discord/openapi.json`.
    pub(crate) fn load() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/discord/openapi.json");
        let mut text: Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let Value::Object(schemas) = text["components"]["schemas"].take() else {
            panic!("no schemas")
        };
        Self(schemas)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns the values of a schema that is only a list of values; `None` for others.
    pub(crate) fn constants(&self, name: &str) -> Option<Vec<&Value>> {
        self.0[name].get("oneOf")?.as_array()?.iter().map(|one| one.get("const")).collect()
    }

    pub(crate) fn is_object(&self, name: &str) -> bool {
        self.0[name].get("properties").is_some()
    }

    /// Returns values of the schema. There are several if a field may have several schemas: each of these occurs in one
    /// of the values.
    pub(crate) fn values(&self, name: &str) -> Vec<Value> {
        let properties = self.0[name]["properties"].as_object().unwrap();
        let most = properties.values().map(|field| self.alternatives(field)).max().unwrap_or(1);
        (0..most)
            .map(|choice| {
                let fields = properties.iter().filter_map(|(field, schema)| {
                    let value = self.value(field, schema, choice, &mut vec![name])?;
                    Some((field.clone(), value))
                });
                Value::Object(fields.collect())
            })
            .collect()
    }

    /// Returns how many schemas a field may have.
    fn alternatives(&self, schema: &Value) -> usize {
        let of_items = schema.get("items").map_or(1, |items| self.alternatives(items));
        self.one_of(schema).map_or(1, |all| all.len()).max(of_items)
    }

    /// Returns the schemas that a field may have, without null; `None` for a list of values.
    fn one_of<'a>(&self, schema: &'a Value) -> Option<Vec<&'a Value>> {
        let all = schema.get("oneOf").or_else(|| schema.get("anyOf"))?.as_array()?;
        Some(all.iter().filter(|one| one.get("type") != Some(&json!("null"))).collect())
    }

    /// Returns a value of a schema; `None` if it would contain itself.
    fn value<'a>(
        &'a self,
        field: &str,
        schema: &'a Value,
        choice: usize,
        above: &mut Vec<&'a str>,
    ) -> Option<Value> {
        if let Some(value) = schema.get("const").or_else(|| schema.get("enum")?.get(0)) {
            return Some(value.clone());
        }
        if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
            let name = path.rsplit('/').next()?;
            if above.contains(&name) {
                return None;
            }
            above.push(name);
            let value = self.value(field, &self.0[name], choice, above);
            above.pop();
            return value;
        }
        if let Some(all) = self.one_of(schema) {
            return self.value(field, all.get(choice).or(all.last())?, 0, above);
        }
        if let Some(first) = schema.get("allOf").and_then(|all| all.get(0)) {
            return self.value(field, first, choice, above);
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null")?,
            kind => kind,
        };
        let Some(kind) = kind.as_str() else { return Some(json!({"any": ["thing"]})) };
        // The docs say that an integration's id is a snowflake, the description says string.
        let is_integration = above.last().is_some_and(|name| INTEGRATIONS.contains(name));
        if field == "id" && is_integration {
            return Some(json!("33590653072239123"));
        }
        Some(match kind {
            "object" => self.object(schema, choice, above),
            "array" => match self.value(field, &schema["items"], choice, above) {
                Some(item) => json!([item]),
                None => json!([]),
            },
            "string" => text(field, schema),
            "integer" => schema
                .get("minimum")
                .filter(|low| low.as_i64() > Some(1))
                .cloned()
                .unwrap_or(json!(1)),
            "number" => json!(0.5),
            "boolean" => json!(true),
            "null" => Value::Null,
            other => panic!("a schema of type {other}"),
        })
    }

    fn object<'a>(&'a self, schema: &'a Value, choice: usize, above: &mut Vec<&'a str>) -> Value {
        let mut fields = Map::new();
        for (name, schema) in
            schema.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            if let Some(value) = self.value(name, schema, choice, above) {
                fields.insert(name.clone(), value);
            }
        }
        let more = schema.get("additionalProperties").filter(|more| more.is_object());
        if let Some(value) = more.and_then(|more| self.value("", more, choice, above)) {
            fields.insert("1".to_owned(), value);
        }
        Value::Object(fields)
    }
}

fn text(field: &str, schema: &Value) -> Value {
    match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => json!("2020-02-29T23:59:59.123456+00:00"),
        Some("snowflake") => json!("1234567890123456789"),
        Some("uri") => json!("https://example.com/"),
        _ if DIGITS.contains(&field) => json!("1024"),
        _ => json!("text"),
    }
}
