//! Events in guilds.

use gateway_model::Permissions;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An event in a guild that no user causes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum WorldAction {
    /// Dispatch any event, known or not. Without `guild` it goes to shard 0.
    Inject {
        /// Event name, for example `MESSAGE_CREATE`.
        event: String,
        /// Guild whose shard receives it.
        #[serde(default)]
        guild: Option<String>,
        /// Its data.
        data: Value,
    },
    /// Set the permissions of the bot's own role in a guild; at first the bot is an administrator.
    BotPermissions {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// The permissions, as a bit set in a string.
        permissions: Permissions,
    },
    /// The bot is removed from a guild, or with `back` added again.
    OwnGuild {
        /// Guild id.
        guild: String,
        /// Whether it is added again.
        #[serde(default)]
        back: bool,
    },
    /// Discord moves the voice of a guild to another server: a new token in a Voice Server Update, with the same
    /// endpoint. Existing connections of voice drivers stay open; a new one with the old token is refused.
    VoiceServer {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// Whether there is no server for now: `endpoint` is null.
        #[serde(default)]
        gone: bool,
    },
    /// Take a guild down or restore it.
    GuildOutage {
        /// Guild id.
        guild: String,
        /// Whether it is down.
        down: bool,
    },
}
