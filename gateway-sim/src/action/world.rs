//! Events in guilds.

use gateway_model::Permissions;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
        /// Whether there is no server at first: `endpoint` is null.
        #[serde(default)]
        gone: bool,
    },
    /// Set fields of a guild that a bot cannot set by a request, for example `features`, `vanity_url_code` or
    /// `premium_tier`. Dispatches a Guild Update.
    GuildFields {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// The fields.
        fields: Map<String, Value>,
    },
    /// Set what a guild shows to new members.
    NewMemberWelcome {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// `enabled`, `welcome_message`, `new_member_actions` and `resource_channels`, each optional.
        settings: Map<String, Value>,
    },
    /// Set who may use a command in a guild, as an administrator does in Discord's client.
    CommandPermissions {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// Name or id of the command. Default: all commands.
        #[serde(default)]
        command: Option<String>,
        /// The permissions; an empty list removes them.
        permissions: Vec<CommandPermission>,
    },
    /// Take a guild down or restore it.
    GuildOutage {
        /// Guild id.
        guild: String,
        /// Whether it is down.
        down: bool,
    },
}

/// Whether a role, a user or a channel may use a command.
///
/// Docs: [Application Command Permissions Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-application-command-permissions-structure).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandPermission {
    /// Id of the role, user or channel. The guild's id stands for everybody, the guild's id minus 1 for all channels.
    pub id: String,
    /// Role (1), user (2) or channel (3).
    #[serde(rename = "type")]
    pub kind: u8,
    /// Whether it may use the command.
    pub permission: bool,
}
