//! What became of an interaction.

use serde_json::{Value, json};

use super::state::World;

impl World {
    /// A message of a channel, or an ephemeral one.
    pub(crate) fn any_message(&self, channel: u64, message: u64) -> Option<Value> {
        match self.interactions().ephemeral(message) {
            Some(ephemeral) => Some(ephemeral.message.clone()),
            None => self.messages(channel).get(message, self.bot_id().get()),
        }
    }

    /// A sticker of any guild.
    pub(crate) fn sticker(&self, id: u64) -> Option<Value> {
        // A guild that has a sticker was changed.
        self.changed.values().find_map(|guild| guild.stickers.get(&id)).cloned()
    }

    /// A template of any guild.
    pub(crate) fn template(&self, code: &str) -> Option<Value> {
        let templates = self.changed.values().filter_map(|guild| guild.template.as_ref());
        templates.into_iter().find(|template| template["code"] == code).cloned()
    }

    /// What became of an interaction, as the control endpoint shows it; `unix_ms` is the time now.
    #[must_use]
    pub fn interaction_report(&self, id: u64, unix_ms: u64) -> Option<Value> {
        let interaction = self.interactions().get(id)?;
        let message = |message: u64| self.any_message(interaction.channel, message);
        let followups = interaction.followups.iter().filter_map(|id| message(*id));
        Some(json!({
            "id": id.to_string(),
            "type": interaction.kind,
            "token": interaction.token,
            "state": interaction.standing(unix_ms).name(),
            "callback": interaction.callback,
            "message": interaction.original.and_then(message),
            "followups": followups.collect::<Vec<_>>(),
        }))
    }
}
