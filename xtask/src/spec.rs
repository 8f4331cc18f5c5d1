//! Reads the parts of Discord's OpenAPI description that the generator needs.

use std::path::Path;

use serde_json::Value;

use crate::Result;

/// The encoding of HTML forms.
const URL_FORM: &str = "application/x-www-form-urlencoded";

/// The description.
#[derive(Debug)]
pub(crate) struct Spec {
    root: Value,
}

/// The type of a field's values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    pub(crate) nullable: bool,
    /// Its format, such as `uri` or `snowflake`.
    pub(crate) format: String,
    /// `string`, `integer`, `array` and so on; empty if it is one of several.
    pub(crate) kind: String,
    pub(crate) least: Option<f64>,
    pub(crate) most: Option<f64>,
}

/// A field of a body or parameter of a query.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) query: bool,
    pub(crate) shape: Shape,
}

/// The encoding of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    None,
    Json,
    Form,
    /// `application/x-www-form-urlencoded`.
    UrlForm,
}

impl Spec {
    /// Reads the description, and a second one in the same format with additions.
    pub(crate) fn read(description: &Path, additional: &Path) -> Result<Self> {
        let mut root: Value = serde_json::from_str(&std::fs::read_to_string(description)?)?;
        let mut more: Value = serde_json::from_str(&std::fs::read_to_string(additional)?)?;
        for place in ["/paths", "/components/schemas"] {
            let (Some(known), Some(more)) = (
                root.pointer_mut(place).and_then(Value::as_object_mut),
                more.pointer_mut(place).and_then(Value::as_object_mut),
            ) else {
                return Err(
                    format!("{place} is missing in the description or in the additions").into()
                );
            };
            if let Some(name) = more.keys().find(|name| known.contains_key(*name)) {
                return Err(format!(
                    "{name} is in Discord's description now: remove it from the additions"
                )
                .into());
            }
            known.append(more);
        }
        Ok(Self { root })
    }

