//! What the other users of the simulated Discord do: write, react, type.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use crate::core::{Core, Route};
use crate::world::{new_message, reaction_key};

/// Something a user cannot do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PeopleError {
    /// There is no such guild.
    #[error("there is no guild {0}")]
    UnknownGuild(u64),
    /// There is no such channel.
    #[error("there is no channel {0}")]
    UnknownChannel(u64),
    /// There is no such user.
    #[error("there is no user {0}")]
    UnknownUser(u64),
    /// There is no such message.
    #[error("there is no message {0} in that channel")]
    UnknownMessage(u64),
}

/// A user in a channel: who does something, and where.
#[derive(Clone, Debug)]
pub(crate) struct Somebody {
    pub(crate) user: Value,
    pub(crate) channel: u64,
    pub(crate) guild: Option<Id<marker::Guild>>,
}

impl Somebody {
    /// A user in a channel; where one is not named, the first member and the first text channel of the
    /// guild, and where that is not named, of the first guild.
    pub(crate) fn find(
        core: &Core,
        guild: Option<u64>,
        channel: Option<u64>,
        user: Option<u64>,
    ) -> Result<Self, PeopleError> {
        let world = core.world();
        let (channel, guild) = match channel {
            Some(channel) => {
                world.channel(channel).ok_or(PeopleError::UnknownChannel(channel))?;
                (channel, world.guild_of_channel(channel))
            }
            None => {
                let wanted = guild.or_else(|| world.guilds().next().map(Id::get)).unwrap_or(0);
                let unknown = PeopleError::UnknownGuild(wanted);
                let id = Id::new(wanted).ok_or_else(|| unknown.clone())?;
                let guild = world.guild(id).ok_or(unknown)?;
                let text = guild.channels.iter().find(|(_, channel)| channel["type"] == 0);
                (text.map(|(id, _)| *id).ok_or(PeopleError::UnknownChannel(0))?, Some(id))
            }
        };
        let user = match (user, guild) {
            (Some(user), _) => world.user(user).ok_or(PeopleError::UnknownUser(user))?,
            (None, Some(guild)) => {
                let bot = world.bot_id().get();
                let guild = world.guild(guild).ok_or(PeopleError::UnknownGuild(guild.get()))?;
                let first = guild.members.ids().find(|user| *user != bot);
                let member = first.and_then(|user| guild.members.get(user));
                member.ok_or(PeopleError::UnknownUser(0))?["user"].clone()
            }
            (None, None) => {
                let dm = world.channel(channel).unwrap_or_default();
                dm["recipients"][0].clone()
            }
        };
        Ok(Self { user, channel, guild })
    }

    pub(crate) fn id(&self) -> u64 {
        self.user["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
    }

    pub(crate) fn route(&self) -> Route {
        self.guild.map_or(Route::Direct, Route::Guild)
    }

    /// The member object, for events that carry one.
    pub(crate) fn member(&self, core: &Core) -> Option<Value> {
        core.world().guild(self.guild?)?.members.get(self.id())
    }

    fn place(&self, mut data: Value) -> Value {
        data["channel_id"] = json!(self.channel.to_string());
        if let Some(guild) = self.guild {
            data["guild_id"] = json!(guild.to_string());
        }
        data
    }

    /// Writes a message. `fields` are laid over the plain message: embeds, mentions, a reply.
    ///
    /// Returns the message and to how many sessions it went.
    pub(crate) fn write(
        &self,
        core: &mut Core,
        content: &str,
        fields: &Value,
        now: Instant,
    ) -> (Value, usize) {
        let unix_ms = core.unix_ms_at(now);
        let id = core.world_mut().next_id(unix_ms);
        let mut message = new_message(id, self.channel, self.user.clone(), unix_ms);
        message["content"] = json!(content);
        for (key, value) in fields.as_object().into_iter().flatten() {
            message[key.as_str()] = value.clone();
        }
        let bot = core.world().bot_user();
        let mention = format!("<@{}>", bot["id"].as_str().unwrap_or_default());
        if content.contains(&mention) {
            message["mentions"] = json!([bot]);
        }
        core.world_mut().messages_mut(self.channel).add(id, message.clone());
        let mut event = self.place(message.clone());
        if let Some(Value::Object(mut member)) = self.member(core) {
            member.remove("user");
            event["member"] = Value::Object(member);
        }
        (message, core.inject("MESSAGE_CREATE", self.route(), &event, now))
    }

    /// Reacts to a message of the channel.
    pub(crate) fn react(
        &self,
        core: &mut Core,
        message: u64,
        emoji: &str,
        now: Instant,
    ) -> Result<usize, PeopleError> {
        let own = core.world().bot_id().get();
        let found = core.world().messages(self.channel).get(message, own);
        let found = found.ok_or(PeopleError::UnknownMessage(message))?;
        if !core.world_mut().messages_mut(self.channel).react(message, emoji, self.id()) {
            return Ok(0);
        }
        let mut data = self.place(json!({
            "user_id": self.user["id"],
            "message_id": message.to_string(),
            "message_author_id": found["author"]["id"],
            "emoji": reaction_key(emoji),
            "burst": false,
            "type": 0,
        }));
        if let Some(member) = self.member(core) {
            data["member"] = member;
        }
        Ok(core.inject("MESSAGE_REACTION_ADD", self.route(), &data, now))
    }

    /// Starts typing.
    pub(crate) fn type_(&self, core: &mut Core, now: Instant) -> usize {
        let mut data = self.place(json!({
            "user_id": self.user["id"],
            "timestamp": core.unix_ms_at(now) / 1000,
        }));
        if let Some(member) = self.member(core) {
            data["member"] = member;
        }
        core.inject("TYPING_START", self.route(), &data, now)
    }

    /// Changes status.
    pub(crate) fn change_status(&self, core: &mut Core, status: &str, now: Instant) -> usize {
        let Some(guild) = self.guild else { return 0 };
        let client = if status == "offline" { json!({}) } else { json!({ "desktop": status }) };
        let data = json!({
            "user": { "id": self.user["id"] },
            "guild_id": guild.to_string(),
            "status": status,
            "activities": [],
            "client_status": client,
        });
        core.inject("PRESENCE_UPDATE", self.route(), &data, now)
    }
}
