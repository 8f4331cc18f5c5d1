//! The differences between two commands.

use std::fmt;

use serde_json::Value;

/// One field in which the command at Discord differs from the type.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// The path: names of Discord's fields and indexes from zero, separated by dots.
    pub path: String,
    /// The value at Discord; null for a missing value or the default.
    pub discord: Value,
    /// The value of the type; null for a missing value or the default.
    pub wanted: Value,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} -> {}", self.path, self.discord, self.wanted)
    }
}

/// Returns all fields that differ, by their paths.
pub(super) fn differences(discord: &Value, wanted: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(String::new(), discord, wanted, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn compare(path: String, discord: &Value, wanted: &Value, found: &mut Vec<Difference>) {
    let below = |name: &dyn fmt::Display| {
        if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }
    };
    match (discord, wanted) {
        (Value::Object(one), Value::Object(other)) => {
            let only_wanted = other.keys().filter(|name| !one.contains_key(*name));
            for name in one.keys().chain(only_wanted) {
                compare(below(name), &discord[name], &wanted[name], found);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            for place in 0..one.len().max(other.len()) {
                let item = |list: &[Value]| list.get(place).cloned().unwrap_or_default();
                compare(below(&place), &item(one), &item(other), found);
            }
        }
        _ if discord == wanted => {}
        _ => found.push(Difference { path, discord: discord.clone(), wanted: wanted.clone() }),
    }
}
