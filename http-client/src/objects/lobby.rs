//! Members of lobbies, for requests.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::lobby::{LobbyMemberFlags, LobbyMetadata};
use serde::Serialize;

/// A member to add to a lobby, to change, or to remove.
///
/// Docs: [Lobby, Bulk Update Lobby Members](https://docs.discord.com/developers/resources/lobby#bulk-update-lobby-members).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LobbyMemberRequest {
    id: Id<marker::User>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<LobbyMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<LobbyMemberFlags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remove_member: Option<bool>,
}

impl LobbyMemberRequest {
    /// Creates a member for this user.
    #[must_use]
    pub const fn new(id: Id<marker::User>) -> Self {
        Self { id, metadata: None, flags: None, additional_name: None, remove_member: None }
    }

    /// Removes this user from the lobby. Only for
    /// [`Client::bulk_update_lobby_members`](crate::Client::bulk_update_lobby_members).
    #[must_use]
    pub const fn remove(id: Id<marker::User>) -> Self {
        let mut member = Self::new(id);
        member.remove_member = Some(true);
        member
    }

    /// Sets the member's metadata, at most 1000 characters in total.
    #[must_use]
    pub fn metadata(mut self, metadata: LobbyMetadata) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// Sets the flags.
    #[must_use]
    pub const fn flags(mut self, flags: LobbyMemberFlags) -> Self {
        self.flags = Some(flags);
        self
    }

    /// Sets another display name, such as that of a character.
    #[must_use]
    pub fn additional_name(mut self, name: impl Into<String>) -> Self {
        self.additional_name = Some(name.into());
        self
    }
}
