//! Operations: webhook.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::webhook::Webhook;

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;
use crate::upload::DataUri;

operation! {
    /// Lists the webhooks of a channel.
    ///
    /// Requests of [`Client::channel_webhooks`](crate::Client::channel_webhooks): `GET /channels/{channel_id}/webhooks`.
    ///
    /// Docs: [Get Channel Webhooks](https://docs.discord.com/developers/resources/webhook#get-channel-webhooks).
    ///
    /// # Example
    ///
    /// `client.channel_webhooks(channel_id).await?`
    ListChannelWebhooks {
        name: "list_channel_webhooks",
        route: GET "/channels/{channel_id}/webhooks",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Webhook>,
    }
}

operation! {
    /// Creates a webhook of a channel.
    ///
    /// Requests of [`Client::create_webhook`](crate::Client::create_webhook): `POST /channels/{channel_id}/webhooks`.
    ///
    /// Docs: [Create Webhook](https://docs.discord.com/developers/resources/webhook#create-webhook).
    ///
    /// # Example
    ///
    /// `client.create_webhook(channel_id, name).avatar(avatar).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `name`: name: 1 to 80 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateWebhook>`](crate::Request#impl-Request%3CCreateWebhook%3E), beside those of every request.
    ///
    /// - `avatar`: avatar.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateWebhook {
        name: "create_webhook",
        route: POST "/channels/{channel_id}/webhooks",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Webhook>,
    }
}

operation! {
    /// Lists the webhooks of a guild.
    ///
    /// Requests of [`Client::guild_webhooks`](crate::Client::guild_webhooks): `GET /guilds/{guild_id}/webhooks`.
    ///
    /// Docs: [Get Guild Webhooks](https://docs.discord.com/developers/resources/webhook#get-guild-webhooks).
    ///
    /// # Example
    ///
    /// `client.guild_webhooks(guild_id).await?`
    GetGuildWebhooks {
        name: "get_guild_webhooks",
        route: GET "/guilds/{guild_id}/webhooks",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Webhook>,
    }
}

operation! {
    /// Deletes a webhook.
    ///
    /// Requests of [`Client::delete_webhook`](crate::Client::delete_webhook): `DELETE /webhooks/{webhook_id}`.
    ///
    /// Docs: [Delete Webhook](https://docs.discord.com/developers/resources/webhook#delete-webhook).
    ///
    /// # Example
    ///
    /// `client.delete_webhook(webhook_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteWebhook {
        name: "delete_webhook",
        route: DELETE "/webhooks/{webhook_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a webhook.
    ///
    /// Requests of [`Client::webhook`](crate::Client::webhook): `GET /webhooks/{webhook_id}`.
    ///
    /// Docs: [Get Webhook](https://docs.discord.com/developers/resources/webhook#get-webhook).
    ///
    /// # Example
    ///
    /// `client.webhook(webhook_id).await?`
    GetWebhook {
        name: "get_webhook",
        route: GET "/webhooks/{webhook_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Webhook>,
    }
}

operation! {
    /// Changes a webhook.
    ///
    /// Requests of [`Client::modify_webhook`](crate::Client::modify_webhook): `PATCH /webhooks/{webhook_id}`.
    ///
    /// Docs: [Modify Webhook](https://docs.discord.com/developers/resources/webhook#modify-webhook).
    ///
    /// # Example
    ///
    /// `client.modify_webhook(webhook_id).avatar(avatar).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateWebhook>`](crate::Request#impl-Request%3CUpdateWebhook%3E), beside those of every request.
    ///
    /// - `avatar`: avatar. `None` takes it away.
    /// - `channel_id`: channel it is moved to. `None` takes it away.
    /// - `name`: name: 1 to 80 characters.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateWebhook {
        name: "update_webhook",
        route: PATCH "/webhooks/{webhook_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Webhook>,
    }
}

