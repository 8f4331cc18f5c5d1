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
    /// A user starts a thread in a channel: from a message, or without one. It is an error if the user may not. The
    /// answer has the `thread`.
    StartThread {
        /// Name of the thread.
        name: String,
        /// Id of the message from which it starts.
        #[serde(default)]
        message: Option<String>,
        /// Whether it is a private thread, which cannot start from a message.
        #[serde(default)]
        private: bool,
        /// Guild id.
        #[serde(default)]
        guild: Option<String>,
        /// Channel id. Without it, as for [`Self::Message`].
        #[serde(default)]
        channel: Option<String>,
        /// User id. Default: the guild's first member.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user posts in a forum or a media channel. It is an error if the user may not. The answer has the `thread`,
    /// with its first `message`.
    Post {
        /// Id of the forum.
        channel: String,
        /// Title of the post.
        name: String,
        /// The text.
        content: String,
        /// Ids or names of the forum's tags.
        #[serde(default)]
        tags: Vec<String>,
        /// User id. Default: the guild's first member.
        #[serde(default)]
        user: Option<String>,
        /// Further fields of the message object.
        #[serde(default)]
        fields: Value,
    },
    /// A user marks a scheduled event as interesting, or with `back` removes that mark.
    Interested {
        /// Guild id. Default: the first guild.
        #[serde(default)]
        guild: Option<String>,
        /// Event id.
        event: String,
        /// User id.
        user: String,
        /// Exception id, for a single occurrence of a recurring event.
        #[serde(default)]
        exception: Option<String>,
        /// Whether the user is no longer interested.
        #[serde(default)]
        back: bool,
    },
    /// A user opens the direct message channel with the bot. The answer contains the channel.
    OpenDm {
        /// User id.
        user: String,
    },
    /// A user authorizes the application. The answer contains an `access_token` for requests with `Bearer`.
    Authorize {
        /// User id.
        user: String,
        /// OAuth2 scopes, for example `identify` or `role_connections.write`.
        scopes: Vec<String>,
    },
    /// A user launches the application's activity in a channel, or with `instance` joins a running one, or with
    /// `back` leaves it. The answer has the `instance`.
    Activity {
        /// Guild id.
        #[serde(default)]
        guild: Option<String>,
        /// Channel id. Without it, as for [`Self::Message`].
        #[serde(default)]
        channel: Option<String>,
        /// User id. Default: the guild's first member.
        #[serde(default)]
        user: Option<String>,
        /// The instance's id.
        #[serde(default)]
        instance: Option<String>,
        /// Whether the user leaves the instance, which ends with its last user.
        #[serde(default)]
        back: bool,
    },
    /// A user subscribes to a SKU of the application, or with `back` cancels the subscription.
    Subscribe {
        /// User id.
        user: String,
        /// Id of a SKU of type 5, as `GET /applications/{application}/skus` lists them.
        sku: String,
        /// Whether the subscription is cancelled. It then ends with its current period.
        #[serde(default)]
        back: bool,
    },
    /// A new user asks to join a guild.
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
