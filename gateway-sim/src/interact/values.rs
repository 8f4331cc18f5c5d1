//! The values that may be chosen in a select menu, and in the groups of a modal.

use serde_json::Value;

use super::error::InteractError;
use super::option::check_channel_type;
use super::resolved::Resolved;

/// Checks the chosen values of a component, and looks up the objects of ids.
///
/// Docs: [Component Reference, String Select](https://docs.discord.com/developers/components/reference#string-select) and the
/// other selects: between `min_values` and `max_values`, which are 1 where they are left out.
pub(super) fn check_picked(
    component: &Value,
    custom_id: &str,
    values: &[String],
    least: u64,
    resolved: &mut Resolved<'_>,
) -> Result<(), InteractError> {
    let kind = component["type"].as_u64().unwrap_or(0);
    // Checkbox Group: the default of max_values is the number of options.
    let all = component["options"].as_array().map_or(1, |options| options.len() as u64);
    let most = component["max_values"].as_u64().unwrap_or(if kind == 22 { all } else { 1 });
    if !(least..=most).contains(&(values.len() as u64)) {
        let problem = format!("{} values; from {least} to {most} can be picked", values.len());
        return Err(InteractError::value(custom_id, problem));
    }
    for (at, value) in values.iter().enumerate() {
        let wrong =
            |problem: &str| InteractError::value(custom_id, format!("{value:?}: {problem}"));
        if values[..at].contains(value) {
            return Err(wrong("picked twice"));
        }
        let id = || value.parse::<u64>().map_err(|_| wrong("not an id"));
        let there = match kind {
            3 | 21 | 22 => component["options"]
                .as_array()
                .is_some_and(|options| options.iter().any(|option| option["value"] == **value)),
            5 => resolved.user(id()?),
            6 => resolved.role(id()?),
            // Mentionable: a user or a role.
            7 => resolved.role(id()?) || resolved.user(id()?),
            8 => {
                let channel = resolved.channel(id()?).ok_or_else(|| wrong("no such channel"))?;
                check_channel_type(component, custom_id, channel)?;
                true
            }
            _ => false,
        };
        if !there {
            return Err(wrong("cannot be picked"));
        }
    }
    Ok(())
}
