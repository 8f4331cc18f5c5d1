//! A user in a channel, and what they do there.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::error::PeopleError;
use crate::clock::timestamp;
use crate::core::{Core, InChannel, Route, Triggered, Written};
use crate::world::{Activity, ChannelMessages, new_message, reaction};

/// A user in a channel, who does something there.
#[derive(Clone, Debug)]
pub(crate) struct Somebody {
    pub(crate) user: Value,
    pub(crate) channel: u64,
    pub(crate) guild: Option<Id<marker::Guild>>,
}

impl Somebody {
    /// Returns a user in a channel. Defaults are the first member and the first text channel of the guild, and the
    /// first guild.
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

    const fn place(&self) -> InChannel {
        (self.channel, self.guild)
    }

    /// Returns the member object, for events that contain one.
    pub(crate) fn member(&self, core: &Core) -> Option<Value> {
        core.world().guild(self.guild?)?.members.get(self.id())
    }

    fn placed(&self, mut data: Value) -> Value {
        data["channel_id"] = json!(self.channel.to_string());
        if let Some(guild) = self.guild {
            data["guild_id"] = json!(guild.to_string());
        }
        data
    }

    /// Writes a message. `fields` are merged into the plain message: embeds, mentions, a reply.
    ///
    /// Returns the message and the number of sessions that received it; null if auto moderation blocks it.
    pub(crate) fn write(
        &self,
        core: &mut Core,
        content: &str,
        fields: &Value,
        now: Instant,
    ) -> (Value, usize) {
        let Ok(triggered) = self.check_text(core, content, now) else { return (Value::Null, 0) };
        let unix_ms = core.unix_ms_at(now);
        let id = core.world_mut().next_id(unix_ms);
        let message = self.compose(core, (id, self.channel), content, fields, unix_ms);
        let sessions = core.post_message(self.place(), id, &message, true, now);
        if let Some((written, triggered)) = triggered {
            core.moderate(written, &triggered, Some(id), now);
        }
        (message, sessions)
    }

    /// Returns a message of the user with an id, in a channel. `fields` are merged into it.
    pub(super) fn compose(
        &self,
        core: &Core,
        (id, channel): (u64, u64),
        content: &str,
        fields: &Value,
        unix_ms: u64,
    ) -> Value {
        let mut message = new_message(id, channel, self.user.clone(), unix_ms);
        message["content"] = json!(content);
        for (key, value) in fields.as_object().into_iter().flatten() {
            message[key.as_str()] = value.clone();
        }
        let bot = core.world().bot_user();
        let mention = format!("<@{}>", bot["id"].as_str().unwrap_or_default());
        if content.contains(&mention) {
            message["mentions"] = json!([bot]);
        }
        message
    }

