//! Selects the sessions that receive an event, and the form of the event for each.

use std::borrow::Cow;
use std::time::Instant;

use bytes::Bytes;
use gateway_model::Id;
use gateway_model::gateway::Intents;
use gateway_model::id::marker;
use serde_json::Value;

use super::intents::admits;
use super::io::CoreOutput;
use super::session::Kept;
use super::state::Core;
use crate::world::is_of_shard;

/// The destination of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The shard of a guild.
    Guild(Id<marker::Guild>),
    /// Shard 0, because it has no `guild_id`.
    ///
    /// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding), sharding formula.
    Direct,
}

impl Core {
    /// Dispatches an event to every session whose shard and intents include it, connected or not.
    ///
    /// Message content is blanked for sessions without its intent. Returns to how many sessions it went.
    pub fn inject(&mut self, event: &str, route: Route, data: &Value, now: Instant) -> usize {
        self.advance(now);
        self.tell_watchers(event, data);
        if self.is_lost(event) {
            return 0;
        }
        let direct = route == Route::Direct;
        let own = self.is_own(event, data);
        let targets: Vec<(Box<str>, Intents)> = self
            .sessions
            .iter()
            .filter(|(_, session)| match route {
                Route::Guild(guild) => is_of_shard(guild, session.shard),
                Route::Direct => session.shard.id() == 0,
            })
            .filter(|(_, session)| admits(session.intents, event, direct, own))
            .map(|(id, session)| (id.clone(), session.intents))
            .collect();
        let full = data.to_string();
        let mut blanked = None;
        for (id, intents) in &targets {
            let text = match self.as_allowed(*intents, event, direct, data) {
                Cow::Borrowed(_) => &full,
                Cow::Owned(less) => blanked.get_or_insert_with(|| less.to_string()),
            };
            self.deliver(id, event, text);
        }
        targets.len()
    }

    /// Dispatches an event to every session, whatever its shard and intents.
    pub(crate) fn tell_all(&mut self, event: &str, data: &Value, now: Instant) {
        self.advance(now);
        self.tell_watchers(event, data);
        if self.is_lost(event) {
            return;
        }
        let ids: Vec<Box<str>> = self.sessions.keys().cloned().collect();
        let data = data.to_string();
        for id in ids {
            self.deliver(&id, event, &data);
        }
    }

    /// Returns whether an event is dropped by a fault: it is muted, or one of those to lose.
    pub(super) fn is_lost(&mut self, event: &str) -> bool {
        if self.muted_events.contains(event) {
            return true;
        }
        let Some((pass, lose)) = self.losing.get_mut(event) else { return false };
        if *pass > 0 {
            *pass -= 1;
            return false;
        }
        *lose -= 1;
        if *lose == 0 {
            self.losing.remove(event);
        }
        true
    }

    /// Gives an event the session's next sequence, keeps it for replay, and sends it if connected.
    pub(super) fn deliver(&mut self, id: &str, event: &str, data: &str) {
        self.deliver_kept(id, event, data, None);
    }

    /// The same, with something else kept than the payload.
    pub(super) fn deliver_kept(&mut self, id: &str, event: &str, data: &str, keep: Option<Kept>) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        session.seq += 1;
        let seq = session.seq;
        let payload = dispatch(event, seq, data);
        let kept = keep.unwrap_or_else(|| match event {
            // Gateway, Resuming: the missed events finish "with a Resumed event to signal event replay has finished
            // and that all subsequent events will be new". It is dispatched and has a sequence; an older one in a
            // later replay would say so too early.
            "RESUMED" => Kept::Nothing,
            _ => Kept::Payload(payload.clone()),
        });
        let conn = session.conn;
        self.keep(id, kept);
        if let Some(stats) = self.stats.sessions.get_mut(id) {
            stats.count(event, 1);
        }
        self.stats.events += 1;
        if let Some(conn) = conn {
            self.out.push_back(CoreOutput::Send { conn, payload });
        }
    }

    /// Returns the payload of a kept event for a replay; `None` for one that is not sent again.
    pub(super) fn again(&self, id: &str, seq: u64, kept: &Kept) -> Option<Bytes> {
        match kept {
            Kept::Payload(payload) => Some(payload.clone()),
            Kept::Guild(guild) => {
                let data = self.guild_create_for(id, *guild)?;
                Some(dispatch("GUILD_CREATE", seq, &data.to_string()))
            }
            Kept::Nothing => None,
        }
    }

    /// Returns whether an event is about the bot itself.
    pub(super) fn is_own(&self, event: &str, data: &Value) -> bool {
        let bot = self.world.bot_id().to_string();
        match event {
            "GUILD_MEMBER_UPDATE" => data["user"]["id"] == bot.as_str(),
            "THREAD_MEMBERS_UPDATE" => {
                let added = data["added_members"].as_array().into_iter().flatten();
                let removed = data["removed_member_ids"].as_array().into_iter().flatten();
                added.map(|member| &member["user_id"]).chain(removed).any(|id| *id == bot.as_str())
            }
            _ => false,
        }
    }

    /// Returns an event's data as these intents allow it: complete, or without content.
    pub(super) fn as_allowed<'d>(
        &self,
        intents: Intents,
        event: &str,
        direct: bool,
        data: &'d Value,
    ) -> Cow<'d, Value> {
        if event == "AUTO_MODERATION_ACTION_EXECUTION"
            && !intents.contains(Intents::MESSAGE_CONTENT)
        {
            // "MESSAGE_CONTENT gateway intent is required to receive the content and matched_content fields"
            let mut less = data.clone();
            for field in ["content", "matched_content"] {
                less[field] = Value::from("");
            }
            return Cow::Owned(less);
        }
        let needs_blank = !intents.contains(Intents::MESSAGE_CONTENT)
            && !direct
            && matches!(event, "MESSAGE_CREATE" | "MESSAGE_UPDATE");
        if needs_blank { Cow::Owned(self.without_content(data)) } else { Cow::Borrowed(data) }
    }

    /// Returns a guild message as an app without the message content intent receives it.
    ///
    /// Docs: [Gateway, Message Content Intent](https://docs.discord.com/developers/events/gateway#message-content-intent).
    fn without_content(&self, message: &Value) -> Value {
        let bot = self.world.bot_id().to_string();
        let mentions = message["mentions"].as_array().into_iter().flatten();
        let mentioned = mentions.map(|user| &user["id"]).any(|id| *id == bot.as_str());
        let mut message = message.clone();
        if message["author"]["id"] == bot.as_str() || mentioned {
            return message;
        }
        blank(&mut message);
        if let Some(referenced) = message.get_mut("referenced_message").filter(|m| m.is_object()) {
            *referenced = self.without_content(referenced);
        }
        message
    }
}

/// The payload of a dispatch.
fn dispatch(event: &str, seq: u64, data: &str) -> Bytes {
    Bytes::from(format!(r#"{{"t":"{event}","s":{seq},"op":0,"d":{data}}}"#))
}

fn blank(message: &mut Value) {
    let Some(fields) = message.as_object_mut() else { return };
    if fields.contains_key("content") {
        fields.insert("content".to_owned(), Value::from(""));
    }
    for list in ["embeds", "attachments", "components"] {
        if fields.contains_key(list) {
            fields.insert(list.to_owned(), Value::Array(Vec::new()));
        }
    }
    fields.remove("poll");
}
