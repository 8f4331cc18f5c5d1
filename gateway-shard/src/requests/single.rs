//! Requests that one event a guild answers: soundboard sounds and channel info.

use std::time::Duration;

use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::command::{RequestChannelInfo, RequestSoundboardSounds};
use gateway_model::id::{Id, marker};

use super::conversation::Conversation;
use super::error::RequestError;
use crate::gateway::Gateway;
use crate::shard::AnswerKey;

/// Longest silence.
const PATIENCE: Duration = Duration::from_secs(30);

impl Gateway {
    /// Asks for the soundboard sounds of a guild.
    ///
    /// Docs: Gateway Events, [Request Soundboard Sounds](https://docs.discord.com/developers/events/gateway-events#request-soundboard-sounds).
    ///
    /// # Errors
    ///
    /// A [`RequestError`]; Discord is silent for 30 s at most.
    pub async fn request_soundboard_sounds(
        &self,
        guild: Id<marker::Guild>,
    ) -> Result<SoundboardSounds, RequestError> {
        let command = RequestSoundboardSounds::guild(guild);
        let key = AnswerKey::Sounds(guild);
        let mut answers = Conversation::new(self, guild, key, command.into(), PATIENCE)?;
        let answer = answers.next().await?.decode_event::<SoundboardSounds>()?;
        Ok(answer.value)
    }

    /// Asks for ephemeral data of a guild's channels, such as the status of voice channels.
    ///
    /// Docs: Gateway Events, [Request Channel Info](https://docs.discord.com/developers/events/gateway-events#request-channel-info).
    ///
    /// # Errors
    ///
    /// As [`request_soundboard_sounds`](Self::request_soundboard_sounds).
    pub async fn request_channel_info(
        &self,
        request: RequestChannelInfo,
    ) -> Result<ChannelInfo, RequestError> {
        let guild = request.guild_id();
        let key = AnswerKey::ChannelInfo(guild);
        let mut answers = Conversation::new(self, guild, key, request.into(), PATIENCE)?;
        let answer = answers.next().await?.decode_event::<ChannelInfo>()?;
        Ok(answer.value)
    }
}
