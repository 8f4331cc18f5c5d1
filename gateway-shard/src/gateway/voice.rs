//! The voice connections of a gateway.

use std::sync::Arc;

use gateway_model::gateway::command::UpdateVoiceState;
use gateway_model::id::{Id, marker};

use super::handle::Gateway;
use crate::voice::JoinVoice;

impl Gateway {
    /// Joins a voice channel, and gives what a voice driver needs: `gateway.join_voice(guild, channel).self_deaf(true).await`.
    ///
    /// The gateway needs the intent `GUILD_VOICE_STATES`. One connection a guild: another call for the same guild moves the
    /// bot, and the connection from before hears of it.
    ///
    /// Docs: Voice Connections, [Retrieving Voice Server Information](https://docs.discord.com/developers/topics/voice-connections#retrieving-voice-server-information).
    ///
    /// # Errors
    ///
    /// A [`VoiceError`](crate::VoiceError): Discord is silent where it does not let the bot in, so that what is wrong with the channel
    /// or the bot's permissions comes when the timeout is over, 15 s if nothing else was set.
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
