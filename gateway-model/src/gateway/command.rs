//! Send events: what an app sends over a gateway connection.
//!
//! Docs: [Gateway Events, Send Events](https://docs.discord.com/developers/events/gateway-events#send-events).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Intents, Opcode, ShardId};
use crate::id::{Id, marker};

/// A send event with its opcode, as it goes over the wire: `{"op": .., "d": ..}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendPayload<D> {
    /// What kind of payload it is.
    pub op: Opcode,
    /// Its data.
    pub d: D,
}

/// Starts a new session. `Debug` does not show the token.
///
/// Docs: [Gateway Events, Identify](https://docs.discord.com/developers/events/gateway-events#identify).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Identify {
    /// Authentication token.
    pub token: String,
    /// What connects.
    pub properties: IdentifyProperties,
    /// Whether payload compression is asked for; `None` is Discord's default, false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compress: Option<bool>,
    /// From how many members on a guild is sent without its offline ones: 50 to 250, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub large_threshold: Option<u8>,
    /// Which shard this connection is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<ShardId>,
    /// Presence to start with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<UpdatePresence>,
    /// Which events are wanted.
    pub intents: Intents,
}

impl fmt::Debug for Identify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identify")
            .field("token", &"..")
            .field("properties", &self.properties)
            .field("compress", &self.compress)
            .field("large_threshold", &self.large_threshold)
            .field("shard", &self.shard)
            .field("presence", &self.presence)
            .field("intents", &self.intents)
            .finish()
    }
}

/// What connects: operating system and library.
///
/// Docs: [Gateway Events, Identify Connection Properties](https://docs.discord.com/developers/events/gateway-events#identify-identify-connection-properties).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentifyProperties {
    /// Operating system.
    pub os: String,
    /// Library name.
    pub browser: String,
    /// Library name.
    pub device: String,
}

/// Asks for what a disconnected session missed. `Debug` does not show the token.
///
/// Docs: [Gateway Events, Resume](https://docs.discord.com/developers/events/gateway-events#resume).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {
    /// Authentication token.
    pub token: String,
    /// Which session, from Ready.
    pub session_id: String,
    /// Last sequence received.
    pub seq: u64,
}

impl fmt::Debug for Resume {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resume")
            .field("token", &"..")
            .field("session_id", &self.session_id)
            .field("seq", &self.seq)
            .finish()
    }
}

/// Asks for members of a guild; answered by Guild Members Chunk events.
///
/// Docs: [Gateway Events, Request Guild Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestGuildMembers {
    /// Guild whose members are wanted.
    pub guild_id: Id<marker::Guild>,
    /// Start of the usernames wanted, empty for all; this or `user_ids`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Most members wanted with a `query`, 0 for all with an empty one; required with `query`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Whether presences are wanted too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presences: Option<bool>,
    /// Users wanted, at most 100; this or `query`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_ids: Option<Vec<Id<marker::User>>>,
    /// Comes back with the chunks; at most 32 bytes, else Discord ignores it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

/// Asks for the soundboard sounds of guilds; answered by Soundboard Sounds events.
///
/// Docs: [Gateway Events, Request Soundboard Sounds](https://docs.discord.com/developers/events/gateway-events#request-soundboard-sounds).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestSoundboardSounds {
    /// Guilds whose sounds are wanted.
    pub guild_ids: Vec<Id<marker::Guild>>,
}

/// Asks for ephemeral data of a guild's channels; answered by a Channel Info event.
///
/// Docs: [Gateway Events, Request Channel Info](https://docs.discord.com/developers/events/gateway-events#request-channel-info).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestChannelInfo {
    /// Guild whose channels are meant.
    pub guild_id: Id<marker::Guild>,
    /// Fields wanted: `status`, `voice_start_time`.
    pub fields: Vec<String>,
}

/// Joins, moves between or leaves voice channels.
///
/// Docs: [Gateway Events, Update Voice State](https://docs.discord.com/developers/events/gateway-events#update-voice-state).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateVoiceState {
    /// Guild of the channel.
    pub guild_id: Id<marker::Guild>,
    /// Channel to be in; `None` leaves.
    pub channel_id: Option<Id<marker::Channel>>,
    /// Whether the bot mutes itself.
    pub self_mute: bool,
    /// Whether the bot deafens itself.
    pub self_deaf: bool,
}

/// Updates the bot's presence.
///
/// Docs: [Gateway Events, Update Presence](https://docs.discord.com/developers/events/gateway-events#update-presence).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdatePresence {
    /// Unix time in ms since when the bot is idle; `None` when it is not.
    pub since: Option<u64>,
    /// What the bot does, as activity objects.
    pub activities: Vec<serde_json::Value>,
    /// Status: `online`, `dnd`, `idle`, `invisible` or `offline`.
    pub status: String,
    /// Whether the bot is away.
    pub afk: bool,
}
