//! Operations: pin.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::id::marker;
use gateway_model::message::{Message, MessagePins};
use gateway_model::{Id, Timestamp};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Lists the pinned messages of a channel, newest pin first, one page at a time.
    ///
    /// Requests of [`Client::channel_pins`](crate::Client::channel_pins): `GET /channels/{channel_id}/messages/pins`.
    ///
    /// Docs: [Get Channel Pins](https://docs.discord.com/developers/resources/message#get-channel-pins).
    ///
    /// # Example
    ///
    /// `client.channel_pins(channel_id).before(before).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListPins>`](crate::Request#impl-Request%3CListPins%3E), beside those of every request.
    ///
    /// - `before`: only those pinned before this time.
    /// - `limit`: how many, at most: 1 to 50.
    ListPins {
        name: "list_pins",
        route: GET "/channels/{channel_id}/messages/pins",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<MessagePins>,
    }
}

operation! {
    /// Unpins a message.
    ///
    /// Requests of [`Client::unpin_message`](crate::Client::unpin_message): `DELETE /channels/{channel_id}/messages/pins/{message_id}`.
    ///
    /// Docs: [Unpin Message](https://docs.discord.com/developers/resources/message#unpin-message).
    ///
    /// # Example
    ///
    /// `client.unpin_message(channel_id, message_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeletePin {
        name: "delete_pin",
        route: DELETE "/channels/{channel_id}/messages/pins/{message_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Pins a message.
    ///
    /// Requests of [`Client::pin_message`](crate::Client::pin_message): `PUT /channels/{channel_id}/messages/pins/{message_id}`.
    ///
    /// Docs: [Pin Message](https://docs.discord.com/developers/resources/message#pin-message).
    ///
    /// # Example
    ///
    /// `client.pin_message(channel_id, message_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreatePin {
        name: "create_pin",
        route: PUT "/channels/{channel_id}/messages/pins/{message_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Lists pinned messages the old way, 50 at most. Deprecated by Discord: use [`Client::channel_pins`].
    ///
    /// Requests of [`Client::pinned_messages`](crate::Client::pinned_messages): `GET /channels/{channel_id}/pins`.
    ///
    /// Docs: [Get Pinned Messages (deprecated)](https://docs.discord.com/developers/resources/message#get-pinned-messages-deprecated).
    ///
    /// # Example
    ///
    /// `client.pinned_messages(channel_id).await?`
    DeprecatedListPins {
        name: "deprecated_list_pins",
        route: GET "/channels/{channel_id}/pins",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Message>,
    }
}

operation! {
    /// Unpins a message the old way. Deprecated by Discord: use [`Client::unpin_message`].
    ///
    /// Requests of [`Client::unpin_message_deprecated`](crate::Client::unpin_message_deprecated): `DELETE /channels/{channel_id}/pins/{message_id}`.
    ///
    /// Docs: [Unpin Message (deprecated)](https://docs.discord.com/developers/resources/message#unpin-message-deprecated).
    ///
    /// # Example
    ///
    /// `client.unpin_message_deprecated(channel_id, message_id).await?`
    DeprecatedDeletePin {
        name: "deprecated_delete_pin",
        route: DELETE "/channels/{channel_id}/pins/{message_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Pins a message the old way. Deprecated by Discord: use [`Client::pin_message`].
    ///
    /// Requests of [`Client::pin_message_deprecated`](crate::Client::pin_message_deprecated): `PUT /channels/{channel_id}/pins/{message_id}`.
    ///
    /// Docs: [Pin Message (deprecated)](https://docs.discord.com/developers/resources/message#pin-message-deprecated).
    ///
    /// # Example
    ///
    /// `client.pin_message_deprecated(channel_id, message_id).await?`
    DeprecatedCreatePin {
        name: "deprecated_create_pin",
        route: PUT "/channels/{channel_id}/pins/{message_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

impl Client {
    /// Lists the pinned messages of a channel, newest pin first, one page at a time.
    ///
    /// Docs: [Get Channel Pins](https://docs.discord.com/developers/resources/message#get-channel-pins).
    pub fn channel_pins(&self, channel_id: Id<marker::Channel>) -> Request<ListPins> {
        Request::new(self, &[channel_id.into()])
    }

    /// Unpins a message.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Unpin Message](https://docs.discord.com/developers/resources/message#unpin-message).
    pub fn unpin_message(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
    ) -> Request<DeletePin> {
        Request::new(self, &[channel_id.into(), message_id.into()])
    }

    /// Pins a message.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Pin Message](https://docs.discord.com/developers/resources/message#pin-message).
    pub fn pin_message(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
    ) -> Request<CreatePin> {
        Request::new(self, &[channel_id.into(), message_id.into()])
    }

    /// Lists pinned messages the old way, 50 at most. Deprecated by Discord: use [`Client::channel_pins`].
    ///
    /// Docs: [Get Pinned Messages (deprecated)](https://docs.discord.com/developers/resources/message#get-pinned-messages-deprecated).
    pub fn pinned_messages(&self, channel_id: Id<marker::Channel>) -> Request<DeprecatedListPins> {
        Request::new(self, &[channel_id.into()])
    }

    /// Unpins a message the old way. Deprecated by Discord: use [`Client::unpin_message`].
    ///
    /// Docs: [Unpin Message (deprecated)](https://docs.discord.com/developers/resources/message#unpin-message-deprecated).
    pub fn unpin_message_deprecated(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
    ) -> Request<DeprecatedDeletePin> {
        Request::new(self, &[channel_id.into(), message_id.into()])
    }

    /// Pins a message the old way. Deprecated by Discord: use [`Client::pin_message`].
    ///
    /// Docs: [Pin Message (deprecated)](https://docs.discord.com/developers/resources/message#pin-message-deprecated).
    pub fn pin_message_deprecated(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
    ) -> Request<DeprecatedCreatePin> {
        Request::new(self, &[channel_id.into(), message_id.into()])
    }
}

impl Request<ListPins> {
    /// Only those pinned before this time.
    pub fn before(self, before: Timestamp) -> Self {
        self.param("before", &before)
    }

    /// How many, at most: 1 to 50.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }
}
