//! Messages that somebody posts or changes: they are stored, and sessions are told of them.

use std::time::Instant;

use serde_json::{Value, json};

use super::access::InChannel;
use super::state::Core;

fn event_of((channel, guild): InChannel, message: &Value) -> Value {
    let mut event = message.clone();
    event["channel_id"] = json!(channel.to_string());
    if let Some(guild) = guild {
        event["guild_id"] = json!(guild.to_string());
    }
    event
}

impl Core {
    /// Adds a message to a channel and sends Message Create, `with_member` for an author who is one. Returns the number
    /// of sessions that received it.
    pub(crate) fn post_message(
        &mut self,
        place: InChannel,
        id: u64,
        message: &Value,
        with_member: bool,
        now: Instant,
    ) -> usize {
        self.world.write(place.0, id, message.clone());
        let mut event = event_of(place, message);
        if let Some(guild) = place.1.filter(|_| with_member) {
            let author = message["author"]["id"].as_str().and_then(|id| id.parse().ok());
            let member = author.and_then(|author| self.world.guild(guild)?.members.get(author));
            if let Some(Value::Object(mut member)) = member {
                // Message Create has a partial member without the user, which is the author.
                member.remove("user");
                event["member"] = Value::Object(member);
            }
        }
        self.tell_in(place, "MESSAGE_CREATE", &event, now)
    }

    /// Stores a changed message and sends Message Update. Its copies in following channels are changed too. Returns the
    /// number of sessions that received it.
    pub(crate) fn change_message(
        &mut self,
        place: InChannel,
        id: u64,
        message: &Value,
        now: Instant,
    ) -> usize {
        self.world.edit(place.0, id, message);
        let event = event_of(place, message);
        let sessions = self.tell_in(place, "MESSAGE_UPDATE", &event, now);
        self.edit_copies(place.0, message);
        sessions
    }
}
