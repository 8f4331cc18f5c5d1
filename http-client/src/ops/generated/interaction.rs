//! Operations: interaction.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::component::Component;
use gateway_model::id::marker;
use gateway_model::interaction::{InteractionCallbackResponse, InteractionResponse};
use gateway_model::message::{
    AllowedMentions, AttachmentRequest, Embed, Message, MessageFlags, PollCreate,
};

use crate::answer::{Empty, Json, Maybe};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Answers an interaction, within 3 seconds of it. `None` unless [`with_response`](Request::<CreateInteractionResponse>::with_response) is set.
    ///
    /// Requests of [`Client::create_interaction_response`](crate::Client::create_interaction_response): `POST /interactions/{interaction_id}/{interaction_token}/callback`.
    ///
    /// Docs: [Create Interaction Response](https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response).
    ///
    /// # Example
    ///
    /// `client.create_interaction_response(interaction_id, interaction_token, response).with_response(with_response).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `response`: the answer.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateInteractionResponse>`](crate::Request#impl-Request%3CCreateInteractionResponse%3E), beside those of every request.
    ///
    /// - `with_response`: whether the answer holds what was created.
    /// - [`file`](crate::Request::file): adds a file to the message.
    CreateInteractionResponse {
        name: "create_interaction_response",
        route: POST "/interactions/{interaction_id}/{interaction_token}/callback",
        major_parameters: 2,
        authorization: None,
        traits: [WithFiles],
        needs_one_of: [],
        answer: Maybe<InteractionCallbackResponse>,
    }
}

