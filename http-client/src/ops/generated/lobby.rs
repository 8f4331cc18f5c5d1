//! Operations: lobby.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::lobby::{Lobby, LobbyMetadata};

use crate::answer::{Empty, Json};
use crate::client::Client;
use crate::objects::LobbyMemberRequest;
use crate::request::Request;

operation! {
    /// Creates a lobby.
    ///
    /// Requests of [`Client::create_lobby`](crate::Client::create_lobby): `POST /lobbies`.
    ///
    /// Docs: [Create Lobby](https://docs.discord.com/developers/resources/lobby#create-lobby).
    ///
    /// # Example
    ///
    /// `client.create_lobby().flags(flags).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateLobby>`](crate::Request#impl-Request%3CCreateLobby%3E), beside those of every request.
    ///
    /// - `flags`: flags; the docs give no values.
    /// - `idle_timeout_seconds`: seconds without anybody after which it is deleted: 5 to 604800.
    /// - `members`: who is in it, at most 25: at most 25 of them.
    /// - `metadata`: what is attached to it.
    /// - `override_event_webhooks_url`: uRL that webhook events of this lobby are sent to: at most 512 characters.
    CreateLobby {
        name: "create_lobby",
        route: POST "/lobbies",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Lobby>,
    }
}

operation! {
    /// Joins the lobby with this secret, or creates it. Needs a bearer token.
    ///
    /// Requests of [`Client::create_or_join_lobby`](crate::Client::create_or_join_lobby): `PUT /lobbies`.
    ///
    /// Docs: [Create or Join Lobby](https://docs.discord.com/developers/resources/lobby#create-or-join-lobby).
    ///
    /// # Example
    ///
    /// `client.create_or_join_lobby(secret).flags(flags).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `secret`: the lobby's secret: at most 250 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateOrJoinLobby>`](crate::Request#impl-Request%3CCreateOrJoinLobby%3E), beside those of every request.
    ///
    /// - `flags`: flags; the docs give no values. `None` takes it away.
    /// - `idle_timeout_seconds`: seconds without anybody after which it is deleted: 5 to 604800. `None` takes it away.
    /// - `lobby_metadata`: what is attached to the lobby if it is created. `None` takes it away.
    /// - `member_metadata`: what is attached to the member. `None` takes it away.
    CreateOrJoinLobby {
        name: "create_or_join_lobby",
        route: PUT "/lobbies",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Lobby>,
    }
}

