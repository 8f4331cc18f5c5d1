//! What users do, but for what makes an interaction.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something a user does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum UserAction {
    /// A user writes a message. Without a channel, in the first text channel of the guild (or of the
    /// first guild); without an author, by the guild's first member.
    Message {
        /// What is written.
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
        /// User id; the guild's first member where it is left out.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user takes a reaction back.
    Unreact {
        /// Channel id.
        channel: String,
        /// Message id.
        message: String,
        /// The emoji, as for [`Self::React`].
        emoji: String,
        /// User id; the guild's first member where it is left out.
        #[serde(default)]
        user: Option<String>,
    },
    /// A user changes a message of their own.
    Edit {
        /// Channel id.
        channel: String,
        /// Message id.
        message: String,
        /// What it says now.
        content: String,
        /// User id; the guild's first member where it is left out.
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
    /// A user votes in a poll, or with `back` takes the vote back.
    Vote {
        /// Channel id.
        channel: String,
        /// Message id.
        message: String,
        /// The `answer_id` of the answer.
        answer: u64,
        /// User id; the guild's first member where it is left out.
        #[serde(default)]
        user: Option<String>,
        /// Whether the vote is taken back.
        #[serde(default)]
        back: bool,
    },
    /// A user is interested in a scheduled event, or with `back` no longer.
    Interested {
        /// Guild id; the first guild where it is left out.
        #[serde(default)]
        guild: Option<String>,
        /// Event id.
        event: String,
        /// User id.
        user: String,
        /// Whether the user is interested no longer.
        #[serde(default)]
        back: bool,
    },
    /// Somebody new joins a guild.
    Join {
        /// Guild id; the first guild where it is left out.
        #[serde(default)]
        guild: Option<String>,
        /// Username.
        name: String,
    },
    /// A member leaves a guild.
    Leave {
        /// Guild id; the first guild where it is left out.
        #[serde(default)]
        guild: Option<String>,
        /// User id.
        user: String,
    },
    /// A member joins a voice channel, moves, or leaves voice.
    Voice {
        /// Guild id; the first guild where it is left out.
        #[serde(default)]
        guild: Option<String>,
        /// User id.
        user: String,
        /// Channel id; out of voice where it is left out.
        #[serde(default)]
        channel: Option<String>,
    },
}
