//! Users' actions, except those that cause an interaction.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An action of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum UserAction {
    /// A user writes a message. Without a channel, in the first text channel of the guild (or of the
    /// first guild); without an author, by the guild's first member.
    Message {
        /// The text.
        content: String,
        /// Guild id.
        #[serde(default)]
        guild: Option<String>,
        /// Channel id.
        #[serde(default)]
        channel: Option<String>,
        /// User id.
        #[serde(default)]
        author: Option<String>,
        /// Further fields of the message object.
        #[serde(default)]
        fields: Value,
    },
    /// A user reacts to a message.
    React {
        /// Channel id.
        channel: String,
        /// Message id.
        message: String,
        /// The emoji: a Unicode one, or `name:id`.
        emoji: String,
        /// User id. Default: the guild's first member.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user removes a reaction.
    Unreact {
        /// Channel id.
        channel: String,
        /// Message id.
        message: String,
        /// The emoji, as for [`Self::React`].
        emoji: String,
        /// User id. Default: the guild's first member.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user edits a message of their own.
    Edit {
        /// Channel id.
        channel: String,
        /// Message id.
        message: String,
        /// The new text.
        content: String,
        /// User id. Default: the guild's first member.
        #[serde(default)]
        user: Option<String>,
        /// Further fields of the message object.
        #[serde(default)]
        fields: Value,
    },
    /// A user deletes a message, their own or as a moderator.
    Delete {
        /// Channel id.
        channel: String,
        /// Message id.
        message: String,
    },
    /// A user types in a channel. Without a channel, as for [`Self::Message`].
    Type {
        /// Guild id.
        #[serde(default)]
        guild: Option<String>,
        /// Channel id.
        #[serde(default)]
        channel: Option<String>,
        /// User id.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user votes in a poll, or with `back` removes the vote.
    Vote {
        /// Channel id.
        channel: String,
        /// Message id.
        message: String,
        /// The `answer_id` of the answer.
        answer: u64,
        /// User id. Default: the guild's first member.
        #[serde(default)]
        user: Option<String>,
        /// Whether the vote is removed.
        #[serde(default)]
        back: bool,
    },
    /// A user becomes interested in a scheduled event, or with `back` no longer is.
    Interested {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// Event id.
        event: String,
        /// User id.
        user: String,
        /// Exception id, if it is about a single occurrence.
        #[serde(default)]
        exception: Option<String>,
        /// Whether the user is interested no longer.
        #[serde(default)]
        back: bool,
    },
    /// A user opens the direct messages with the bot. The answer has the channel.
    OpenDm {
        /// User id.
        user: String,
    },
    /// A user authorizes the application. The answer has an `access_token`, for requests with `Bearer`.
    Authorize {
        /// User id.
        user: String,
        /// OAuth2 scopes, as `identify` or `role_connections.write`.
        scopes: Vec<String>,
    },
    /// A user subscribes to what the application sells, or with `back` cancels that.
    Subscribe {
        /// User id.
        user: String,
        /// Id of a SKU of type 5, as `GET /applications/{application}/skus` lists them.
        sku: String,
        /// Whether the subscription is cancelled: it ends with its period.
        #[serde(default)]
        back: bool,
    },
    /// Somebody new asks to join a guild.
    RequestToJoin {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// Username.
        name: String,
    },
    /// A new user joins a guild.
    Join {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// Username.
        name: String,
    },
    /// A member leaves a guild.
    Leave {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// User id.
        user: String,
    },
    /// A member joins, changes or leaves a voice channel.
    Voice {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// User id.
        user: String,
        /// Channel id. Without it, the member leaves voice.
        #[serde(default)]
        channel: Option<String>,
    },
}