operation! {
    /// Deletes a lobby.
    ///
    /// Requests of [`Client::delete_lobby`](crate::Client::delete_lobby): `DELETE /lobbies/{lobby_id}`.
    ///
    /// Docs: [Delete Lobby](https://docs.discord.com/developers/resources/lobby#delete-lobby).
    ///
    /// # Example
    ///
    /// `client.delete_lobby(lobby_id).await?`
    DeleteLobby {
        name: "delete_lobby",
        route: DELETE "/lobbies/{lobby_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a lobby.
    ///
    /// Requests of [`Client::lobby`](crate::Client::lobby): `GET /lobbies/{lobby_id}`.
    ///
    /// Docs: [Get Lobby](https://docs.discord.com/developers/resources/lobby#get-lobby).
    ///
    /// # Example
    ///
    /// `client.lobby(lobby_id).await?`
    GetLobby {
        name: "get_lobby",
        route: GET "/lobbies/{lobby_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Lobby>,
    }
}

operation! {
    /// Changes a lobby.
    ///
    /// Requests of [`Client::modify_lobby`](crate::Client::modify_lobby): `PATCH /lobbies/{lobby_id}`.
    ///
    /// Docs: [Modify Lobby](https://docs.discord.com/developers/resources/lobby#modify-lobby).
    ///
    /// # Example
    ///
    /// `client.modify_lobby(lobby_id).flags(flags).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<EditLobby>`](crate::Request#impl-Request%3CEditLobby%3E), beside those of every request.
    ///
    /// - `flags`: flags; the docs give no values. `None` takes it away.
    /// - `idle_timeout_seconds`: seconds without anybody after which it is deleted: 5 to 604800. `None` takes it away.
    /// - `members`: who is in it, at most 25: at most 25 of them.
    /// - `metadata`: what is attached to it. `None` takes it away.
    /// - `override_event_webhooks_url`: uRL that webhook events of this lobby are sent to: at most 512 characters. `None` takes it away.
    EditLobby {
        name: "edit_lobby",
        route: PATCH "/lobbies/{lobby_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Lobby>,
    }
}

operation! {
    /// Links a channel to a lobby, or unlinks it. Needs a bearer token.
    ///
    /// Requests of [`Client::link_channel_to_lobby`](crate::Client::link_channel_to_lobby): `PATCH /lobbies/{lobby_id}/channel-linking`.
    ///
    /// Docs: [Link Channel to Lobby](https://docs.discord.com/developers/resources/lobby#link-channel-to-lobby).
    ///
    /// # Example
    ///
    /// `client.link_channel_to_lobby(lobby_id).channel_id(channel_id).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<EditLobbyChannelLink>`](crate::Request#impl-Request%3CEditLobbyChannelLink%3E), beside those of every request.
    ///
    /// - `channel_id`: the channel; none unlinks. `None` takes it away.
    EditLobbyChannelLink {
        name: "edit_lobby_channel_link",
        route: PATCH "/lobbies/{lobby_id}/channel-linking",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Lobby>,
    }
}

operation! {
    /// Leaves a lobby. Needs a bearer token.
    ///
    /// Requests of [`Client::leave_lobby`](crate::Client::leave_lobby): `DELETE /lobbies/{lobby_id}/members/@me`.
    ///
    /// Docs: [Leave Lobby](https://docs.discord.com/developers/resources/lobby#leave-lobby).
    ///
    /// # Example
    ///
    /// `client.leave_lobby(lobby_id).await?`
    LeaveLobby {
        name: "leave_lobby",
        route: DELETE "/lobbies/{lobby_id}/members/@me",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

impl Client {
    /// Creates a lobby.
    ///
    /// Docs: [Create Lobby](https://docs.discord.com/developers/resources/lobby#create-lobby).
    pub fn create_lobby(&self) -> Request<CreateLobby> {
        Request::new(self, &[]).with_fields()
    }

    /// Joins the lobby with this secret, or creates it. Needs a bearer token.
    ///
    /// Docs: [Create or Join Lobby](https://docs.discord.com/developers/resources/lobby#create-or-join-lobby).
    ///
    /// - `secret`: the lobby's secret: at most 250 characters.
    pub fn create_or_join_lobby(&self, secret: impl AsRef<str>) -> Request<CreateOrJoinLobby> {
        Request::new(self, &[]).with_fields().set("secret", secret.as_ref())
    }

    /// Deletes a lobby.
    ///
    /// Docs: [Delete Lobby](https://docs.discord.com/developers/resources/lobby#delete-lobby).
    pub fn delete_lobby(&self, lobby_id: Id<marker::Lobby>) -> Request<DeleteLobby> {
        Request::new(self, &[lobby_id.into()])
    }

    /// Gets a lobby.
    ///
    /// Docs: [Get Lobby](https://docs.discord.com/developers/resources/lobby#get-lobby).
    pub fn lobby(&self, lobby_id: Id<marker::Lobby>) -> Request<GetLobby> {
        Request::new(self, &[lobby_id.into()])
    }

    /// Changes a lobby.
    ///
    /// Docs: [Modify Lobby](https://docs.discord.com/developers/resources/lobby#modify-lobby).
    pub fn modify_lobby(&self, lobby_id: Id<marker::Lobby>) -> Request<EditLobby> {
        Request::new(self, &[lobby_id.into()]).with_fields()
    }

    /// Links a channel to a lobby, or unlinks it. Needs a bearer token.
    ///
    /// Docs: [Link Channel to Lobby](https://docs.discord.com/developers/resources/lobby#link-channel-to-lobby).
    pub fn link_channel_to_lobby(
        &self,
        lobby_id: Id<marker::Lobby>,
    ) -> Request<EditLobbyChannelLink> {
        Request::new(self, &[lobby_id.into()]).with_fields()
    }

    /// Leaves a lobby. Needs a bearer token.
    ///
    /// Docs: [Leave Lobby](https://docs.discord.com/developers/resources/lobby#leave-lobby).
    pub fn leave_lobby(&self, lobby_id: Id<marker::Lobby>) -> Request<LeaveLobby> {
        Request::new(self, &[lobby_id.into()])
    }
}

impl Request<CreateLobby> {
    /// Flags; the docs give no values.
    pub fn flags(self, flags: u64) -> Self {
        self.set("flags", &flags)
    }

    /// Seconds without anybody after which it is deleted: 5 to 604800.
    pub fn idle_timeout_seconds(self, idle_timeout_seconds: u32) -> Self {
        self.set("idle_timeout_seconds", &idle_timeout_seconds)
    }

    /// Who is in it, at most 25: at most 25 of them.
    pub fn members(self, members: &[LobbyMemberRequest]) -> Self {
        self.set("members", members)
    }

    /// What is attached to it.
    pub fn metadata(self, metadata: &LobbyMetadata) -> Self {
        self.set("metadata", metadata)
    }

    /// URL that webhook events of this lobby are sent to: at most 512 characters.
    pub fn override_event_webhooks_url(self, override_event_webhooks_url: impl AsRef<str>) -> Self {
        self.set("override_event_webhooks_url", override_event_webhooks_url.as_ref())
    }
}

impl Request<CreateOrJoinLobby> {
    /// Flags; the docs give no values.
    ///
    /// `None` takes it away.
    pub fn flags(self, flags: impl Into<Option<u64>>) -> Self {
        self.set("flags", &flags.into())
    }

    /// Seconds without anybody after which it is deleted: 5 to 604800.
    ///
    /// `None` takes it away.
    pub fn idle_timeout_seconds(self, idle_timeout_seconds: impl Into<Option<u32>>) -> Self {
        self.set("idle_timeout_seconds", &idle_timeout_seconds.into())
    }

    /// What is attached to the lobby if it is created.
    ///
    /// `None` takes it away.
    pub fn lobby_metadata<'a>(self, lobby_metadata: impl Into<Option<&'a LobbyMetadata>>) -> Self {
        self.set("lobby_metadata", &lobby_metadata.into())
    }

    /// What is attached to the member.
    ///
    /// `None` takes it away.
    pub fn member_metadata<'a>(
        self,
        member_metadata: impl Into<Option<&'a LobbyMetadata>>,
    ) -> Self {
        self.set("member_metadata", &member_metadata.into())
    }
}

impl Request<EditLobby> {
    /// Flags; the docs give no values.
    ///
    /// `None` takes it away.
    pub fn flags(self, flags: impl Into<Option<u64>>) -> Self {
        self.set("flags", &flags.into())
    }

    /// Seconds without anybody after which it is deleted: 5 to 604800.
    ///
    /// `None` takes it away.
    pub fn idle_timeout_seconds(self, idle_timeout_seconds: impl Into<Option<u32>>) -> Self {
        self.set("idle_timeout_seconds", &idle_timeout_seconds.into())
    }

    /// Who is in it, at most 25: at most 25 of them.
    pub fn members(self, members: &[LobbyMemberRequest]) -> Self {
        self.set("members", members)
    }

    /// What is attached to it.
    ///
    /// `None` takes it away.
    pub fn metadata<'a>(self, metadata: impl Into<Option<&'a LobbyMetadata>>) -> Self {
        self.set("metadata", &metadata.into())
    }

    /// URL that webhook events of this lobby are sent to: at most 512 characters.
    ///
    /// `None` takes it away.
    pub fn override_event_webhooks_url<'a>(
        self,
        override_event_webhooks_url: impl Into<Option<&'a str>>,
    ) -> Self {
        self.set("override_event_webhooks_url", &override_event_webhooks_url.into())
    }
}

impl Request<EditLobbyChannelLink> {
    /// The channel; none unlinks.
    ///
    /// `None` takes it away.
    pub fn channel_id(self, channel_id: impl Into<Option<Id<marker::Channel>>>) -> Self {
        self.set("channel_id", &channel_id.into())
    }
}
