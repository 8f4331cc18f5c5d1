//! Messages that somebody posts or changes: they are stored, and sessions are told of them.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::dispatch::Route;
use super::state::Core;

/// A channel, and its guild if it has one.
type InChannel = (u64, Option<Id<marker::Guild>>);

fn event_of((channel, guild): InChannel, message: &Value) -> (Value, Route) {
    let mut event = message.clone();
    event["channel_id"] = json!(channel.to_string());
    if let Some(guild) = guild {
        event["guild_id"] = json!(guild.to_string());
    }
    (event, guild.map_or(Route::Direct, Route::Guild))
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
        let (mut event, route) = event_of(place, message);
        if let Some(guild) = place.1.filter(|_| with_member) {
            let author = message["author"]["id"].as_str().and_then(|id| id.parse().ok());
            let member = author.and_then(|author| self.world.guild(guild)?.members.get(author));
            if let Some(Value::Object(mut member)) = member {
                // Message Create has a partial member without the user, which is the author.
                member.remove("user");
                event["member"] = Value::Object(member);
            }
        }
        self.inject("MESSAGE_CREATE", route, &event, now)
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
        let (event, route) = event_of(place, message);
        let sessions = self.inject("MESSAGE_UPDATE", route, &event, now);
        self.edit_copies(place.0, message);
        sessions
    }
}
