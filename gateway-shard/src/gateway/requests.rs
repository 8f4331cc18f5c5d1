//! The requests of a gateway that events answer.

use std::sync::Arc;

use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::command::RequestChannelInfo;
use gateway_model::id::{Id, marker};

use super::handle::Gateway;
use crate::requests::{
    MemberChunks, MemberRequest, Members, RequestError, channel_info, soundboard_sounds,
};

impl Gateway {
    /// Asks for members of a guild and waits for all of them. Who asks the same at the same time shares one
    /// request. Dropping the future takes it back, but for what is sent already.
    ///
    /// RATE_LIMITED is waited for, and where the session ends in the middle, the request begins anew. The
    /// chunks are also in the stream of events; the answer comes even while nobody reads that, up to 16,384
    /// events a shard.
    ///
    /// # Errors
    ///
    /// A [`RequestError`] for each way in which it can fail.
    pub async fn request_members(
        &self,
        request: MemberRequest,
    ) -> Result<Arc<Members>, RequestError> {
        self.inner.members.whole(request).await
    }

    /// Asks for members of a guild; chunks of at most 1000 as they come, so that a large guild need not be
    /// held in memory.
    ///
    /// An error is the last item. Here a session that ends in the middle is one, since a part of the answer
    /// has been handed on.
    #[must_use]
    pub fn request_member_chunks(&self, request: MemberRequest) -> MemberChunks {
        self.inner.members.chunks(request)
    }

    /// Asks for the soundboard sounds of a guild.
    ///
    /// Docs: Gateway Events, [Request Soundboard Sounds](https://docs.discord.com/developers/events/gateway-events#request-soundboard-sounds).
    ///
    /// # Errors
    ///
    /// A [`RequestError`]; Discord is silent for 30 s at most.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: the answer is no longer waited for. What was sent is not taken back; its event is in the stream.
    pub async fn request_soundboard_sounds(
        &self,
        guild: Id<marker::Guild>,
    ) -> Result<SoundboardSounds, RequestError> {
        soundboard_sounds(&self.inner.fleets, guild).await
    }

    /// Asks for ephemeral data of a guild's channels, such as the status of voice channels.
    ///
    /// Docs: Gateway Events, [Request Channel Info](https://docs.discord.com/developers/events/gateway-events#request-channel-info).
    ///
    /// # Errors
    ///
    /// As [`request_soundboard_sounds`](Self::request_soundboard_sounds).
    ///
    /// # Cancel safety
    ///
    /// As [`request_soundboard_sounds`](Self::request_soundboard_sounds).
    pub async fn request_channel_info(
        &self,
        request: RequestChannelInfo,
    ) -> Result<ChannelInfo, RequestError> {
        channel_info(&self.inner.fleets, request).await
    }
}