    /// Returns each operation: its path, its method in capitals, and its description.
    pub(crate) fn operations(&self) -> impl Iterator<Item = (&str, String, &Value)> {
        let paths = self.root["paths"].as_object().into_iter().flatten();
        paths.flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods
                .filter(|(method, _)| *method != "parameters")
                .map(move |(method, operation)| (path.as_str(), method.to_uppercase(), operation))
        })
    }

    /// Returns the schema that a reference names, or the schema itself.
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/")) {
            Some(path) => path.split('/').fold(&self.root, |value, part| &value[part]),
            None => schema,
        }
    }

    /// Returns the parameters of the query.
    pub(crate) fn query(&self, path: &str, operation: &Value) -> Vec<Field> {
        let shared = self.root["paths"][path]["parameters"].as_array().into_iter().flatten();
        let own = operation["parameters"].as_array().into_iter().flatten();
        let query = shared.chain(own).filter(|parameter| parameter["in"] == "query");
        query
            .map(|parameter| Field {
                name: text(&parameter["name"]),
                required: parameter["required"] == true,
                query: true,
                shape: self.shape(&parameter["schema"]),
            })
            .collect()
    }

    /// Returns the encoding of the body, and its fields.
    pub(crate) fn body(&self, operation: &Value) -> (Encoding, Vec<Field>) {
        let content = &operation["requestBody"]["content"];
        let encoding = if content.get("application/json").is_some() {
            Encoding::Json
        } else if content.get("multipart/form-data").is_some() {
            Encoding::Form
        } else if content.get(URL_FORM).is_some() {
            Encoding::UrlForm
        } else {
            Encoding::None
        };
        let mut fields = Vec::new();
        for kind in ["application/json", "multipart/form-data", URL_FORM] {
            for field in self.fields(&content[kind]["schema"]) {
                let known = fields.iter().any(|known: &Field| known.name == field.name);
                if !known && !field.name.starts_with("files[") {
                    fields.push(field);
                }
            }
        }
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        (encoding, fields)
    }

    /// Returns the fields of an object. For one of several objects it returns all fields; they are required if each
    /// object requires them.
    fn fields(&self, schema: &Value) -> Vec<Field> {
        let schema = self.resolve(schema);
        let required = |name: &str| {
            let mut names = schema["required"].as_array().into_iter().flatten();
            names.any(|required| required == name)
        };
        let own = schema["properties"].as_object().into_iter().flatten();
        let mut fields: Vec<Field> = own
            .map(|(name, schema)| Field {
                name: name.clone(),
                required: required(name),
                query: false,
                shape: self.shape(schema),
            })
            .collect();
        let alternatives = |key: &str| -> Vec<Vec<Field>> {
            let list = schema[key].as_array().into_iter().flatten();
            list.map(|schema| self.fields(schema)).collect()
        };
        for all in alternatives("allOf") {
            fields.extend(all);
        }
        for key in ["oneOf", "anyOf"] {
            let alternatives = alternatives(key);
            for alternative in &alternatives {
                for field in alternative {
                    let in_all = alternatives.iter().all(|other| {
                        other.iter().any(|other| other.name == field.name && other.required)
                    });
                    if !fields.iter().any(|known| known.name == field.name) {
                        fields.push(Field { required: in_all, ..field.clone() });
                    }
                }
            }
        }
        fields
    }

    fn shape(&self, schema: &Value) -> Shape {
        let schema = self.resolve(schema);
        let mut shape = Shape { format: text(&schema["format"]), ..Shape::default() };
        let kinds: Vec<&str> = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            kind => kind.as_str().into_iter().collect(),
        };
        for kind in kinds {
            if kind == "null" {
                shape.nullable = true;
            } else {
                shape.kind = kind.into();
            }
        }
        let limit = |names: [&str; 3]| names.iter().find_map(|name| schema[*name].as_f64());
        shape.least = limit(["minLength", "minimum", "minItems"]);
        shape.most = limit(["maxLength", "maximum", "maxItems"]);
        for key in ["oneOf", "anyOf", "allOf"] {
            for part in schema[key].as_array().into_iter().flatten() {
                let part = self.shape(part);
                shape.nullable |= part.nullable;
                if shape.kind.is_empty() {
                    shape.kind = part.kind;
                    shape.format = part.format;
                    shape.least = part.least;
                    shape.most = part.most;
                }
            }
        }
        shape
    }

    /// Returns the successful response: the name of its schema, whether it is a list, and the statuses.
    pub(crate) fn answer(&self, operation: &Value) -> Answered {
        let mut answered = Answered::default();
        for (status, response) in operation["responses"].as_object().into_iter().flatten() {
            if !status.starts_with('2') {
                continue;
            }
            let schema =
                response["content"].as_object().and_then(|content| content.values().next());
            match schema.map(|media| &media["schema"]) {
                None => answered.may_be_empty = true,
                Some(_) if status == "202" => answered.may_be_later = true,
                Some(schema) => self.name_answer(schema, &mut answered),
            }
        }
        answered
    }

    fn name_answer(&self, schema: &Value, answered: &mut Answered) {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            answered.schema = name.into();
            return;
        }
        let first = |key: &str| schema[key].as_array().and_then(|list| list.first());
        if let Some(first) = first("oneOf").or_else(|| first("anyOf")) {
            return self.name_answer(first, answered);
        }
        if !schema["items"].is_null() {
            answered.list = true;
            return self.name_answer(&schema["items"], answered);
        }
        answered.schema = match (schema["type"].as_str(), schema["contentEncoding"].as_str()) {
            (_, Some("binary")) => "binary".into(),
            (Some(kind), _) => kind.into(),
            _ => "string".into(),
        };
    }
}

/// The response of an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answered {
    pub(crate) schema: String,
    pub(crate) list: bool,
    pub(crate) may_be_empty: bool,
    pub(crate) may_be_later: bool,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().into()
}
