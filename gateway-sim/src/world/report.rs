//! Look-ups in the whole world: the state of an interaction, and objects of any guild.

use serde_json::{Value, json};

use super::scheduled_event::time_ms;
use super::state::World;

impl World {
    /// Returns a message of a channel, or an ephemeral one.
    pub(crate) fn any_message(&self, channel: u64, message: u64) -> Option<Value> {
        match self.interactions().ephemeral(message) {
            Some(ephemeral) => Some(ephemeral.message.clone()),
            None => self.messages(channel).get(message, self.bot_id().get()),
        }
    }

    /// Returns a sticker of any guild.
    pub(crate) fn sticker(&self, id: u64) -> Option<Value> {
        // A guild that has a sticker was changed.
        self.changed.values().find_map(|guild| guild.stickers.get(&id)).cloned()
    }

    /// Removes the invites that have expired by a Unix time in ms.
    pub(crate) fn forget_expired_invites(&mut self, unix_ms: u64) {
        let ends = |invite: &Value| time_ms(&invite["expires_at"]);
        let expired =
            self.invites.iter().filter(|(_, one)| ends(one).is_some_and(|at| at <= unix_ms));
        for code in expired.map(|(code, _)| code.clone()).collect::<Vec<_>>() {
            self.invites.forget(&code);
            self.invite_users.remove(&code);
        }
    }

    /// Returns a template of any guild.
    pub(crate) fn template(&self, code: &str) -> Option<Value> {
        let templates = self.changed.values().filter_map(|guild| guild.template.as_ref());
        templates.into_iter().find(|template| template["code"] == code).cloned()
    }

    /// Returns the state of an interaction, as the control endpoint shows it; `unix_ms` is the current time.
    #[must_use]
    pub fn interaction_report(&self, id: u64, unix_ms: u64) -> Option<Value> {
        let interaction = self.interactions().get(id)?;
        let message = |message: u64| self.any_message(interaction.channel, message);
        let followups = interaction.followups.iter().filter_map(|id| message(*id));
        Some(json!({
            "id": id.to_string(),
            "type": interaction.kind,
            "channel_id": interaction.channel.to_string(),
            "user_id": interaction.user["id"],
            "token": interaction.token,
            "state": interaction.standing(unix_ms).name(),
            "callback": interaction.callback,
            "message": interaction.original.and_then(message),
            "followups": followups.collect::<Vec<_>>(),
        }))
    }
}
