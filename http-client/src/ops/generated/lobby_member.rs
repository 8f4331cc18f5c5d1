//! Operations: lobby member.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::lobby::{LobbyInvite, LobbyMember, LobbyMemberFlags, LobbyMetadata};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::objects::LobbyMemberRequest;
use crate::request::Request;

operation! {
    /// Creates an invite to the linked channel for the token's user. Needs a bearer token.
    ///
    /// Requests of [`Client::create_lobby_channel_invite_for_self`](crate::Client::create_lobby_channel_invite_for_self): `POST /lobbies/{lobby_id}/members/@me/invites`.
    ///
    /// Docs: [Create Lobby Channel Invite for Self](https://docs.discord.com/developers/resources/lobby#create-lobby-channel-invite-for-self).
    ///
    /// # Example
    ///
    /// `client.create_lobby_channel_invite_for_self(lobby_id).await?`
    CreateLinkedLobbyGuildInviteForSelf {
        name: "create_linked_lobby_guild_invite_for_self",
        route: POST "/lobbies/{lobby_id}/members/@me/invites",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<LobbyInvite>,
    }
}

operation! {
    /// Adds, changes and removes up to 25 members of a lobby.
    ///
    /// Requests of [`Client::bulk_update_lobby_members`](crate::Client::bulk_update_lobby_members): `POST /lobbies/{lobby_id}/members/bulk`.
    ///
    /// Docs: [Bulk Update Lobby Members](https://docs.discord.com/developers/resources/lobby#bulk-update-lobby-members).
    ///
    /// # Example
    ///
    /// `client.bulk_update_lobby_members(lobby_id, members).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `members`: the members.
    BulkUpdateLobbyMembers {
        name: "bulk_update_lobby_members",
        route: POST "/lobbies/{lobby_id}/members/bulk",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<LobbyMember>,
    }
}

operation! {
    /// Removes a member from a lobby.
    ///
    /// Requests of [`Client::remove_lobby_member`](crate::Client::remove_lobby_member): `DELETE /lobbies/{lobby_id}/members/{user_id}`.
    ///
    /// Docs: [Remove a Member from a Lobby](https://docs.discord.com/developers/resources/lobby#remove-a-member-from-a-lobby).
    ///
    /// # Example
    ///
    /// `client.remove_lobby_member(lobby_id, user_id).await?`
    DeleteLobbyMember {
        name: "delete_lobby_member",
        route: DELETE "/lobbies/{lobby_id}/members/{user_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Adds a user to a lobby, or changes the member.
    ///
    /// Requests of [`Client::add_lobby_member`](crate::Client::add_lobby_member): `PUT /lobbies/{lobby_id}/members/{user_id}`.
    ///
    /// Docs: [Add a Member to a Lobby](https://docs.discord.com/developers/resources/lobby#add-a-member-to-a-lobby).
    ///
    /// # Example
    ///
    /// `client.add_lobby_member(lobby_id, user_id).additional_name(additional_name).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<AddLobbyMember>`](crate::Request#impl-Request%3CAddLobbyMember%3E), beside those of every request.
    ///
    /// - `additional_name`: another name, such as that of a character: 1 to 80 characters. `None` takes it away.
    /// - `flags`: flags. `None` takes it away.
    /// - `metadata`: what is attached to it. `None` takes it away.
    AddLobbyMember {
        name: "add_lobby_member",
        route: PUT "/lobbies/{lobby_id}/members/{user_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<LobbyMember>,
    }
}

operation! {
    /// Creates an invite to the linked channel for a user.
    ///
    /// Requests of [`Client::create_lobby_channel_invite_for_user`](crate::Client::create_lobby_channel_invite_for_user): `POST /lobbies/{lobby_id}/members/{user_id}/invites`.
    ///
    /// Docs: [Create Lobby Channel Invite for User](https://docs.discord.com/developers/resources/lobby#create-lobby-channel-invite-for-user).
    ///
    /// # Example
    ///
    /// `client.create_lobby_channel_invite_for_user(lobby_id, user_id).await?`
    CreateLinkedLobbyGuildInviteForUser {
        name: "create_linked_lobby_guild_invite_for_user",
        route: POST "/lobbies/{lobby_id}/members/{user_id}/invites",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<LobbyInvite>,
    }
}

impl Client {
    /// Creates an invite to the linked channel for the token's user. Needs a bearer token.
    ///
    /// Docs: [Create Lobby Channel Invite for Self](https://docs.discord.com/developers/resources/lobby#create-lobby-channel-invite-for-self).
    pub fn create_lobby_channel_invite_for_self(
        &self,
        lobby_id: Id<marker::Lobby>,
    ) -> Request<CreateLinkedLobbyGuildInviteForSelf> {
        Request::new(self, &[lobby_id.into()])
    }

    /// Adds, changes and removes up to 25 members of a lobby.
    ///
    /// Docs: [Bulk Update Lobby Members](https://docs.discord.com/developers/resources/lobby#bulk-update-lobby-members).
    ///
    /// - `members`: the members.
    pub fn bulk_update_lobby_members(
        &self,
        lobby_id: Id<marker::Lobby>,
        members: &[LobbyMemberRequest],
    ) -> Request<BulkUpdateLobbyMembers> {
        Request::new(self, &[lobby_id.into()]).with_json("members", members)
    }

    /// Removes a member from a lobby.
    ///
    /// Docs: [Remove a Member from a Lobby](https://docs.discord.com/developers/resources/lobby#remove-a-member-from-a-lobby).
    pub fn remove_lobby_member(
        &self,
        lobby_id: Id<marker::Lobby>,
        user_id: Id<marker::User>,
    ) -> Request<DeleteLobbyMember> {
        Request::new(self, &[lobby_id.into(), user_id.into()])
    }

    /// Adds a user to a lobby, or changes the member.
    ///
    /// Docs: [Add a Member to a Lobby](https://docs.discord.com/developers/resources/lobby#add-a-member-to-a-lobby).
    pub fn add_lobby_member(
        &self,
        lobby_id: Id<marker::Lobby>,
        user_id: Id<marker::User>,
    ) -> Request<AddLobbyMember> {
        Request::new(self, &[lobby_id.into(), user_id.into()]).with_fields()
    }

    /// Creates an invite to the linked channel for a user.
    ///
    /// Docs: [Create Lobby Channel Invite for User](https://docs.discord.com/developers/resources/lobby#create-lobby-channel-invite-for-user).
    pub fn create_lobby_channel_invite_for_user(
        &self,
        lobby_id: Id<marker::Lobby>,
        user_id: Id<marker::User>,
    ) -> Request<CreateLinkedLobbyGuildInviteForUser> {
        Request::new(self, &[lobby_id.into(), user_id.into()])
    }
}

impl Request<AddLobbyMember> {
    /// Another name, such as that of a character: 1 to 80 characters.
    ///
    /// `None` takes it away.
    pub fn additional_name<'a>(self, additional_name: impl Into<Option<&'a str>>) -> Self {
        self.set("additional_name", &additional_name.into())
    }

    /// Flags.
    ///
    /// `None` takes it away.
    pub fn flags(self, flags: impl Into<Option<LobbyMemberFlags>>) -> Self {
        self.set("flags", &flags.into())
    }

    /// What is attached to it.
    ///
    /// `None` takes it away.
    pub fn metadata<'a>(self, metadata: impl Into<Option<&'a LobbyMetadata>>) -> Self {
        self.set("metadata", &metadata.into())
    }
}
