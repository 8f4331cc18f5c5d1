//! Operations: lobby message.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::component::Component;
use gateway_model::id::marker;
use gateway_model::lobby::{LobbyMessage, LobbyMetadata};
use gateway_model::message::{
    AllowedMentions, AttachmentRequest, Embed, MessageFlags, MessageReference, Nonce, PollCreate,
    SharedClientTheme,
};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Lists messages of a lobby, newest first.
    ///
    /// Requests of [`Client::lobby_messages`](crate::Client::lobby_messages): `GET /lobbies/{lobby_id}/messages`.
    ///
    /// Docs: [Get Lobby Messages](https://docs.discord.com/developers/resources/lobby#get-lobby-messages).
    ///
    /// # Example
    ///
    /// `client.lobby_messages(lobby_id).limit(limit).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetLobbyMessages>`](crate::Request#impl-Request%3CGetLobbyMessages%3E), beside those of every request.
    ///
    /// - `limit`: how many, at most: 1 to 200.
    GetLobbyMessages {
        name: "get_lobby_messages",
        route: GET "/lobbies/{lobby_id}/messages",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<LobbyMessage>,
    }
}

operation! {
    /// Sends a message to a lobby. Needs a bearer token.
    ///
    /// Requests of [`Client::send_lobby_message`](crate::Client::send_lobby_message): `POST /lobbies/{lobby_id}/messages`.
    ///
    /// Docs: [Send Lobby Message](https://docs.discord.com/developers/resources/lobby#send-lobby-message).
    ///
    /// # Example
    ///
    /// `client.send_lobby_message(lobby_id).allowed_mentions(allowed_mentions).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateLobbyMessage>`](crate::Request#impl-Request%3CCreateLobbyMessage%3E), beside those of every request.
    ///
    /// - `allowed_mentions`: which mentions in the text notify.
    /// - `attachments`: what is said of the files: of new ones, and of those an edited message keeps: at most 10 of them.
    /// - `components`: components: at most 40 of them.
    /// - `content`: text: at most 4000 characters.
    /// - `embeds`: embeds: at most 10 of them.
    /// - `enforce_nonce`: whether a second message with the nonce is not created but answered with the first. Makes the request safe to repeat.
    /// - `flags`: flags.
    /// - `message_reference`: message that this one answers or forwards.
    /// - `nonce`: a value of your own that comes back with the message.
    /// - `poll`: poll.
    /// - `shared_client_theme`: theme that is shown to be taken over.
    /// - `sticker_ids`: stickers: at most 3 of them.
    /// - `tts`: whether it is read aloud.
    CreateLobbyMessage {
        name: "create_lobby_message",
        route: POST "/lobbies/{lobby_id}/messages",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<LobbyMessage>,
    }
}

operation! {
    /// Attaches what the game's moderation says to a message of a lobby.
    ///
    /// Requests of [`Client::update_lobby_message_moderation_metadata`](crate::Client::update_lobby_message_moderation_metadata): `PUT /lobbies/{lobby_id}/messages/{message_id}/moderation-metadata`.
    ///
    /// Docs: [Update Lobby Message Moderation Metadata](https://docs.discord.com/developers/resources/lobby#update-lobby-message-moderation-metadata).
    ///
    /// # Example
    ///
    /// `client.update_lobby_message_moderation_metadata(lobby_id, message_id, metadata).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `metadata`: at most 5 keys.
    UpdateLobbyMessageExternalModerationMetadata {
        name: "update_lobby_message_external_moderation_metadata",
        route: PUT "/lobbies/{lobby_id}/messages/{message_id}/moderation-metadata",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

impl Client {
    /// Lists messages of a lobby, newest first.
    ///
    /// Docs: [Get Lobby Messages](https://docs.discord.com/developers/resources/lobby#get-lobby-messages).
    pub fn lobby_messages(&self, lobby_id: Id<marker::Lobby>) -> Request<GetLobbyMessages> {
        Request::new(self, &[lobby_id.into()])
    }

    /// Sends a message to a lobby. Needs a bearer token.
    ///
    /// Docs: [Send Lobby Message](https://docs.discord.com/developers/resources/lobby#send-lobby-message).
    pub fn send_lobby_message(&self, lobby_id: Id<marker::Lobby>) -> Request<CreateLobbyMessage> {
        Request::new(self, &[lobby_id.into()]).with_fields()
    }

    /// Attaches what the game's moderation says to a message of a lobby.
    ///
    /// Docs: [Update Lobby Message Moderation Metadata](https://docs.discord.com/developers/resources/lobby#update-lobby-message-moderation-metadata).
    ///
    /// - `metadata`: at most 5 keys.
    pub fn update_lobby_message_moderation_metadata(
        &self,
        lobby_id: Id<marker::Lobby>,
        message_id: Id<marker::Message>,
        metadata: &LobbyMetadata,
    ) -> Request<UpdateLobbyMessageExternalModerationMetadata> {
        Request::new(self, &[lobby_id.into(), message_id.into()]).with_json("metadata", metadata)
    }
}

impl Request<GetLobbyMessages> {
    /// How many, at most: 1 to 200.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }
}

impl Request<CreateLobbyMessage> {
    /// Which mentions in the text notify.
    pub fn allowed_mentions(self, allowed_mentions: &AllowedMentions) -> Self {
        self.set("allowed_mentions", allowed_mentions)
    }

    /// What is said of the files: of new ones, and of those an edited message keeps: at most 10 of them.
    pub fn attachments(self, attachments: &[AttachmentRequest]) -> Self {
        self.set("attachments", attachments)
    }

    /// Components: at most 40 of them.
    pub fn components(self, components: &[Component]) -> Self {
        self.set("components", components)
    }

    /// Text: at most 4000 characters.
    pub fn content(self, content: impl AsRef<str>) -> Self {
        self.set("content", content.as_ref())
    }

    /// Embeds: at most 10 of them.
    pub fn embeds(self, embeds: &[Embed]) -> Self {
        self.set("embeds", embeds)
    }

    /// Whether a second message with the nonce is not created but answered with the first. Makes the request safe to repeat.
    pub fn enforce_nonce(self, enforce_nonce: bool) -> Self {
        self.set("enforce_nonce", &enforce_nonce)
    }

    /// Flags.
    pub fn flags(self, flags: MessageFlags) -> Self {
        self.set("flags", &flags)
    }

    /// Message that this one answers or forwards.
    pub fn message_reference(self, message_reference: &MessageReference) -> Self {
        self.set("message_reference", message_reference)
    }

    /// A value of your own that comes back with the message.
    pub fn nonce(self, nonce: &Nonce) -> Self {
        self.set("nonce", nonce)
    }

    /// Poll.
    pub fn poll(self, poll: &PollCreate) -> Self {
        self.set("poll", poll)
    }

    /// Theme that is shown to be taken over.
    pub fn shared_client_theme(self, shared_client_theme: &SharedClientTheme) -> Self {
        self.set("shared_client_theme", shared_client_theme)
    }

    /// Stickers: at most 3 of them.
    pub fn sticker_ids(self, sticker_ids: &[Id<marker::Sticker>]) -> Self {
        self.set("sticker_ids", sticker_ids)
    }

    /// Whether it is read aloud.
    pub fn tts(self, tts: bool) -> Self {
        self.set("tts", &tts)
    }
}
