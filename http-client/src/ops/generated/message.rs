//! Operations: message.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::component::Component;
use gateway_model::id::marker;
use gateway_model::message::{
    AllowedMentions, AttachmentRequest, Embed, Message, MessageFlags, MessageReference, Nonce,
    PollCreate, SharedClientTheme,
};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Lists messages of a channel, newest first, one page at a time.
    ///
    /// Requests of [`Client::channel_messages`](crate::Client::channel_messages): `GET /channels/{channel_id}/messages`.
    ///
    /// Docs: [Get Channel Messages](https://docs.discord.com/developers/resources/message#get-channel-messages).
    ///
    /// # Example
    ///
    /// `client.channel_messages(channel_id).around(around).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListMessages>`](crate::Request#impl-Request%3CListMessages%3E), beside those of every request.
    ///
    /// - `around`: those around this id.
    /// - `before`: only those before this id.
    /// - `after`: only those after this id.
    /// - `limit`: how many, at most: 1 to 100.
    ListMessages {
        name: "list_messages",
        route: GET "/channels/{channel_id}/messages",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Message>,
    }
}

operation! {
    /// Creates a message. Messages of one channel are sent in the order of the calls.
    ///
    /// Requests of [`Client::create_message`](crate::Client::create_message): `POST /channels/{channel_id}/messages`.
    ///
    /// Docs: [Create Message](https://docs.discord.com/developers/resources/message#create-message).
    ///
    /// # Example
    ///
    /// `client.create_message(channel_id).content(content).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateMessage>`](crate::Request#impl-Request%3CCreateMessage%3E), beside those of every request. At least one of `content`, `embeds`, `sticker_ids`, `components`, `poll`, `message_reference`, `shared_client_theme` is needed.
    ///
    /// - `allowed_mentions`: which mentions in the text notify.
    /// - `attachments`: what is said of the files: of new ones, and of those an edited message keeps: at most 10 of them.
    /// - `components`: components: at most 40 of them.
    /// - `content`: text: at most 4000 characters.
    /// - `embeds`: embeds: at most 10 of them.
    /// - `enforce_nonce`: whether a second message with the nonce is not created but answered with the first. Makes the request safe to repeat.
    /// - `flags`: flags: no embeds, no notice, voice message, components only.
    /// - `message_reference`: message that this one answers or forwards.
    /// - `nonce`: a value of your own that comes back with the message.
    /// - `poll`: poll.
    /// - `shared_client_theme`: theme that is shown to be taken over.
    /// - `sticker_ids`: stickers: at most 3 of them.
    /// - `tts`: whether it is read aloud.
    /// - [`file`](crate::Request::file): adds a file to the message.
    CreateMessage {
        name: "create_message",
        route: POST "/channels/{channel_id}/messages",
        major_parameters: 1,
        authorization: Token,
        traits: [WithFiles],
        needs_one_of: ["content", "embeds", "sticker_ids", "components", "poll", "message_reference", "shared_client_theme"],
        answer: Json<Message>,
    }
}

