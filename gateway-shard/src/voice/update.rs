//! The updates that a voice driver gets.

use std::fmt;

use gateway_model::event::VoiceToken;
use gateway_model::id::{Id, marker};

/// What a voice driver needs to connect to Discord's voice server. `Debug` shows neither token nor session id.
///
/// Docs: Voice Connections, [Establishing a Voice Websocket Connection](https://docs.discord.com/developers/topics/voice-connections#establishing-a-voice-websocket-connection):
/// op 0 takes guild, user, session id and token.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VoiceInfo {
    /// The guild.
    pub guild_id: Id<marker::Guild>,
    /// The channel that the bot is in.
    pub channel_id: Id<marker::Channel>,
    /// The bot's user.
    pub user_id: Id<marker::User>,
    /// The id of the voice session.
    pub session_id: Box<str>,
    /// The token for the voice server.
    pub token: VoiceToken,
    /// The host and port of the voice server, without `wss://`.
    pub endpoint: Box<str>,
}

impl fmt::Debug for VoiceInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VoiceInfo")
            .field("guild_id", &self.guild_id)
            .field("channel_id", &self.channel_id)
            .field("user_id", &self.user_id)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// A change of a voice connection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VoiceUpdate {
    /// The server, its token or the session has changed: the driver must connect with this.
    Connect(VoiceInfo),
    /// The server is gone. The next one follows with [`Connect`](Self::Connect).
    ///
    /// Docs: Gateway Events, [Voice Server
    /// Update](https://docs.discord.com/developers/events/gateway-events#voice-server-update): disconnect, and do not
    /// connect again until there is a new server.
    ServerGone,
    /// The bot is in another channel of the guild; the driver's connection is not affected.
    Moved(Id<marker::Channel>),
    /// The connection has ended. This is the last update.
    Ended(VoiceEnd),
}

/// Why a voice connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VoiceEnd {
    /// The bot left, was disconnected by a moderator, or its channel was deleted.
    Disconnected,
    /// The bot is no longer in the guild.
    GuildLeft,
    /// After a new session of the gateway, Discord did not let the bot in again within 30 s.
    NotRejoined,
    /// The guild's shard has stopped, and no other shard of this process has the guild.
    ShardEnded,
}

impl fmt::Display for VoiceEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Disconnected => "the bot left the voice channel or was disconnected",
            Self::GuildLeft => "the bot is no longer in the guild",
            Self::NotRejoined => "Discord did not let the bot in again after a new session",
            Self::ShardEnded => "the guild's shard has stopped",
        })
    }
}
