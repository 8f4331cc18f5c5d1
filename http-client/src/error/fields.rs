//! The fields of a request that Discord rejected, and the reasons.
//!
//! Docs: [Reference, Error Messages](https://docs.discord.com/developers/reference#error-messages).

use std::fmt;

use serde_json::Value;

/// A field that Discord rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The path of the field: names and indices, separated by dots, such as `embeds.0.title`. Empty if it is the whole
    /// request.
    pub path: String,
    /// Discord's code, such as `BASE_TYPE_REQUIRED`.
    pub code: String,
    /// Discord's message.
    pub message: String,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the request" } else { &self.path };
        write!(f, "{path}: {}", self.message)
    }
}

/// Collects the errors of a tree, in the order of its fields; indices are in numeric order.
pub(crate) fn read(errors: &Value) -> Vec<FieldError> {
    let mut found = Vec::new();
    walk(errors, &mut String::new(), &mut found);
    found
}

fn walk(node: &Value, path: &mut String, found: &mut Vec<FieldError>) {
    let Some(object) = node.as_object() else {
        // Some errors are a plain message instead of a node.
        if let Some(message) = node.as_str() {
            found.push(FieldError {
                path: path.clone(),
                code: String::new(),
                message: message.into(),
            });
        }
        return;
    };
    for error in object.get("_errors").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
        found.push(FieldError { path: path.clone(), code: text("code"), message: text("message") });
    }
    let mut children: Vec<(&String, &Value)> =
        object.iter().filter(|(name, _)| *name != "_errors").collect();
    children.sort_by_key(|(name, _)| (name.parse::<u64>().unwrap_or(u64::MAX), name.as_str()));
    let length = path.len();
    for (name, child) in children {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        walk(child, path, found);
        path.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn texts(errors: &Value) -> Vec<String> {
        read(errors).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_three_examples_of_the_docs() {
        let choice =
            |text: &str| json!({ "_errors": [{ "code": "BASE_TYPE_CHOICES", "message": text }] });
        let array = json!({ "activities": { "10": { "type": choice("c") },
            "2": { "platform": choice("a"), "type": choice("b") } } });
        assert_eq!(
            texts(&array),
            ["activities.2.platform: a", "activities.2.type: b", "activities.10.type: c"]
        );
        let object = json!({ "access_token": { "_errors": [
            { "code": "BASE_TYPE_REQUIRED", "message": "This field is required" }] } });
        assert_eq!(texts(&object), ["access_token: This field is required"]);
        let request = json!({ "_errors": [
            { "code": "APPLICATION_COMMAND_TOO_LARGE", "message": "Command exceeds maximum size (8000)" }] });
        assert_eq!(texts(&request), ["the request: Command exceeds maximum size (8000)"]);
    }

    #[test]
    fn what_is_no_tree_is_no_error() {
        for odd in
            [json!(null), json!(7), json!([]), json!({ "_errors": 7 }), json!({ "_errors": [7] })]
        {
            let found = read(&odd);
            assert!(found.iter().all(|error| error.message.is_empty()), "{odd}: {found:?}");
        }
        assert_eq!(texts(&json!({ "name": "too long" })), ["name: too long"]);
    }
}
