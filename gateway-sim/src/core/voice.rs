//! Update Voice State (op 4): joining, moving between and leaving voice channels.

use gateway_model::gateway::{CloseCode, Opcode};
use gateway_model::id::marker;
use gateway_model::{Id, Permissions};
use serde_json::{Value, json};

use super::commands::{Asker, Fields, snowflake};
use super::dispatch::Route;
use super::refusal::Refusal;
use super::state::Core;
use crate::world::{Guild, STAGE_CHANNEL};

/// The types of channels that users can join with voice: voice and stage.
///
/// Docs: [Channel, Channel Types](https://docs.discord.com/developers/resources/channel#channel-object-channel-types).
const VOICE_KINDS: [u64; 2] = [2, 13];

impl Core {
    /// Docs: [Gateway Events, Update Voice State](https://docs.discord.com/developers/events/gateway-events#update-voice-state).
    pub(super) fn on_voice_state(
        &mut self,
        asker: &Asker,
        fields: &Fields<'_>,
    ) -> Result<(), Refusal> {
        let guild = fields.guild("guild_id")?;
        let mut flags = [false, false];
        for (flag, name) in flags.iter_mut().zip(["self_mute", "self_deaf"]) {
            match fields.boolean(name)? {
                Some(sent) => *flag = sent,
                None => self
                    .tolerate(CloseCode::UnknownOpcode, &format!("opcode 4: {name} is missing"))?,
            }
        }
        let channel = match fields.get("channel_id") {
            None if fields.has("channel_id") => None,
            Some(value) if snowflake(value).is_some() => snowflake(value),
            _ => return fields.wrong("channel_id is missing, or neither a snowflake nor null"),
        };
        if !self.sees(asker, guild) {
            self.ignore(Opcode::VoiceStateUpdate, "the guild is not one of this shard");
            return Ok(());
        }
        if !channel.is_none_or(|channel| self.is_voice(guild, channel)) {
            self.ignore(
                Opcode::VoiceStateUpdate,
                "the channel is not a voice channel of the guild",
            );
            return Ok(());
        }
        let bot = self.world.bot_id().get();
        if let Some(why) = channel.and_then(|channel| self.voice_refusal(guild, bot, channel)) {
            self.ignore(Opcode::VoiceStateUpdate, why);
            return Ok(());
        }
        let was = self.set_voice(guild, bot, channel, flags, &asker.session);
        if channel.is_some() && was != channel {
            let data = self.new_voice_server(guild);
            self.answer(asker, "VOICE_SERVER_UPDATE", &data);
        }
        Ok(())
    }