operation! {
    /// Deletes a webhook, by its own token.
    ///
    /// Requests of [`Client::delete_webhook_with_token`](crate::Client::delete_webhook_with_token): `DELETE /webhooks/{webhook_id}/{webhook_token}`.
    ///
    /// Docs: [Delete Webhook with Token](https://docs.discord.com/developers/resources/webhook#delete-webhook-with-token).
    ///
    /// # Example
    ///
    /// `client.delete_webhook_with_token(webhook_id, webhook_token).await?`
    DeleteWebhookByToken {
        name: "delete_webhook_by_token",
        route: DELETE "/webhooks/{webhook_id}/{webhook_token}",
        major_parameters: 2,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a webhook, by its own token.
    ///
    /// Requests of [`Client::webhook_with_token`](crate::Client::webhook_with_token): `GET /webhooks/{webhook_id}/{webhook_token}`.
    ///
    /// Docs: [Get Webhook with Token](https://docs.discord.com/developers/resources/webhook#get-webhook-with-token).
    ///
    /// # Example
    ///
    /// `client.webhook_with_token(webhook_id, webhook_token).await?`
    GetWebhookByToken {
        name: "get_webhook_by_token",
        route: GET "/webhooks/{webhook_id}/{webhook_token}",
        major_parameters: 2,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Json<Webhook>,
    }
}

operation! {
    /// Changes a webhook, by its own token.
    ///
    /// Requests of [`Client::modify_webhook_with_token`](crate::Client::modify_webhook_with_token): `PATCH /webhooks/{webhook_id}/{webhook_token}`.
    ///
    /// Docs: [Modify Webhook with Token](https://docs.discord.com/developers/resources/webhook#modify-webhook-with-token).
    ///
    /// # Example
    ///
    /// `client.modify_webhook_with_token(webhook_id, webhook_token).avatar(avatar).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateWebhookByToken>`](crate::Request#impl-Request%3CUpdateWebhookByToken%3E), beside those of every request.
    ///
    /// - `avatar`: avatar. `None` takes it away.
    /// - `name`: name: 1 to 80 characters.
    UpdateWebhookByToken {
        name: "update_webhook_by_token",
        route: PATCH "/webhooks/{webhook_id}/{webhook_token}",
        major_parameters: 2,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Json<Webhook>,
    }
}

impl Client {
    /// Lists the webhooks of a channel.
    ///
    /// Docs: [Get Channel Webhooks](https://docs.discord.com/developers/resources/webhook#get-channel-webhooks).
    pub fn channel_webhooks(
        &self,
        channel_id: Id<marker::Channel>,
    ) -> Request<ListChannelWebhooks> {
        Request::new(self, &[channel_id.into()])
    }

    /// Creates a webhook of a channel.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Webhook](https://docs.discord.com/developers/resources/webhook#create-webhook).
    ///
    /// - `name`: name: 1 to 80 characters.
    pub fn create_webhook(
        &self,
        channel_id: Id<marker::Channel>,
        name: impl AsRef<str>,
    ) -> Request<CreateWebhook> {
        Request::new(self, &[channel_id.into()]).with_fields().set("name", name.as_ref())
    }

    /// Lists the webhooks of a guild.
    ///
    /// Docs: [Get Guild Webhooks](https://docs.discord.com/developers/resources/webhook#get-guild-webhooks).
    pub fn guild_webhooks(&self, guild_id: Id<marker::Guild>) -> Request<GetGuildWebhooks> {
        Request::new(self, &[guild_id.into()])
    }

    /// Deletes a webhook.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Webhook](https://docs.discord.com/developers/resources/webhook#delete-webhook).
    pub fn delete_webhook(&self, webhook_id: Id<marker::Webhook>) -> Request<DeleteWebhook> {
        Request::new(self, &[webhook_id.into()])
    }

    /// Gets a webhook.
    ///
    /// Docs: [Get Webhook](https://docs.discord.com/developers/resources/webhook#get-webhook).
    pub fn webhook(&self, webhook_id: Id<marker::Webhook>) -> Request<GetWebhook> {
        Request::new(self, &[webhook_id.into()])
    }

    /// Changes a webhook.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Webhook](https://docs.discord.com/developers/resources/webhook#modify-webhook).
    pub fn modify_webhook(&self, webhook_id: Id<marker::Webhook>) -> Request<UpdateWebhook> {
        Request::new(self, &[webhook_id.into()]).with_fields()
    }

    /// Deletes a webhook, by its own token.
    ///
    /// Docs: [Delete Webhook with Token](https://docs.discord.com/developers/resources/webhook#delete-webhook-with-token).
    pub fn delete_webhook_with_token(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
    ) -> Request<DeleteWebhookByToken> {
        Request::new(self, &[webhook_id.into(), webhook_token.into()])
    }

    /// Gets a webhook, by its own token.
    ///
    /// Docs: [Get Webhook with Token](https://docs.discord.com/developers/resources/webhook#get-webhook-with-token).
    pub fn webhook_with_token(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
    ) -> Request<GetWebhookByToken> {
        Request::new(self, &[webhook_id.into(), webhook_token.into()])
    }

    /// Changes a webhook, by its own token.
    ///
    /// Docs: [Modify Webhook with Token](https://docs.discord.com/developers/resources/webhook#modify-webhook-with-token).
    pub fn modify_webhook_with_token(
        &self,
        webhook_id: Id<marker::Webhook>,
        webhook_token: &str,
    ) -> Request<UpdateWebhookByToken> {
        Request::new(self, &[webhook_id.into(), webhook_token.into()]).with_fields()
    }
}

impl Request<CreateWebhook> {
    /// Avatar.
    pub fn avatar(self, avatar: &DataUri) -> Self {
        self.set("avatar", avatar)
    }
}

impl Request<UpdateWebhook> {
    /// Avatar.
    ///
    /// `None` takes it away.
    pub fn avatar<'a>(self, avatar: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("avatar", &avatar.into())
    }

    /// Channel it is moved to.
    ///
    /// `None` takes it away.
    pub fn channel_id(self, channel_id: impl Into<Option<Id<marker::Channel>>>) -> Self {
        self.set("channel_id", &channel_id.into())
    }

    /// Name: 1 to 80 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }
}

impl Request<UpdateWebhookByToken> {
    /// Avatar.
    ///
    /// `None` takes it away.
    pub fn avatar<'a>(self, avatar: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("avatar", &avatar.into())
    }

    /// Name: 1 to 80 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }
}
