//! What is set, as texts: from a file and from the environment.

use std::collections::BTreeMap;
use std::fmt::Display;

/// How the names of variables begin that are settings.
const PREFIX: &str = "REST_PROXY_";

/// A value, and where it was found.
struct Value {
    text: String,
    place: String,
}

/// All that is set, and what is wrong so far. A setting is taken once; those that are left are not known.
pub(super) struct Given {
    settings: BTreeMap<String, Value>,
    variables: BTreeMap<String, String>,
    errors: Vec<String>,
}

impl Given {
    /// Reads a file's text and the environment, which wins.
    pub(super) fn read(
        text: &str,
        file: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let variables: BTreeMap<String, String> = variables.into_iter().collect();
        let mut given =
            Self { settings: BTreeMap::new(), variables: BTreeMap::new(), errors: Vec::new() };
        match text.parse::<toml::Table>() {
            Ok(table) => table.into_iter().for_each(|(name, value)| given.add(name, value, file)),
            Err(error) => given.errors.push(format!("{file}: {}", error.to_string().trim_end())),
        }
        for (variable, text) in &variables {
            if let Some(name) = variable.strip_prefix(PREFIX) {
                let value = Value { text: text.clone(), place: variable.clone() };
                given.settings.insert(name.to_ascii_lowercase(), value);
            }
        }
        given.variables = variables;
        given
    }

    fn add(&mut self, name: String, value: toml::Value, file: &str) {
        let place = format!("{file}: {name}");
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            other => {
                let kind = other.type_str();
                return self.errors.push(format!("{place}: is a {kind}, not a text or a number"));
            }
        };
        self.settings.insert(name, Value { text, place });
    }

    /// The value of a setting, if it is set and `read` takes it.
    pub(super) fn take<T, E: Display>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let value = self.settings.remove(name)?;
        match read(value.text.trim()) {
            Ok(value) => Some(value),
            Err(error) => {
                self.errors.push(format!("{}: {error}", value.place));
                None
            }
        }
    }

    /// The text of an environment variable that is no setting of its own.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// Something is wrong.
    pub(super) fn wrong(&mut self, place: &str, error: impl Display) {
        self.errors.push(format!("{place}: {error}"));
    }

    /// All that is wrong, once every setting was taken.
    pub(super) fn into_errors(mut self) -> Vec<String> {
        let unknown = self.settings.into_values();
        self.errors
            .extend(unknown.map(|value| format!("{}: there is no such setting", value.place)));
        self.errors
    }
}
