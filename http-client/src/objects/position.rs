//! New positions of channels and roles.

use gateway_model::Id;
use gateway_model::id::marker;
use serde::Serialize;

/// A new position of a channel.
///
/// Docs: [Guild, Modify Guild Channel Positions](https://docs.discord.com/developers/resources/guild#modify-guild-channel-positions).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChannelPosition {
    id: Id<marker::Channel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lock_permissions: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<Option<Id<marker::Channel>>>,
}

impl ChannelPosition {
    /// Creates a change for this channel.
    #[must_use]
    pub const fn new(id: Id<marker::Channel>) -> Self {
        Self { id, position: None, lock_permissions: None, parent_id: None }
    }

    /// Sets the position among the other channels.
    #[must_use]
    pub const fn position(mut self, position: u32) -> Self {
        self.position = Some(position);
        self
    }

    /// Moves it to this category, or out of its category.
    #[must_use]
    pub const fn parent(mut self, category: Option<Id<marker::Channel>>) -> Self {
        self.parent_id = Some(category);
        self
    }

    /// Sets whether it takes over the new category's permissions.
    #[must_use]
    pub const fn lock_permissions(mut self, lock: bool) -> Self {
        self.lock_permissions = Some(lock);
        self
    }
}

/// A new position of a role.
///
/// Docs: [Guild, Modify Guild Role Positions](https://docs.discord.com/developers/resources/guild#modify-guild-role-positions).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RolePosition {
    id: Id<marker::Role>,
    position: u32,
}

impl RolePosition {
    /// Moves this role to this position; 0 is the lowest.
    #[must_use]
    pub const fn new(id: Id<marker::Role>, position: u32) -> Self {
        Self { id, position }
    }
}