    /// Checks a text that the user is about to post. Returns it with what it triggers; `None` in direct messages, which have
    /// no auto moderation.
    pub(super) fn check_text<'c>(
        &self,
        core: &mut Core,
        content: &'c str,
        now: Instant,
    ) -> Result<Option<(Written<'c>, Triggered)>, PeopleError> {
        let Some(guild) = self.guild else { return Ok(None) };
        let written = Written { guild, channel: self.channel, user: self.id(), content };
        let triggered = core.unless_blocked(written, now).ok_or(PeopleError::Blocked)?;
        Ok(Some((written, triggered)))
    }

    /// Reacts to a message of the channel.
    pub(crate) fn react(
        &self,
        core: &mut Core,
        message: u64,
        emoji: &str,
        now: Instant,
    ) -> Result<usize, PeopleError> {
        let found = self.read(core, message)?;
        let messages = core.world().messages(self.channel);
        if messages.is_full_of_reactions(message) && messages.reacted(message, emoji).is_empty() {
            return Err(PeopleError::TooManyReactions(message));
        }
        drop(messages);
        let react = |all: &mut ChannelMessages| all.react(message, emoji, self.id());
        if !core.world_mut().change_messages(self.channel, react) {
            return Ok(0);
        }
        let mut data = self.placed(reaction(message, emoji, self.id()));
        data["message_author_id"] = found["author"]["id"].clone();
        if let Some(member) = self.member(core) {
            data["member"] = member;
        }
        Ok(core.tell_in(self.place(), "MESSAGE_REACTION_ADD", &data, now))
    }

    /// Returns a message of the user's channel.
    pub(super) fn read(&self, core: &Core, message: u64) -> Result<Value, PeopleError> {
        let own = core.world().bot_id().get();
        let found = core.world().messages(self.channel).get(message, own);
        found.ok_or(PeopleError::UnknownMessage(message))
    }

    /// Edits a message of the user's own. `fields` are merged into it.
    pub(crate) fn edit(
        &self,
        core: &mut Core,
        message: u64,
        content: &str,
        fields: &Value,
        now: Instant,
    ) -> Result<usize, PeopleError> {
        let mut changed = self.read(core, message)?;
        if changed["author"]["id"] != self.user["id"] {
            return Err(PeopleError::NotTheAuthor(message));
        }
        // Integrate Moderation: an edit clears what was decided of the former text.
        if let Some(fields) = changed.as_object_mut() {
            fields.remove("moderation_metadata");
        }
        changed["content"] = json!(content);
        changed["edited_timestamp"] = json!(timestamp(core.unix_ms_at(now)));
        for (key, value) in fields.as_object().into_iter().flatten() {
            changed[key.as_str()] = value.clone();
        }
        let triggered = self.check_text(core, content, now)?;
        let sessions = core.change_message(self.place(), message, &changed, now);
        if let Some((written, triggered)) = triggered {
            core.moderate(written, &triggered, Some(message), now);
        }
        Ok(sessions)
    }

    /// Deletes a message: the user's own, or any as a moderator.
    pub(crate) fn delete(
        &self,
        core: &mut Core,
        message: u64,
        now: Instant,
    ) -> Result<usize, PeopleError> {
        let erased = core.world_mut().erase(self.channel, message);
        let erased = erased.ok_or(PeopleError::UnknownMessage(message))?;
        let data = self.placed(json!({ "id": message.to_string() }));
        let sessions = core.tell_in(self.place(), "MESSAGE_DELETE", &data, now);
        core.orphan_copies(self.channel, &erased);
        Ok(sessions)
    }

    /// Removes the user's reaction from a message.
    pub(crate) fn unreact(
        &self,
        core: &mut Core,
        message: u64,
        emoji: &str,
        now: Instant,
    ) -> Result<usize, PeopleError> {
        self.read(core, message)?;
        let unreact = |all: &mut ChannelMessages| all.unreact(message, emoji, self.id());
        if !core.world_mut().change_messages(self.channel, unreact) {
            return Ok(0);
        }
        let data = self.placed(reaction(message, emoji, self.id()));
        Ok(core.tell_in(self.place(), "MESSAGE_REACTION_REMOVE", &data, now))
    }

    /// Votes for an answer of a poll, or removes the vote. If the poll allows one answer, the vote for another one is
    /// removed first.
    ///
    /// Docs: [Gateway Events, Polls](https://docs.discord.com/developers/events/gateway-events#polls).
    pub(crate) fn vote(
        &self,
        core: &mut Core,
        message: u64,
        answer: u64,
        votes: bool,
        now: Instant,
    ) -> Result<usize, PeopleError> {
        let poll = self.read(core, message)?["poll"].take();
        let answers: Vec<u64> = poll["answers"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|answer| answer["answer_id"].as_u64())
            .collect();
        let unix_now = timestamp(core.unix_ms_at(now));
        let open = poll["expiry"].as_str().is_some_and(|expiry| expiry > unix_now.as_str());
        if !open || !answers.contains(&answer) {
            return Err(PeopleError::NoPoll { message, answer });
        }
        let others = answers.into_iter().filter(|other| *other != answer);
        let others = others.filter(|_| votes && poll["allow_multiselect"] != true);
        let mut sessions = 0;
        for (answer, votes) in others.map(|other| (other, false)).chain([(answer, votes)]) {
            let vote = |all: &mut ChannelMessages| all.vote(message, answer, self.id(), votes);
            if core.world_mut().change_messages(self.channel, vote) {
                let data = self.placed(json!({
                    "user_id": self.user["id"],
                    "message_id": message.to_string(),
                    "answer_id": answer,
                }));
                let event =
                    if votes { "MESSAGE_POLL_VOTE_ADD" } else { "MESSAGE_POLL_VOTE_REMOVE" };
                sessions = core.tell_in(self.place(), event, &data, now);
            }
        }
        Ok(sessions)
    }

    /// Launches the application's activity in the channel, or joins or leaves a running instance; returns its id.
    pub(crate) fn play(
        &self,
        core: &mut Core,
        instance: Option<&str>,
        plays: bool,
        now: Instant,
    ) -> Result<String, PeopleError> {
        let (user, unix_ms) = (self.id(), core.unix_ms_at(now));
        let world = core.world_mut();
        let done = match (instance, plays) {
            (None, true) => {
                let launch = world.next_id(unix_ms);
                let activity = Activity::new(launch, self.channel, self.guild, user);
                return Ok(world.activities.start(activity));
            }
            (None, false) => false,
            (Some(instance), true) => world.activities.join(instance, user),
            (Some(instance), false) => world.activities.leave(instance, user),
        };
        let instance = instance.unwrap_or_default().to_owned();
        if done { Ok(instance) } else { Err(PeopleError::UnknownActivity(instance)) }
    }

    /// Starts typing.
    pub(crate) fn type_(&self, core: &mut Core, now: Instant) -> usize {
        let mut data = self.placed(json!({
            "user_id": self.user["id"],
            "timestamp": core.unix_ms_at(now) / 1000,
        }));
        if let Some(member) = self.member(core) {
            data["member"] = member;
        }
        core.tell_in(self.place(), "TYPING_START", &data, now)
    }

    /// Changes the user's status.
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
