//! Voice servers: the server of each guild, and what a voice driver needs to connect.

use std::time::Instant;

use gateway_model::id::{Id, marker};
use serde_json::{Value, json};

use super::commands::snowflake;
use super::dispatch::Route;
use super::state::Core;
use crate::world::STAGE_CHANNEL;

/// What the bot's voice driver needs to connect to the voice server of a guild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VoiceAccess {
    /// The bot's user.
    pub(crate) user: u64,
    /// Channel the bot is in.
    pub(crate) channel: u64,
    /// Whether that is a stage channel.
    pub(crate) is_stage: bool,
    /// The session of the bot's voice state.
    pub(crate) session: String,
    /// The token of the guild's newest Voice Server Update.
    pub(crate) token: String,
}

impl Core {
    /// Gives the guild a new voice server; returns the data of its Voice Server Update. The previous token becomes
    /// invalid.
    ///
    /// Docs: [Gateway Events, Voice Server Update](https://docs.discord.com/developers/events/gateway-events#voice-server-update).
    pub(super) fn new_voice_server(&mut self, guild: Id<marker::Guild>) -> Value {
        let token = format!("{:016x}", self.rng.next_u64());
        let endpoint = self.config.voice_endpoint.clone();
        let data = json!({ "token": token, "guild_id": guild.to_string(), "endpoint": endpoint });
        self.voice_tokens.insert(guild, token);
        self.voice_changes += 1;
        data
    }

    /// Sends a new voice server if the bot was moved from one voice channel to another.
    ///
    /// Docs: [Voice Connections](https://docs.discord.com/developers/topics/voice-connections#retrieving-voice-server-information):
    /// on a change of channels within a guild "the `token` will be changed".
    pub(super) fn follow_move(
        &mut self,
        guild: Id<marker::Guild>,
        user: u64,
        from: Option<u64>,
        to: Option<u64>,
    ) {
        if user == self.world.bot_id().get() && to.is_some() && from != to {
            let (now, data) = (self.now, self.new_voice_server(guild));
            self.inject("VOICE_SERVER_UPDATE", Route::Guild(guild), &data, now);
        }
    }

    /// Moves the voice of a guild to another server, or at first to none; returns the number of sessions that received
    /// the change.
    pub(crate) fn change_voice_server(
        &mut self,
        guild: Id<marker::Guild>,
        gone: bool,
        now: Instant,
    ) -> usize {
        let mut data = self.new_voice_server(guild);
        if gone {
            self.voice_tokens.remove(&guild);
            data["endpoint"] = Value::Null;
        }
        self.inject("VOICE_SERVER_UPDATE", Route::Guild(guild), &data, now)
    }

    /// Returns the session id of the bot's voice state in a guild.
    pub(crate) fn voice_session(&self, guild: Id<marker::Guild>) -> Option<String> {
        let held = self.world.guild(guild)?;
        let state = held.voice_states.get(&self.world.bot_id().get())?;
        Some(state["session_id"].as_str()?.to_owned())
    }

    /// Returns what a driver needs to connect to the voice server of a guild; `None` if the bot is in none of its voice
    /// channels, or received no server.
    pub(crate) fn voice_access(&self, guild: Id<marker::Guild>) -> Option<VoiceAccess> {
        let (held, user) = (self.world.guild(guild)?, self.world.bot_id().get());
        let state = held.voice_states.get(&user)?;
        let channel = snowflake(&state["channel_id"])?;
        Some(VoiceAccess {
            user,
            channel,
            is_stage: held.channels.get(&channel).is_some_and(|one| one["type"] == STAGE_CHANNEL),
            session: self.voice_session(guild)?,
            token: self.voice_tokens.get(&guild)?.clone(),
        })
    }

    /// Returns a number that grows with every change of voice states and voice servers.
    pub(crate) const fn voice_changes(&self) -> u64 {
        self.voice_changes
    }
}
