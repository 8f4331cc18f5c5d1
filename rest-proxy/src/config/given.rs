//! The settings as texts, from a file and from the environment.

use std::collections::BTreeMap;
use std::fmt::Display;

/// The prefix of environment variables that are settings.
const PREFIX: &str = "REST_PROXY_";

/// A value and its origin.
struct Value {
    text: String,
    place: String,
}

/// All settings, and the errors so far. Each setting is taken once; remaining ones are unknown.
pub(super) struct Given {
    settings: BTreeMap<String, Value>,
    variables: BTreeMap<String, String>,
    errors: Vec<String>,
}

impl Given {
    /// Reads a file's text and the environment, which takes precedence.
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

    /// Returns the value of a setting, if it is set and `read` accepts it.
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

    /// Returns the text of an environment variable that is not a setting.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// Records an error.
    pub(super) fn wrong(&mut self, place: &str, error: impl Display) {
        self.errors.push(format!("{place}: {error}"));
    }

    /// Returns all errors, once every setting was taken.
    pub(super) fn into_errors(mut self) -> Vec<String> {
        let unknown = self.settings.into_values();
        self.errors
            .extend(unknown.map(|value| format!("{}: there is no such setting", value.place)));
        self.errors
    }
}
