//! Operations: webhook message.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::component::Component;
use gateway_model::id::marker;
use gateway_model::message::{
    AllowedMentions, AttachmentRequest, Embed, Message, MessageFlags, PollCreate,
};
use serde_json::Value;

use crate::answer::{Empty, Json, Maybe};
use crate::client::Client;
use crate::objects::SlackAttachment;
use crate::request::Request;

operation! {
    /// Sends a message through a webhook. `None` unless [`wait`](Request::<ExecuteWebhook>::wait) is set. Follow-ups of interactions go this way too.
    ///
    /// Requests of [`Client::execute_webhook`](crate::Client::execute_webhook): `POST /webhooks/{webhook_id}/{webhook_token}`.
    ///
    /// Docs: [Execute Webhook](https://docs.discord.com/developers/resources/webhook#execute-webhook).
    ///
    /// # Example
    ///
    /// `client.execute_webhook(webhook_id, webhook_token).content(content).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ExecuteWebhook>`](crate::Request#impl-Request%3CExecuteWebhook%3E), beside those of every request. At least one of `content`, `embeds`, `components`, `poll` is needed.
    ///
    /// - `allowed_mentions`: which mentions in the text notify.
    /// - `applied_tags`: tags of a forum's post: at most 5 of them.
    /// - `attachments`: what is said of the files: of new ones, and of those an edited message keeps: at most 10 of them.
    /// - `avatar_url`: avatar of this message, by its URL: at most 2048 characters.
    /// - `components`: components: at most 40 of them.
    /// - `content`: text: at most 2000 characters.
    /// - `embeds`: embeds: at most 10 of them.
    /// - `flags`: flags: no embeds, no notice, components only.
    /// - `poll`: poll.
    /// - `thread_name`: name of a new post in a forum: at most 100 characters.
    /// - `tts`: whether it is read aloud.
    /// - `username`: name of this message's author, in place of the webhook's: 1 to 80 characters.
    /// - `wait`: whether the answer comes when the message is created, and holds it.
    /// - `thread_id`: thread the message is in.
    /// - `with_components`: whether components count for webhooks that no application owns.
    /// - [`file`](crate::Request::file): adds a file to the message.
    ExecuteWebhook {
        name: "execute_webhook",
        route: POST "/webhooks/{webhook_id}/{webhook_token}",
        major_parameters: 2,
        authorization: None,
        traits: [WithFiles],
        needs_one_of: ["content", "embeds", "components", "poll"],
        answer: Maybe<Message>,
    }
}

