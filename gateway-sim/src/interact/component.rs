//! A user presses a button or chooses in a select menu.
//!
//! Docs: [Component Reference](https://docs.discord.com/developers/components/reference).

use std::time::Instant;

use serde_json::{Value, json};

use super::error::InteractError;
use super::resolved::Resolved;
use super::send::{Cause, send};
use super::values::check_picked;
use crate::core::Core;
use crate::people::Somebody;
use crate::world::find_component;

/// Component types.
const BUTTON: u64 = 2;

/// A message with a component, as a user sees it.
pub(crate) struct Seen {
    id: u64,
    message: Value,
}

impl Seen {
    /// Returns a message in a user's channel. An ephemeral one is seen only by its user.
    fn find(core: &Core, who: &Somebody, id: u64) -> Result<Self, InteractError> {
        let hidden = core.world().interactions().ephemeral(id);
        let visible = hidden.is_none_or(|ephemeral| ephemeral.user["id"] == who.user["id"]);
        let message = core.world().any_message(who.channel, id).filter(|_| visible);
        Ok(Self { id, message: message.ok_or(InteractError::UnknownMessage(id))? })
    }

    /// Returns a component of these types that can be used.
    fn component(
        &self,
        custom_id: &str,
        what: &'static str,
        fits: impl Fn(u64) -> bool,
    ) -> Result<Value, InteractError> {
        let found = find_component(&self.message["components"], custom_id);
        let usable = found.filter(|component| {
            component["type"].as_u64().is_some_and(fits) && component["disabled"] != json!(true)
        });
        usable.cloned().ok_or_else(|| InteractError::UnknownComponent {
            message: self.id,
            what,
            custom_id: custom_id.to_owned(),
        })
    }

    fn cause(self, data: Value) -> Cause {
        let metadata = json!({ "interacted_message_id": self.id.to_string() });
        let source = Some((self.id, self.message));
        Cause { kind: 3, data, command: None, source, metadata }
    }
}

/// A user presses a button.
pub(crate) fn press_button(
    core: &mut Core,
    who: &Somebody,
    message: u64,
    custom_id: &str,
    now: Instant,
) -> Result<(Value, usize), InteractError> {
    let seen = Seen::find(core, who, message)?;
    // Button: link and premium buttons have no custom_id and send no interaction.
    let button = seen.component(custom_id, "button", |kind| kind == BUTTON)?;
    let data = json!({ "component_type": BUTTON, "id": button["id"], "custom_id": custom_id });
    Ok(send(core, who, seen.cause(data), now))
}

/// A user chooses in a select menu.
pub(crate) fn select(
    core: &mut Core,
    who: &Somebody,
    message: u64,
    custom_id: &str,
    values: &[String],
    now: Instant,
) -> Result<(Value, usize), InteractError> {
    let seen = Seen::find(core, who, message)?;
    let menu = seen.component(custom_id, "select menu", |kind| matches!(kind, 3 | 5..=8))?;
    let mut resolved = Resolved::new(core, who, 0);
    let least = menu["min_values"].as_u64().unwrap_or(1);
    check_picked(&menu, custom_id, values, least, &mut resolved)?;
    let mut data = json!({
        "component_type": menu["type"],
        "id": menu["id"],
        "custom_id": custom_id,
        "values": values,
    });
    resolved.put_into(&mut data);
    Ok(send(core, who, seen.cause(data), now))
}
