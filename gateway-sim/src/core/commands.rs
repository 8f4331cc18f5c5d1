//! The requests of a live session: opcodes 3, 4, 8, 31 and 43.

use gateway_model::Id;
use gateway_model::gateway::{CloseCode, Intents, Opcode, ShardId};
use gateway_model::id::marker;
use serde_json::{Map, Value};

use super::io::ConnId;
use super::link::Phase;
use super::refusal::{Refusal, refuse};
use super::state::Core;
use crate::world::is_of_shard;

/// The requester: its session, and what the answer depends on.
pub(super) struct Asker {
    pub(super) session: Box<str>,
    pub(super) shard: ShardId,
    pub(super) intents: Intents,
}

impl Core {
    pub(super) fn on_command(
        &mut self,
        conn: ConnId,
        op: Opcode,
        data: &Value,
    ) -> Result<(), Refusal> {
        let session = match self.links.get(&conn).map(|link| &link.phase) {
            Some(Phase::Live(id)) => id.clone(),
            Some(Phase::Invalidated) => {
                return refuse(CloseCode::NotAuthenticated, "the session has been invalidated");
            }
            _ => {
                return refuse(
                    CloseCode::NotAuthenticated,
                    format!("opcode {} before Identify", op.get()),
                );
            }
        };
        let Some(found) = self.sessions.get(&session) else { return Ok(()) };
        let asker = Asker { shard: found.shard, intents: found.intents, session };
        let fields = Fields::of(op, data)?;
        match op {
            Opcode::PresenceUpdate => self.on_presence(&asker, &fields),
            Opcode::VoiceStateUpdate => self.on_voice_state(&asker, &fields),
            Opcode::RequestGuildMembers => self.on_member_request(&asker, &fields),
            Opcode::RequestSoundboardSounds => self.on_sounds_request(&asker, &fields),
            Opcode::RequestChannelInfo => self.on_channel_info_request(&asker, &fields),
            _ => Ok(()),
        }
    }

    /// Handles a request that gets no answer, for example because it names a guild of another shard.
    ///
    /// The docs do not specify Discord's behaviour. It sends nothing, so the simulator logs and counts the request.
    pub(super) fn ignore(&mut self, op: Opcode, why: &'static str) {
        tracing::warn!(op = op.get(), why, "a request got no answer");
        let reason = format!("opcode {}: {why}", op.get());
        *self.stats.ignored.entry(reason).or_default() += 1;
    }

    /// Answers one session: no other receives it, and no intent is needed.
    pub(super) fn answer(&mut self, asker: &Asker, event: &str, data: &Value) {
        if !self.is_lost(event) {
            self.deliver(&asker.session, event, &data.to_string());
        }
    }

    /// Returns whether a session may ask about a guild: it must be of its shard, and not down.
    pub(super) fn sees(&self, asker: &Asker, guild: Id<marker::Guild>) -> bool {
        self.world.has_guild(guild)
            && is_of_shard(guild, asker.shard)
            && !self.unavailable_guilds.contains(&guild)
    }
}

/// The fields of a payload's data, read strictly.
///
/// Docs: [Opcodes and Status Codes, Gateway](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes):
/// 4001 is for an invalid payload of an opcode.
pub(super) struct Fields<'a> {
    op: Opcode,
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    fn of(op: Opcode, data: &'a Value) -> Result<Self, Refusal> {
        match data.as_object() {
            Some(map) => Ok(Self { op, map }),
            None => {
                refuse(CloseCode::UnknownOpcode, format!("opcode {}: d is not an object", op.get()))
            }
        }
    }

    pub(super) fn wrong<T>(&self, what: &str) -> Result<T, Refusal> {
        refuse(CloseCode::UnknownOpcode, format!("opcode {}: {what}", self.op.get()))
    }

    /// Returns a field that is present and not null.
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|value| !value.is_null())
    }

    /// Returns whether a field is present, null or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    /// Returns a snowflake, as a string or, as some clients send it, an integer.
    pub(super) fn guild(&self, name: &str) -> Result<Id<marker::Guild>, Refusal> {
        match self.get(name).and_then(snowflake).and_then(Id::new) {
            Some(id) => Ok(id),
            None => self.wrong(&format!("{name} is missing or not one snowflake")),
        }
    }

    /// Returns all fields, as an object.
    pub(super) fn all(&self) -> Value {
        Value::Object(self.map.clone())
    }

    /// Returns a boolean field; `None` if it is missing.
    pub(super) fn boolean(&self, name: &str) -> Result<Option<bool>, Refusal> {
        match self.map.get(name) {
            Some(Value::Bool(value)) => Ok(Some(*value)),
            None => Ok(None),
            Some(_) => self.wrong(&format!("{name} is not a boolean")),
        }
    }

    pub(super) fn array(&self, name: &str) -> Result<&'a [Value], Refusal> {
        match self.get(name) {
            Some(Value::Array(items)) => Ok(items),
            _ => self.wrong(&format!("{name} is missing or not an array")),
        }
    }
}

/// Returns a snowflake from JSON: a string of digits or an integer.
pub(super) fn snowflake(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse::<Id<marker::Generic>>().ok().map(Id::get),
        Value::Number(number) => number.as_u64().filter(|id| *id > 0),
        _ => None,
    }
}
