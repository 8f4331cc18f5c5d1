//! Requests that are answered with one event for each guild: soundboard sounds and channel info.

use std::time::Duration;

use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::command::{RequestChannelInfo, RequestSoundboardSounds};
use gateway_model::id::{Id, marker};

use super::conversation::Conversation;
use super::error::RequestError;
use crate::shard::{AnswerKey, Fleets};

/// The maximum time without an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Requests the soundboard sounds of a guild.
pub(crate) async fn soundboard_sounds(
    fleets: &Fleets,
    guild: Id<marker::Guild>,
) -> Result<SoundboardSounds, RequestError> {
    let command = RequestSoundboardSounds::guild(guild);
    let key = AnswerKey::Sounds(guild);
    let mut answers = Conversation::new(fleets, guild, key, command.into(), PATIENCE)?;
    let answer = answers.next().await?.decode_event::<SoundboardSounds>()?;
    Ok(answer.value)
}

/// Requests ephemeral data of a guild's channels.
pub(crate) async fn channel_info(
    fleets: &Fleets,
    request: RequestChannelInfo,
) -> Result<ChannelInfo, RequestError> {
    let guild = request.guild_id();
    let key = AnswerKey::ChannelInfo(guild);
    let mut answers = Conversation::new(fleets, guild, key, request.into(), PATIENCE)?;
    let answer = answers.next().await?.decode_event::<ChannelInfo>()?;
    Ok(answer.value)
}
