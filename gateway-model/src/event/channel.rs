//! Events of channels other than threads.

use super::payload::payload_event;
use crate::channel::Channel;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::timestamp::Timestamp;

payload_event! {
    /// A channel of a guild was created.
    ///
    /// Docs: [Gateway Events, Channel Create](https://docs.discord.com/developers/events/gateway-events#channel-create).
    pub struct ChannelCreate(Channel);
}

payload_event! {
    /// A channel was changed; not sent for a new last message.
    ///
    /// It may contain ids of roles and members that no longer exist.
    ///
    /// Docs: [Gateway Events, Channel Update](https://docs.discord.com/developers/events/gateway-events#channel-update).
    pub struct ChannelUpdate(Channel);
}

payload_event! {
    /// A channel was deleted; the data is its last state.
    ///
    /// Docs: [Gateway Events, Channel Delete](https://docs.discord.com/developers/events/gateway-events#channel-delete).
    pub struct ChannelDelete(Channel);
}

object! {
    /// Answer to [`RequestChannelInfo`](crate::gateway::command::RequestChannelInfo).
    ///
    /// Docs: [Gateway Events, Channel Info](https://docs.discord.com/developers/events/gateway-events#channel-info).
    #[derive(Eq)]
    pub struct ChannelInfo {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// Data of the guild's channels.
        pub channels: Box<[ChannelInfoChannel]>,
    }
}

object! {
    /// Ephemeral data of a channel, which exists only while the channel is used.
    ///
    /// Docs: [Gateway Events, Channel Info Channel Structure](https://docs.discord.com/developers/events/gateway-events#channel-info-channel-info-channel-structure).
    #[derive(Eq)]
    pub struct ChannelInfoChannel {
        /// Id of the channel.
        pub id: Id<marker::Channel>,
        /// Status of the voice channel; `None` if it has none, or if it was not requested.
        pub status?: Box<str>,
        /// Unix time in seconds at which the voice session began; `None` if there is none, or if it was not requested.
        pub voice_start_time?: i64,
    }
}

object! {
    /// The status of a voice channel was changed.
    ///
    /// Docs: [Gateway Events, Voice Channel Status Update](https://docs.discord.com/developers/events/gateway-events#voice-channel-status-update).
    #[derive(Eq)]
    pub struct VoiceChannelStatusUpdate {
        /// Id of the channel.
        pub id: Id<marker::Channel>,
        /// Guild it is in.
        pub guild_id: Id<marker::Guild>,
        /// New status; `None` if it was removed.
        pub status: Option<Box<str>>,
    }
}

object! {
    /// A voice session began or ended in a channel.
    ///
    /// Docs: [Gateway Events, Voice Channel Start Time Update](https://docs.discord.com/developers/events/gateway-events#voice-channel-start-time-update).
    #[derive(Copy, Eq)]
    pub struct VoiceChannelStartTimeUpdate {
        /// Id of the channel.
        pub id: Id<marker::Channel>,
        /// Guild it is in.
        pub guild_id: Id<marker::Guild>,
        /// Unix time in seconds at which the voice session began; `None` if it has ended.
        pub voice_start_time?: i64,
    }
}

object! {
    /// A message was pinned or unpinned; not sent if a pinned message is deleted.
    ///
    /// Docs: [Gateway Events, Channel Pins Update](https://docs.discord.com/developers/events/gateway-events#channel-pins-update).
    #[derive(Copy, Eq)]
    pub struct ChannelPinsUpdate {
        /// Guild; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// When the most recently pinned message was pinned; `None` if there is none.
        pub last_pin_timestamp?: Timestamp,
    }
}

object! {
    /// A webhook of a channel was created, changed or deleted.
    ///
    /// Docs: [Gateway Events, Webhooks Update](https://docs.discord.com/developers/events/gateway-events#webhooks-update).
    #[derive(Copy, Eq)]
    pub struct WebhooksUpdate {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// Channel whose webhooks changed.
        pub channel_id: Id<marker::Channel>,
    }
}
