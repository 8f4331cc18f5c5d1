//! The welcome that new members of a guild see.
//!
//! It is only in Discord's OpenAPI description, not in its docs.

use gateway_model::Id;
use gateway_model::emoji::PartialEmoji;
use gateway_model::id::marker;
use serde::{Deserialize, Serialize};

/// The server guide of a guild.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewMemberWelcome {
    /// The guild.
    pub guild_id: Id<marker::Guild>,
    /// Whether it is shown.
    pub enabled: bool,
    /// The welcome message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcome_message: Option<WelcomeMessage>,
    /// The tasks of a new member.
    pub new_member_actions: Vec<NewMemberAction>,
    /// Channels with information for new members.
    pub resource_channels: Vec<ResourceChannel>,
}

/// The welcome message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WelcomeMessage {
    /// The authors of the message.
    pub author_ids: Vec<Id<marker::User>>,
    /// The text.
    pub message: String,
}

/// A task of a new member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewMemberAction {
    /// The channel of the task.
    pub channel_id: Id<marker::Channel>,
    /// The kind of task.
    pub action_type: NewMemberActionKind,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Emoji.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<PartialEmoji>,
    /// Icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
}

/// The kind of a new member's task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
#[non_exhaustive]
pub enum NewMemberActionKind {
    /// Read the channel.
    View,
    /// Write in the channel.
    Talk,
    /// A value that this version does not know, kept unchanged.
    Unknown(u16),
}

impl From<u16> for NewMemberActionKind {
    fn from(number: u16) -> Self {
        match number {
            0 => Self::View,
            1 => Self::Talk,
            other => Self::Unknown(other),
        }
    }
}

impl From<NewMemberActionKind> for u16 {
    fn from(kind: NewMemberActionKind) -> Self {
        match kind {
            NewMemberActionKind::View => 0,
            NewMemberActionKind::Talk => 1,
            NewMemberActionKind::Unknown(number) => number,
        }
    }
}

/// A channel with information for new members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceChannel {
    /// The channel.
    pub channel_id: Id<marker::Channel>,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Emoji.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<PartialEmoji>,
    /// Icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
}