operation! {
    /// Deletes 2 to 100 messages at once, none older than two weeks.
    ///
    /// Requests of [`Client::bulk_delete_messages`](crate::Client::bulk_delete_messages): `POST /channels/{channel_id}/messages/bulk-delete`.
    ///
    /// Docs: [Bulk Delete Messages](https://docs.discord.com/developers/resources/message#bulk-delete-messages).
    ///
    /// # Example
    ///
    /// `client.bulk_delete_messages(channel_id, messages).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `messages`: the messages: 2 to 100 of them.
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    BulkDeleteMessages {
        name: "bulk_delete_messages",
        route: POST "/channels/{channel_id}/messages/bulk-delete",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Deletes a message.
    ///
    /// Requests of [`Client::delete_message`](crate::Client::delete_message): `DELETE /channels/{channel_id}/messages/{message_id}`.
    ///
    /// Docs: [Delete Message](https://docs.discord.com/developers/resources/message#delete-message).
    ///
    /// # Example
    ///
    /// `client.delete_message(channel_id, message_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteMessage {
        name: "delete_message",
        route: DELETE "/channels/{channel_id}/messages/{message_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a message.
    ///
    /// Requests of [`Client::channel_message`](crate::Client::channel_message): `GET /channels/{channel_id}/messages/{message_id}`.
    ///
    /// Docs: [Get Channel Message](https://docs.discord.com/developers/resources/message#get-channel-message).
    ///
    /// # Example
    ///
    /// `client.channel_message(channel_id, message_id).await?`
    GetMessage {
        name: "get_message",
        route: GET "/channels/{channel_id}/messages/{message_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Message>,
    }
}

operation! {
    /// Edits a message; what is not set stays as it is.
    ///
    /// Requests of [`Client::edit_message`](crate::Client::edit_message): `PATCH /channels/{channel_id}/messages/{message_id}`.
    ///
    /// Docs: [Edit Message](https://docs.discord.com/developers/resources/message#edit-message).
    ///
    /// # Example
    ///
    /// `client.edit_message(channel_id, message_id).allowed_mentions(allowed_mentions).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateMessage>`](crate::Request#impl-Request%3CUpdateMessage%3E), beside those of every request.
    ///
    /// - `allowed_mentions`: which mentions in the text notify. `None` takes it away.
    /// - `attachments`: what is said of the files: of new ones, and of those an edited message keeps: at most 10 of them.
    /// - `components`: components: at most 40 of them.
    /// - `content`: text: at most 4000 characters. `None` takes it away.
    /// - `embeds`: embeds: at most 10 of them.
    /// - `flags`: flags: no embeds, components only. `None` takes it away.
    /// - `sticker_ids`: stickers: at most 1521 of them.
    /// - [`file`](crate::Request::file): adds a file to the message.
    UpdateMessage {
        name: "update_message",
        route: PATCH "/channels/{channel_id}/messages/{message_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [WithFiles],
        needs_one_of: [],
        answer: Json<Message>,
    }
}

operation! {
    /// Publishes a message of an announcement channel to those who follow it.
    ///
    /// Requests of [`Client::crosspost_message`](crate::Client::crosspost_message): `POST /channels/{channel_id}/messages/{message_id}/crosspost`.
    ///
    /// Docs: [Crosspost Message](https://docs.discord.com/developers/resources/message#crosspost-message).
    ///
    /// # Example
    ///
    /// `client.crosspost_message(channel_id, message_id).await?`
    CrosspostMessage {
        name: "crosspost_message",
        route: POST "/channels/{channel_id}/messages/{message_id}/crosspost",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Message>,
    }
}

impl Client {
    /// Lists messages of a channel, newest first, one page at a time.
    ///
    /// Docs: [Get Channel Messages](https://docs.discord.com/developers/resources/message#get-channel-messages).
    pub fn channel_messages(&self, channel_id: Id<marker::Channel>) -> Request<ListMessages> {
        Request::new(self, &[channel_id.into()])
    }

    /// Creates a message. Messages of one channel are sent in the order of the calls.
    ///
    /// Docs: [Create Message](https://docs.discord.com/developers/resources/message#create-message).
    pub fn create_message(&self, channel_id: Id<marker::Channel>) -> Request<CreateMessage> {
        Request::new(self, &[channel_id.into()]).with_fields().ordered(true)
    }

    /// Deletes 2 to 100 messages at once, none older than two weeks.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Bulk Delete Messages](https://docs.discord.com/developers/resources/message#bulk-delete-messages).
    ///
    /// - `messages`: the messages: 2 to 100 of them.
    pub fn bulk_delete_messages(
        &self,
        channel_id: Id<marker::Channel>,
        messages: &[Id<marker::Message>],
    ) -> Request<BulkDeleteMessages> {
        Request::new(self, &[channel_id.into()]).with_fields().set("messages", messages)
    }

    /// Deletes a message.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Message](https://docs.discord.com/developers/resources/message#delete-message).
    pub fn delete_message(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
    ) -> Request<DeleteMessage> {
        Request::new(self, &[channel_id.into(), message_id.into()])
    }

    /// Gets a message.
    ///
    /// Docs: [Get Channel Message](https://docs.discord.com/developers/resources/message#get-channel-message).
    pub fn channel_message(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
    ) -> Request<GetMessage> {
        Request::new(self, &[channel_id.into(), message_id.into()])
    }

    /// Edits a message; what is not set stays as it is.
    ///
    /// Docs: [Edit Message](https://docs.discord.com/developers/resources/message#edit-message).
    pub fn edit_message(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
    ) -> Request<UpdateMessage> {
        Request::new(self, &[channel_id.into(), message_id.into()]).with_fields()
    }

    /// Publishes a message of an announcement channel to those who follow it.
    ///
    /// Docs: [Crosspost Message](https://docs.discord.com/developers/resources/message#crosspost-message).
    pub fn crosspost_message(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
    ) -> Request<CrosspostMessage> {
        Request::new(self, &[channel_id.into(), message_id.into()])
    }
}

impl Request<ListMessages> {
    /// Those around this id.
    pub fn around(self, around: Id<marker::Message>) -> Self {
        self.param("around", &around)
    }

    /// Only those before this id.
    pub fn before(self, before: Id<marker::Message>) -> Self {
        self.param("before", &before)
    }

    /// Only those after this id.
    pub fn after(self, after: Id<marker::Message>) -> Self {
        self.param("after", &after)
    }

    /// How many, at most: 1 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }
}

impl Request<CreateMessage> {
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

    /// Flags: no embeds, no notice, voice message, components only.
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

impl Request<UpdateMessage> {
    /// Which mentions in the text notify.
    ///
    /// `None` takes it away.
    pub fn allowed_mentions<'a>(
        self,
        allowed_mentions: impl Into<Option<&'a AllowedMentions>>,
    ) -> Self {
        self.set("allowed_mentions", &allowed_mentions.into())
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
    ///
    /// `None` takes it away.
    pub fn content<'a>(self, content: impl Into<Option<&'a str>>) -> Self {
        self.set("content", &content.into())
    }

    /// Embeds: at most 10 of them.
    pub fn embeds(self, embeds: &[Embed]) -> Self {
        self.set("embeds", embeds)
    }

    /// Flags: no embeds, components only.
    ///
    /// `None` takes it away.
    pub fn flags(self, flags: impl Into<Option<MessageFlags>>) -> Self {
        self.set("flags", &flags.into())
    }

    /// Stickers: at most 1521 of them.
    pub fn sticker_ids(self, sticker_ids: &[Id<marker::Sticker>]) -> Self {
        self.set("sticker_ids", sticker_ids)
    }
}