operation! {
    /// Deletes the answer to an interaction.
    ///
    /// Requests of [`Client::delete_original_interaction_response`](crate::Client::delete_original_interaction_response): `DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original`.
    ///
    /// Docs: [Delete Original Interaction Response](https://docs.discord.com/developers/interactions/receiving-and-responding#delete-original-interaction-response).
    ///
    /// # Example
    ///
    /// `client.delete_original_interaction_response(webhook_id, webhook_token).thread_id(thread_id).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<DeleteOriginalWebhookMessage>`](crate::Request#impl-Request%3CDeleteOriginalWebhookMessage%3E), beside those of every request.
    ///
    /// - `thread_id`: thread the message is in.
    DeleteOriginalWebhookMessage {
        name: "delete_original_webhook_message",
        route: DELETE "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        major_parameters: 2,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets the answer to an interaction.
    ///
    /// Requests of [`Client::original_interaction_response`](crate::Client::original_interaction_response): `GET /webhooks/{webhook_id}/{webhook_token}/messages/@original`.
    ///
    /// Docs: [Get Original Interaction Response](https://docs.discord.com/developers/interactions/receiving-and-responding#get-original-interaction-response).
    ///
    /// # Example
    ///
    /// `client.original_interaction_response(webhook_id, webhook_token).thread_id(thread_id).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetOriginalWebhookMessage>`](crate::Request#impl-Request%3CGetOriginalWebhookMessage%3E), beside those of every request.
    ///
    /// - `thread_id`: thread the message is in.
    GetOriginalWebhookMessage {
        name: "get_original_webhook_message",
        route: GET "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        major_parameters: 2,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Json<Message>,
    }
}

operation! {
    /// Edits the answer to an interaction, or sends the one that was deferred.
    ///
    /// Requests of [`Client::edit_original_interaction_response`](crate::Client::edit_original_interaction_response): `PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original`.
    ///
    /// Docs: [Edit Original Interaction Response](https://docs.discord.com/developers/interactions/receiving-and-responding#edit-original-interaction-response).
    ///
    /// # Example
    ///
    /// `client.edit_original_interaction_response(webhook_id, webhook_token).allowed_mentions(allowed_mentions).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateOriginalWebhookMessage>`](crate::Request#impl-Request%3CUpdateOriginalWebhookMessage%3E), beside those of every request.
    ///
    /// - `allowed_mentions`: which mentions in the text notify. `None` takes it away.
    /// - `attachments`: what is said of the files: of new ones, and of those an edited message keeps: at most 10 of them.
    /// - `components`: components: at most 40 of them.
    /// - `content`: text: at most 2000 characters. `None` takes it away.
    /// - `embeds`: embeds: at most 10 of them.
    /// - `flags`: flags: no embeds, components only. `None` takes it away.
    /// - `poll`: poll. `None` takes it away.
    /// - `thread_id`: thread the message is in.
    /// - `with_components`: whether components count for webhooks that no application owns.
    /// - [`file`](crate::Request::file): adds a file to the message.
    UpdateOriginalWebhookMessage {
        name: "update_original_webhook_message",
        route: PATCH "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        major_parameters: 2,
        authorization: None,
        traits: [WithFiles],
        needs_one_of: [],
        answer: Json<Message>,
    }
}

impl Client {
    /// Answers an interaction, within 3 seconds of it. `None` unless [`with_response`](Request::<CreateInteractionResponse>::with_response) is set.
    ///
    /// Docs: [Create Interaction Response](https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response).
    ///
    /// - `response`: the answer.
    pub fn create_interaction_response(
        &self,
        interaction_id: Id<marker::Interaction>,
        interaction_token: &str,
        response: &InteractionResponse,
    ) -> Request<CreateInteractionResponse> {
        Request::new(self, &[interaction_id.into(), interaction_token.into()])
            .with_json("response", response)
    }

    /// Deletes the answer to an interaction.
    ///
    /// Docs: [Delete Original Interaction Response](https://docs.discord.com/developers/interactions/receiving-and-responding#delete-original-interaction-response).
    pub fn delete_original_interaction_response(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
    ) -> Request<DeleteOriginalWebhookMessage> {
        Request::new(self, &[webhook_id.into(), webhook_token.into()])
    }

    /// Gets the answer to an interaction.
    ///
    /// Docs: [Get Original Interaction Response](https://docs.discord.com/developers/interactions/receiving-and-responding#get-original-interaction-response).
    pub fn original_interaction_response(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
    ) -> Request<GetOriginalWebhookMessage> {
        Request::new(self, &[webhook_id.into(), webhook_token.into()])
    }

    /// Edits the answer to an interaction, or sends the one that was deferred.
    ///
    /// Docs: [Edit Original Interaction Response](https://docs.discord.com/developers/interactions/receiving-and-responding#edit-original-interaction-response).
    pub fn edit_original_interaction_response(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
    ) -> Request<UpdateOriginalWebhookMessage> {
        Request::new(self, &[webhook_id.into(), webhook_token.into()]).with_fields()
    }
}

impl Request<CreateInteractionResponse> {
    /// Whether the answer holds what was created.
    pub fn with_response(self, with_response: bool) -> Self {
        self.param("with_response", &with_response)
    }
}

impl Request<DeleteOriginalWebhookMessage> {
    /// Thread the message is in.
    pub fn thread_id(self, thread_id: Id<marker::Channel>) -> Self {
        self.param("thread_id", &thread_id)
    }
}

impl Request<GetOriginalWebhookMessage> {
    /// Thread the message is in.
    pub fn thread_id(self, thread_id: Id<marker::Channel>) -> Self {
        self.param("thread_id", &thread_id)
    }
}

impl Request<UpdateOriginalWebhookMessage> {
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

    /// Text: at most 2000 characters.
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

    /// Poll.
    ///
    /// `None` takes it away.
    pub fn poll<'a>(self, poll: impl Into<Option<&'a PollCreate>>) -> Self {
        self.set("poll", &poll.into())
    }

    /// Thread the message is in.
    pub fn thread_id(self, thread_id: Id<marker::Channel>) -> Self {
        self.param("thread_id", &thread_id)
    }

    /// Whether components count for webhooks that no application owns.
    pub fn with_components(self, with_components: bool) -> Self {
        self.param("with_components", &with_components)
    }
}
