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
    /// [`Client::channel_webhooks`](crate::Client::channel_webhooks).
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
    /// [`Client::create_webhook`](crate::Client::create_webhook).
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
    /// [`Client::guild_webhooks`](crate::Client::guild_webhooks).
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
    /// [`Client::delete_webhook`](crate::Client::delete_webhook).
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
    /// [`Client::webhook`](crate::Client::webhook).
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
    /// [`Client::modify_webhook`](crate::Client::modify_webhook).
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
    /// [`Client::delete_webhook_with_token`](crate::Client::delete_webhook_with_token).
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
    /// [`Client::webhook_with_token`](crate::Client::webhook_with_token).
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
    /// [`Client::modify_webhook_with_token`](crate::Client::modify_webhook_with_token).
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
