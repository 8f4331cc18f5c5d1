//! What new members of a guild are shown.
//!
//! The docs have no page for it; Discord's OpenAPI description has.

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
    /// The words of welcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcome_message: Option<WelcomeMessage>,
    /// What a new member is to do.
    pub new_member_actions: Vec<NewMemberAction>,
    /// Channels with what a new member should know.
    pub resource_channels: Vec<ResourceChannel>,
}

/// The words of welcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WelcomeMessage {
    /// Whose words they are.
    pub author_ids: Vec<Id<marker::User>>,
    /// The words.
    pub message: String,
}

/// Something a new member is to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewMemberAction {
    /// Where.
    pub channel_id: Id<marker::Channel>,
    /// What.
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

/// What a new member is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
#[non_exhaustive]
pub enum NewMemberActionKind {
    /// Read the channel.
    View,
    /// Write in the channel.
    Talk,
    /// A value this version does not know, kept as it came.
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

/// A channel with what a new member should know.
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
