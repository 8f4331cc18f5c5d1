//! Update Presence (op 3): what the bot shows of itself.

use serde_json::{Value, json};

use super::commands::{Asker, Fields};
use super::refusal::Refusal;
use super::state::Core;

/// Docs: [Gateway Events, Status Types](https://docs.discord.com/developers/events/gateway-events#update-presence-status-types).
const STATUSES: [&str; 5] = ["online", "dnd", "idle", "invisible", "offline"];

impl Core {
    /// The presence is kept for the session, and shown where the bot is: in Guild Create and in Guild
    /// Members Chunk. The docs do not say that a bot is told of its own.
    ///
    /// Docs: [Gateway Events, Update Presence](https://docs.discord.com/developers/events/gateway-events#update-presence).
    pub(super) fn on_presence(
        &mut self,
        asker: &Asker,
        fields: &Fields<'_>,
    ) -> Result<(), Refusal> {
        if !fields.has("since") {
            return fields.wrong("since is missing; it is null for a bot that is not idle");
        }
        fields.array("activities")?;
        fields.boolean("afk")?;
        let shown = json!({
            "since": fields.get("since"),
            "activities": fields.get("activities"),
            "status": fields.get("status"),
            "afk": fields.get("afk"),
        });
        if let Err(wrong) = check_presence(&shown) {
            return fields.wrong(wrong);
        }
        if fields.get("status").is_none() {
            return fields.wrong("status is missing");
        }
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            session.presence = shown;
        }
        Ok(())
    }

    /// The bot's presence as other users see it; `None` where it is offline or hides.
    pub(super) fn own_presence(&self, session: &str) -> Option<Value> {
        let presence = &self.sessions.get(session)?.presence;
        let status = presence["status"].as_str().unwrap_or("online");
        if matches!(status, "invisible" | "offline") {
            return None;
        }
        let activities = presence["activities"].as_array().cloned().unwrap_or_default();
        Some(json!({
            "user": { "id": self.world.bot_id().to_string() },
            "status": status,
            "activities": activities,
            // "web: [..] active web (browser, bot user) application session"
            "client_status": { "web": status },
        }))
    }
}

/// Checks the types of a presence's fields. Those that are missing are not looked at: in an Identify,
/// well-known libraries leave some out.
pub(super) fn check_presence(presence: &Value) -> Result<(), &'static str> {
    if !(presence["since"].is_null() || presence["since"].is_number()) {
        return Err("since is neither a number nor null");
    }
    if !(presence["afk"].is_null() || presence["afk"].is_boolean()) {
        return Err("afk is not a boolean");
    }
    match &presence["status"] {
        Value::Null => {}
        Value::String(status) if STATUSES.contains(&status.as_str()) => {}
        _ => return Err("status is not one of online, dnd, idle, invisible, offline"),
    }
    match &presence["activities"] {
        Value::Null => Ok(()),
        // Docs, Activity Structure: name and type are always there.
        Value::Array(items)
            if items.iter().all(|one| one["name"].is_string() && one["type"].is_u64()) =>
        {
            Ok(())
        }
        _ => Err("activities is not an array of objects with a name and a type"),
    }
}
