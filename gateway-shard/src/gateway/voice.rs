//! The voice connections of a gateway.

use std::sync::Arc;

use gateway_model::gateway::command::UpdateVoiceState;
use gateway_model::id::{Id, marker};

use super::handle::Gateway;
use crate::voice::JoinVoice;

impl Gateway {
    /// Joins a voice channel and returns what a voice driver needs: `gateway.join_voice(guild,
    /// channel).self_deaf(true).await`.
    ///
    /// The gateway needs the intent `GUILD_VOICE_STATES`. There is one connection for each guild: another call for the
    /// same guild moves the bot, and the earlier connection is notified.
    ///
    /// Docs: Voice Connections, [Retrieving Voice Server Information](https://docs.discord.com/developers/topics/voice-connections#retrieving-voice-server-information).
    ///
    /// # Errors
    ///
    /// Returns a [`VoiceError`](crate::VoiceError). Discord does not answer if it refuses the bot, so problems of the
    /// channel or of permissions are reported only after the timeout, which is 15 s by default.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the bot leaves the channel again.
    pub fn join_voice(&self, guild: Id<marker::Guild>, channel: Id<marker::Channel>) -> JoinVoice {
        let inner = &self.inner;
        let state = UpdateVoiceState::join(guild, channel);
        JoinVoice::new(Arc::clone(&inner.fleets), inner.rest.clone(), Arc::clone(&inner.bot), state)
    }
}
