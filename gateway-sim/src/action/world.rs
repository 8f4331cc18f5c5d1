//! What happens to guilds.

use gateway_model::Permissions;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something that happens to a guild, or in it and is done by nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum WorldAction {
    /// Dispatch any event, known or not. Without `guild` it goes to shard 0.
    Inject {
        /// Event name, for instance `MESSAGE_CREATE`.
        event: String,
        /// Guild whose shard receives it.
        #[serde(default)]
        guild: Option<String>,
        /// Its data.
        data: Value,
    },
    /// Set what the bot's own role allows in a guild; it starts as an administrator.
    BotPermissions {
        /// Guild id; the first guild where it is left out.
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
    /// Discord moves the voice of a guild to another server: a new token in a Voice Server Update, at the same endpoint. The
    /// connections of voice drivers stay; who connects with the token from before is refused.
    VoiceServer {
        /// Guild id; the first guild where it is left out.
        #[serde(default)]
        guild: Option<String>,
        /// Whether there is no server for now: `endpoint` is null.
        #[serde(default)]
        gone: bool,
    },
    /// Take a guild down or bring it back.
    GuildOutage {
        /// Guild id.
        guild: String,
        /// Whether it is down.
        down: bool,
    },
}
