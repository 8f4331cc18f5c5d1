//! Update Presence (op 3): the bot's presence.

use gateway_model::gateway::CloseCode;
use serde_json::{Value, json};

use super::commands::{Asker, Fields};
use super::refusal::{Refusal, refuse};
use super::state::Core;

/// For a payload that is not valid for its opcode.
const CODE: CloseCode = CloseCode::UnknownOpcode;

/// Docs: [Gateway Events, Status Types](https://docs.discord.com/developers/events/gateway-events#update-presence-status-types).
const STATUSES: [&str; 5] = ["online", "dnd", "idle", "invisible", "offline"];

impl Core {
    /// The presence is kept for the session, and shown for the bot in Guild Create and in Guild Members Chunk. The docs
    /// do not say that a bot receives its own presence.
    ///
    /// Docs: [Gateway Events, Update Presence](https://docs.discord.com/developers/events/gateway-events#update-presence).
    /// All four fields are required; libraries that leave some out, or send `game`, work with Discord.
    pub(super) fn on_presence(
        &mut self,
        asker: &Asker,
        fields: &Fields<'_>,
    ) -> Result<(), Refusal> {
        for required in ["since", "activities", "afk"] {
            if !fields.has(required) {
                self.tolerate(CODE, &format!("opcode 3: {required} is missing"))?;
            }
        }
        if fields.get("status").is_none() {
            return fields.wrong("status is missing");
        }
        let shown = self.read_presence("opcode 3", &fields.all())?;
        if let Some(session) = self.sessions.get_mut(&asker.session) {
            session.presence = shown;
        }
        Ok(())
    }

    /// Returns a presence as it is kept. Missing fields are not checked: in an Identify, well-known libraries leave
    /// some out.
    ///
    /// Docs: [Gateway Events, Update Presence](https://docs.discord.com/developers/events/gateway-events#update-presence).
    pub(super) fn read_presence(&mut self, place: &str, sent: &Value) -> Result<Value, Refusal> {
        if sent.is_null() {
            return Ok(Value::Null);
        }
        if let Err(wrong) = check_presence(sent) {
            return refuse(CODE, format!("{place}: {wrong}"));
        }
        let mut shown = json!({
            "since": sent["since"],
            "activities": sent["activities"],
            "status": sent["status"],
            "afk": sent["afk"],
        });
        if !(sent["since"].is_null() || sent["since"].is_number()) {
            self.tolerate(CODE, &format!("{place}: since is neither a number nor null"))?;
            shown["since"] = Value::Null;
        }
        if !sent["game"].is_null() {
            self.tolerate(CODE, &format!("{place}: game is not documented; use activities"))?;
            if sent["activities"].is_null() {
                shown["activities"] = json!([sent["game"]]);
            }
        }
        Ok(shown)
    }

    /// Returns the bot's presence as other users see it; `None` if it is offline or invisible.
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

/// Validates a presence.
fn check_presence(presence: &Value) -> Result<(), &'static str> {
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