    /// Returns why a user who is not in a voice channel may not join it, if so. Discord does not answer then.
    ///
    /// Docs: Permissions, [Bitwise Permission Flags](https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags),
    /// `CONNECT` and `VIEW_CHANNEL`; Channel, [Channel Structure](https://docs.discord.com/developers/resources/channel#channel-object-channel-structure),
    /// `user_limit`. A user who may move members can join a full channel: Discord does this, but does not document it.
    fn voice_refusal(&self, guild: Id<marker::Guild>, user: u64, id: u64) -> Option<&'static str> {
        let guild = self.world.guild(guild)?;
        let channel = guild.channels.get(&id)?;
        let is_in = |state: &Value| snowflake(&state["channel_id"]) == Some(id);
        if guild.voice_states.get(&user).is_some_and(is_in) {
            return None;
        }
        let may = guild.permissions_in(user, channel);
        if !may.contains(Permissions::VIEW_CHANNEL | Permissions::CONNECT) {
            return Some("the bot may not see the channel or connect to it");
        }
        let limit = channel["user_limit"].as_u64().filter(|limit| *limit > 0)?;
        let users = guild.voice_states.values().filter(|state| is_in(state)).count();
        let is_full = users as u64 >= limit && !may.contains(Permissions::MOVE_MEMBERS);
        is_full.then_some("the channel is full")
    }

    /// Returns whether a channel is a voice channel of the guild.
    pub(crate) fn is_voice(&self, guild: Id<marker::Guild>, channel: u64) -> bool {
        let Some(guild) = self.world.guild(guild) else { return false };
        let kind = guild.channels.get(&channel).and_then(|channel| channel["type"].as_u64());
        kind.is_some_and(|kind| VOICE_KINDS.contains(&kind))
    }

    /// Moves a user into a voice channel, or out of all, and dispatches the changes.
    ///
    /// `flags` are `self_mute` and `self_deaf`. Returns the user's previous channel.
    pub(crate) fn set_voice(
        &mut self,
        guild: Id<marker::Guild>,
        user: u64,
        channel: Option<u64>,
        flags: [bool; 2],
        session: &str,
    ) -> Option<u64> {
        let (seconds, is_bot) = (self.unix_ms() / 1000, user == self.world.bot_id().get());
        let held = self.world.guild_mut(guild)?;
        let before = held.voice_states.get(&user).and_then(|state| snowflake(&state["channel_id"]));
        if before.is_none() && channel.is_none() {
            return None;
        }
        let old = held.voice_states.get(&user);
        let stays = before == channel;
        let suppress = match old.filter(|_| stays) {
            Some(old) => old["suppress"] == true,
            None => listens_only(held, channel),
        };
        let asks = old.filter(|_| stays).map(|old| old["request_to_speak_timestamp"].clone());
        let [mute, deaf] = ["mute", "deaf"].map(|flag| old.is_some_and(|old| old[flag] == true));
        let state = json!({
            "channel_id": channel.map(|channel| channel.to_string()),
            "user_id": user.to_string(),
            "session_id": session,
            "deaf": deaf,
            "mute": mute,
            "self_mute": flags[0],
            "self_deaf": flags[1],
            "self_video": false,
            "suppress": suppress,
            "request_to_speak_timestamp": asks,
        });
        let mut event = state.clone();
        event["guild_id"] = json!(guild.to_string());
        event["member"] = held.members.get(user).unwrap_or_default();
        match channel {
            Some(_) => held.voice_states.insert(user, state),
            None => held.voice_states.remove(&user),
        };
        self.voice_changes += 1;
        if is_bot && channel.is_none() {
            self.voice_tokens.remove(&guild);
        }
        let started = held.note_voice_start(channel, seconds);
        let ended = held.note_voice_end(before);
        let now = self.now;
        self.inject("VOICE_STATE_UPDATE", Route::Guild(guild), &event, now);
        for (channel, start) in started.into_iter().chain(ended) {
            let data = json!({
                "id": channel.to_string(),
                "guild_id": guild.to_string(),
                "voice_start_time": start,
            });
            self.inject("VOICE_CHANNEL_START_TIME_UPDATE", Route::Guild(guild), &data, now);
        }
        if let Some(left) = before.filter(|_| !stays) {
            self.watch_empty(guild, left);
        }
        before
    }

    /// Changes whether a user in a stage channel speaks or requests to, and dispatches the change.
    pub(crate) fn change_voice(
        &mut self,
        guild: Id<marker::Guild>,
        user: u64,
        change: impl FnOnce(&mut Value),
    ) {
        let now = self.now;
        let Some(held) = self.world.guild_mut(guild) else { return };
        let Some(state) = held.voice_states.get_mut(&user) else { return };
        change(state);
        let mut event = state.clone();
        event["guild_id"] = json!(guild.to_string());
        event["member"] = held.members.get(user).unwrap_or_default();
        let channel = snowflake(&event["channel_id"]);
        self.inject("VOICE_STATE_UPDATE", Route::Guild(guild), &event, now);
        if let Some(channel) = channel {
            self.watch_empty(guild, channel);
        }
    }

    /// Removes the bot from the voice channels that a session was in, because the session ends.
    pub(super) fn leave_voice(&mut self, session: &str) {
        let bot = self.world.bot_id().get();
        let of_session = |state: &Value| state["session_id"] == session;
        for guild in self.world.guilds_with_voice(bot, of_session) {
            self.set_voice(guild, bot, None, [false, false], session);
        }
    }
}

/// Returns whether a user who joins a channel may not speak: in a stage channel, until a moderator allows it.
fn listens_only(held: &Guild, channel: Option<u64>) -> bool {
    let channel = channel.and_then(|channel| held.channels.get(&channel));
    channel.is_some_and(|channel| channel["type"] == STAGE_CHANNEL)
}
