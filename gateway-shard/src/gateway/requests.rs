//! Requests of a gateway that are answered with events.

use std::sync::Arc;

use gateway_model::event::{ChannelInfo, SoundboardSounds};
use gateway_model::gateway::command::RequestChannelInfo;
use gateway_model::id::{Id, marker};

use super::handle::Gateway;
use crate::requests::{
    MemberChunks, MemberRequest, Members, RequestError, channel_info, soundboard_sounds,
};

impl Gateway {
    /// Requests members of a guild and waits for all of them. Concurrent calls with the same request share one.
    /// Dropping the future withdraws what was not sent yet.
    ///
    /// If Discord answers with RATE_LIMITED, this waits and sends the request again. If the session ends during the
    /// answer, the request starts from the beginning. The chunks are also delivered as events. The answer arrives even
    /// if nobody reads the events, as long as at most 16,384 events of the shard wait.
    ///
    /// # Errors
    ///
    /// Returns a [`RequestError`], with a variant for each way to fail.
    pub async fn request_members(
        &self,
        request: MemberRequest,
    ) -> Result<Arc<Members>, RequestError> {
        self.inner.members.whole(request).await
    }

    /// Requests members of a guild, and returns chunks of at most 1000 as they arrive, so that a large guild does not
    /// have to fit in memory.
    ///
    /// An error is the last item. If the session ends during the answer, that is an error here, because a part of the
    /// answer has already been returned.
    #[must_use]
    pub fn request_member_chunks(&self, request: MemberRequest) -> MemberChunks {
        self.inner.members.chunks(request)
    }

    /// Requests the soundboard sounds of a guild.
    ///
    /// Docs: Gateway Events, [Request Soundboard Sounds](https://docs.discord.com/developers/events/gateway-events#request-soundboard-sounds).
    ///
    /// # Errors
    ///
    /// Returns a [`RequestError`]. It waits at most 30 s without an answer from Discord.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: it stops waiting for the answer. A request that was sent is not withdrawn; its answer is delivered
    /// as an event.
    pub async fn request_soundboard_sounds(
        &self,
        guild: Id<marker::Guild>,
    ) -> Result<SoundboardSounds, RequestError> {
        soundboard_sounds(&self.inner.fleets, guild).await
    }

    /// Requests ephemeral data of a guild's channels, such as the status of voice channels.
    ///
    /// Docs: Gateway Events, [Request Channel Info](https://docs.discord.com/developers/events/gateway-events#request-channel-info).
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`request_soundboard_sounds`](Self::request_soundboard_sounds).
    ///
    /// # Cancel safety
    ///
    /// Same as [`request_soundboard_sounds`](Self::request_soundboard_sounds).
    pub async fn request_channel_info(
        &self,
        request: RequestChannelInfo,
    ) -> Result<ChannelInfo, RequestError> {
        channel_info(&self.inner.fleets, request).await
    }
}