operation! {
    /// Sends an event of GitHub's through a webhook; `event` is written as JSON.
    ///
    /// Requests of [`Client::execute_github_compatible_webhook`](crate::Client::execute_github_compatible_webhook): `POST /webhooks/{webhook_id}/{webhook_token}/github`.
    ///
    /// Docs: [Execute GitHub-Compatible Webhook](https://docs.discord.com/developers/resources/webhook#execute-github-compatible-webhook).
    ///
    /// # Example
    ///
    /// `client.execute_github_compatible_webhook(webhook_id, webhook_token, event).wait(wait).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `event`: the event as GitHub sends it.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ExecuteGithubCompatibleWebhook>`](crate::Request#impl-Request%3CExecuteGithubCompatibleWebhook%3E), beside those of every request.
    ///
    /// - `wait`: whether the answer comes when the message is created, and holds it.
    /// - `thread_id`: thread the message is in.
    ExecuteGithubCompatibleWebhook {
        name: "execute_github_compatible_webhook",
        route: POST "/webhooks/{webhook_id}/{webhook_token}/github",
        major_parameters: 2,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Deletes a message that was sent through a webhook.
    ///
    /// Requests of [`Client::delete_webhook_message`](crate::Client::delete_webhook_message): `DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}`.
    ///
    /// Docs: [Delete Webhook Message](https://docs.discord.com/developers/resources/webhook#delete-webhook-message).
    ///
    /// # Example
    ///
    /// `client.delete_webhook_message(webhook_id, webhook_token, message_id).thread_id(thread_id).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<DeleteWebhookMessage>`](crate::Request#impl-Request%3CDeleteWebhookMessage%3E), beside those of every request.
    ///
    /// - `thread_id`: thread the message is in.
    DeleteWebhookMessage {
        name: "delete_webhook_message",
        route: DELETE "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        major_parameters: 2,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a message that was sent through a webhook.
    ///
    /// Requests of [`Client::webhook_message`](crate::Client::webhook_message): `GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}`.
    ///
    /// Docs: [Get Webhook Message](https://docs.discord.com/developers/resources/webhook#get-webhook-message).
    ///
    /// # Example
    ///
    /// `client.webhook_message(webhook_id, webhook_token, message_id).thread_id(thread_id).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetWebhookMessage>`](crate::Request#impl-Request%3CGetWebhookMessage%3E), beside those of every request.
    ///
    /// - `thread_id`: thread the message is in.
    GetWebhookMessage {
        name: "get_webhook_message",
        route: GET "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        major_parameters: 2,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Json<Message>,
    }
}

operation! {
    /// Edits a message that was sent through a webhook.
    ///
    /// Requests of [`Client::edit_webhook_message`](crate::Client::edit_webhook_message): `PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}`.
    ///
    /// Docs: [Edit Webhook Message](https://docs.discord.com/developers/resources/webhook#edit-webhook-message).
    ///
    /// # Example
    ///
    /// `client.edit_webhook_message(webhook_id, webhook_token, message_id).allowed_mentions(allowed_mentions).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateWebhookMessage>`](crate::Request#impl-Request%3CUpdateWebhookMessage%3E), beside those of every request.
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
    UpdateWebhookMessage {
        name: "update_webhook_message",
        route: PATCH "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        major_parameters: 2,
        authorization: None,
        traits: [WithFiles],
        needs_one_of: [],
        answer: Json<Message>,
    }
}

operation! {
    /// Sends a message in Slack's form through a webhook.
    ///
    /// Requests of [`Client::execute_slack_compatible_webhook`](crate::Client::execute_slack_compatible_webhook): `POST /webhooks/{webhook_id}/{webhook_token}/slack`.
    ///
    /// Docs: [Execute Slack-Compatible Webhook](https://docs.discord.com/developers/resources/webhook#execute-slack-compatible-webhook).
    ///
    /// # Example
    ///
    /// `client.execute_slack_compatible_webhook(webhook_id, webhook_token).attachments(attachments).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ExecuteSlackCompatibleWebhook>`](crate::Request#impl-Request%3CExecuteSlackCompatibleWebhook%3E), beside those of every request.
    ///
    /// - `attachments`: attachments, as Slack means them: at most 1521 of them.
    /// - `icon_url`: avatar of this message, by its URL: at most 2048 characters.
    /// - `text`: text: at most 2000 characters.
    /// - `username`: name of this message's author, in place of the webhook's: at most 152133 characters.
    /// - `wait`: whether the answer comes when the message is created, and holds it.
    /// - `thread_id`: thread the message is in.
    ExecuteSlackCompatibleWebhook {
        name: "execute_slack_compatible_webhook",
        route: POST "/webhooks/{webhook_id}/{webhook_token}/slack",
        major_parameters: 2,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

impl Client {
    /// Sends a message through a webhook. `None` unless [`wait`](Request::<ExecuteWebhook>::wait) is set. Follow-ups of interactions go this way too.
    ///
    /// Docs: [Execute Webhook](https://docs.discord.com/developers/resources/webhook#execute-webhook).
    pub fn execute_webhook(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
    ) -> Request<ExecuteWebhook> {
        Request::new(self, &[webhook_id.into(), webhook_token.into()]).with_fields()
    }

    /// Sends an event of GitHub's through a webhook; `event` is written as JSON.
    ///
    /// Docs: [Execute GitHub-Compatible Webhook](https://docs.discord.com/developers/resources/webhook#execute-github-compatible-webhook).
    ///
    /// - `event`: the event as GitHub sends it.
    pub fn execute_github_compatible_webhook(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
        event: &Value,
    ) -> Request<ExecuteGithubCompatibleWebhook> {
        Request::new(self, &[webhook_id.into(), webhook_token.into()]).with_json("event", event)
    }

    /// Deletes a message that was sent through a webhook.
    ///
    /// Docs: [Delete Webhook Message](https://docs.discord.com/developers/resources/webhook#delete-webhook-message).
    pub fn delete_webhook_message(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
        message_id: Id<marker::Message>,
    ) -> Request<DeleteWebhookMessage> {
        Request::new(self, &[webhook_id.into(), webhook_token.into(), message_id.into()])
    }

    /// Gets a message that was sent through a webhook.
    ///
    /// Docs: [Get Webhook Message](https://docs.discord.com/developers/resources/webhook#get-webhook-message).
    pub fn webhook_message(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
        message_id: Id<marker::Message>,
    ) -> Request<GetWebhookMessage> {
        Request::new(self, &[webhook_id.into(), webhook_token.into(), message_id.into()])
    }

    /// Edits a message that was sent through a webhook.
    ///
    /// Docs: [Edit Webhook Message](https://docs.discord.com/developers/resources/webhook#edit-webhook-message).
    pub fn edit_webhook_message(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
        message_id: Id<marker::Message>,
    ) -> Request<UpdateWebhookMessage> {
        Request::new(self, &[webhook_id.into(), webhook_token.into(), message_id.into()])
            .with_fields()
    }

    /// Sends a message in Slack's form through a webhook.
    ///
    /// Docs: [Execute Slack-Compatible Webhook](https://docs.discord.com/developers/resources/webhook#execute-slack-compatible-webhook).
    pub fn execute_slack_compatible_webhook(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
    ) -> Request<ExecuteSlackCompatibleWebhook> {
        Request::new(self, &[webhook_id.into(), webhook_token.into()]).with_fields()
    }
}

impl Request<ExecuteWebhook> {
    /// Which mentions in the text notify.
    pub fn allowed_mentions(self, allowed_mentions: &AllowedMentions) -> Self {
        self.set("allowed_mentions", allowed_mentions)
    }

    /// Tags of a forum's post: at most 5 of them.
    pub fn applied_tags(self, applied_tags: &[Id<marker::Tag>]) -> Self {
        self.set("applied_tags", applied_tags)
    }

    /// What is said of the files: of new ones, and of those an edited message keeps: at most 10 of them.
    pub fn attachments(self, attachments: &[AttachmentRequest]) -> Self {
        self.set("attachments", attachments)
    }

    /// Avatar of this message, by its URL: at most 2048 characters.
    pub fn avatar_url(self, avatar_url: impl AsRef<str>) -> Self {
        self.set("avatar_url", avatar_url.as_ref())
    }

    /// Components: at most 40 of them.
    pub fn components(self, components: &[Component]) -> Self {
        self.set("components", components)
    }

    /// Text: at most 2000 characters.
    pub fn content(self, content: impl AsRef<str>) -> Self {
        self.set("content", content.as_ref())
    }

    /// Embeds: at most 10 of them.
    pub fn embeds(self, embeds: &[Embed]) -> Self {
        self.set("embeds", embeds)
    }

    /// Flags: no embeds, no notice, components only.
    pub fn flags(self, flags: MessageFlags) -> Self {
        self.set("flags", &flags)
    }

    /// Poll.
    pub fn poll(self, poll: &PollCreate) -> Self {
        self.set("poll", poll)
    }

    /// Name of a new post in a forum: at most 100 characters.
    pub fn thread_name(self, thread_name: impl AsRef<str>) -> Self {
        self.set("thread_name", thread_name.as_ref())
    }

    /// Whether it is read aloud.
    pub fn tts(self, tts: bool) -> Self {
        self.set("tts", &tts)
    }

    /// Name of this message's author, in place of the webhook's: 1 to 80 characters.
    pub fn username(self, username: impl AsRef<str>) -> Self {
        self.set("username", username.as_ref())
    }

    /// Whether the answer comes when the message is created, and holds it.
    pub fn wait(self, wait: bool) -> Self {
        self.param("wait", &wait)
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

impl Request<ExecuteGithubCompatibleWebhook> {
    /// Whether the answer comes when the message is created, and holds it.
    pub fn wait(self, wait: bool) -> Self {
        self.param("wait", &wait)
    }

    /// Thread the message is in.
    pub fn thread_id(self, thread_id: Id<marker::Channel>) -> Self {
        self.param("thread_id", &thread_id)
    }
}

impl Request<DeleteWebhookMessage> {
    /// Thread the message is in.
    pub fn thread_id(self, thread_id: Id<marker::Channel>) -> Self {
        self.param("thread_id", &thread_id)
    }
}

impl Request<GetWebhookMessage> {
    /// Thread the message is in.
    pub fn thread_id(self, thread_id: Id<marker::Channel>) -> Self {
        self.param("thread_id", &thread_id)
    }
}

impl Request<UpdateWebhookMessage> {
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

impl Request<ExecuteSlackCompatibleWebhook> {
    /// Attachments, as Slack means them: at most 1521 of them.
    pub fn attachments(self, attachments: &[SlackAttachment]) -> Self {
        self.set("attachments", attachments)
    }

    /// Avatar of this message, by its URL: at most 2048 characters.
    pub fn icon_url(self, icon_url: impl AsRef<str>) -> Self {
        self.set("icon_url", icon_url.as_ref())
    }

    /// Text: at most 2000 characters.
    pub fn text(self, text: impl AsRef<str>) -> Self {
        self.set("text", text.as_ref())
    }

    /// Name of this message's author, in place of the webhook's: at most 152133 characters.
    pub fn username(self, username: impl AsRef<str>) -> Self {
        self.set("username", username.as_ref())
    }

    /// Whether the answer comes when the message is created, and holds it.
    pub fn wait(self, wait: bool) -> Self {
        self.param("wait", &wait)
    }

    /// Thread the message is in.
    pub fn thread_id(self, thread_id: Id<marker::Channel>) -> Self {
        self.param("thread_id", &thread_id)
    }
}
