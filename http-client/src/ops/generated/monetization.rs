//! Operations: monetization.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::monetization::{Entitlement, Sku, Subscription};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::objects::EntitlementOwner;
use crate::request::{Request, joined};

operation! {
    /// Lists what users and guilds are entitled to, one page at a time.
    ///
    /// Requests of [`Client::entitlements`](crate::Client::entitlements): `GET /applications/{application_id}/entitlements`.
    ///
    /// Docs: [List Entitlements](https://docs.discord.com/developers/resources/entitlement#list-entitlements).
    ///
    /// # Example
    ///
    /// `client.entitlements(application_id).user_id(user_id).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetEntitlements>`](crate::Request#impl-Request%3CGetEntitlements%3E), beside those of every request.
    ///
    /// - `user_id`: only those of this user.
    /// - `sku_ids`: only those for these SKUs.
    /// - `guild_id`: only those of this guild.
    /// - `before`: only those before this id.
    /// - `after`: only those after this id.
    /// - `limit`: how many, at most: 1 to 100.
    /// - `exclude_ended`: whether those that ended are left out.
    /// - `exclude_deleted`: whether deleted ones are left out.
    /// - `only_active`: whether only those in force are listed.
    GetEntitlements {
        name: "get_entitlements",
        route: GET "/applications/{application_id}/entitlements",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Entitlement>,
    }
}

operation! {
    /// Entitles a user or guild for a test, without a payment.
    ///
    /// Requests of [`Client::create_test_entitlement`](crate::Client::create_test_entitlement): `POST /applications/{application_id}/entitlements`.
    ///
    /// Docs: [Create Test Entitlement](https://docs.discord.com/developers/resources/entitlement#create-test-entitlement).
    ///
    /// # Example
    ///
    /// `client.create_test_entitlement(application_id, owner_id, owner_type, sku_id).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `owner_id`: the guild or user.
    /// - `owner_type`: whether that is a guild or a user.
    /// - `sku_id`: the SKU.
    CreateEntitlement {
        name: "create_entitlement",
        route: POST "/applications/{application_id}/entitlements",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Entitlement>,
    }
}

operation! {
    /// Ends an entitlement made for a test.
    ///
    /// Requests of [`Client::delete_test_entitlement`](crate::Client::delete_test_entitlement): `DELETE /applications/{application_id}/entitlements/{entitlement_id}`.
    ///
    /// Docs: [Delete Test Entitlement](https://docs.discord.com/developers/resources/entitlement#delete-test-entitlement).
    ///
    /// # Example
    ///
    /// `client.delete_test_entitlement(application_id, entitlement_id).await?`
    DeleteEntitlement {
        name: "delete_entitlement",
        route: DELETE "/applications/{application_id}/entitlements/{entitlement_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets an entitlement.
    ///
    /// Requests of [`Client::entitlement`](crate::Client::entitlement): `GET /applications/{application_id}/entitlements/{entitlement_id}`.
    ///
    /// Docs: [Get Entitlement](https://docs.discord.com/developers/resources/entitlement#get-entitlement).
    ///
    /// # Example
    ///
    /// `client.entitlement(application_id, entitlement_id).await?`
    GetEntitlement {
        name: "get_entitlement",
        route: GET "/applications/{application_id}/entitlements/{entitlement_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Entitlement>,
    }
}

operation! {
    /// Marks a one-time purchase as used up.
    ///
    /// Requests of [`Client::consume_entitlement`](crate::Client::consume_entitlement): `POST /applications/{application_id}/entitlements/{entitlement_id}/consume`.
    ///
    /// Docs: [Consume an Entitlement](https://docs.discord.com/developers/resources/entitlement#consume-an-entitlement).
    ///
    /// # Example
    ///
    /// `client.consume_entitlement(application_id, entitlement_id).await?`
    ConsumeEntitlement {
        name: "consume_entitlement",
        route: POST "/applications/{application_id}/entitlements/{entitlement_id}/consume",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Lists the SKUs of an application.
    ///
    /// Requests of [`Client::skus`](crate::Client::skus): `GET /applications/{application_id}/skus`.
    ///
    /// Docs: [List SKUs](https://docs.discord.com/developers/resources/sku#list-skus).
    ///
    /// # Example
    ///
    /// `client.skus(application_id).await?`
    ListSkus {
        name: "list_skus",
        route: GET "/applications/{application_id}/skus",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Sku>,
    }
}

operation! {
    /// Lists the subscriptions to a SKU, one page at a time.
    ///
    /// Requests of [`Client::sku_subscriptions`](crate::Client::sku_subscriptions): `GET /skus/{sku_id}/subscriptions`.
    ///
    /// Docs: [List SKU Subscriptions](https://docs.discord.com/developers/resources/subscription#list-sku-subscriptions).
    ///
    /// # Example
    ///
    /// `client.sku_subscriptions(sku_id).before(before).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetSkuSubscriptions>`](crate::Request#impl-Request%3CGetSkuSubscriptions%3E), beside those of every request.
    ///
    /// - `before`: only those before this id.
    /// - `after`: only those after this id.
    /// - `limit`: how many, at most: 1 to 100.
    /// - `user_id`: only those of this user.
    GetSkuSubscriptions {
        name: "get_sku_subscriptions",
        route: GET "/skus/{sku_id}/subscriptions",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Subscription>,
    }
}

operation! {
    /// Gets a subscription to a SKU.
    ///
    /// Requests of [`Client::sku_subscription`](crate::Client::sku_subscription): `GET /skus/{sku_id}/subscriptions/{subscription_id}`.
    ///
    /// Docs: [Get SKU Subscription](https://docs.discord.com/developers/resources/subscription#get-sku-subscription).
    ///
    /// # Example
    ///
    /// `client.sku_subscription(sku_id, subscription_id).user_id(user_id).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetSkuSubscription>`](crate::Request#impl-Request%3CGetSkuSubscription%3E), beside those of every request.
    ///
    /// - `user_id`: only those of this user.
    GetSkuSubscription {
        name: "get_sku_subscription",
        route: GET "/skus/{sku_id}/subscriptions/{subscription_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Subscription>,
    }
}

operation! {
    /// Lists what the bearer token's user is entitled to in an application.
    ///
    /// Requests of [`Client::current_user_application_entitlements`](crate::Client::current_user_application_entitlements): `GET /users/@me/applications/{application_id}/entitlements`.
    ///
    /// Docs: none but `get_current_user_application_entitlements` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.current_user_application_entitlements(application_id).sku_ids(sku_ids).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetCurrentUserApplicationEntitlements>`](crate::Request#impl-Request%3CGetCurrentUserApplicationEntitlements%3E), beside those of every request.
    ///
    /// - `sku_ids`: only those for these SKUs.
    /// - `exclude_consumed`: whether those used up are left out.
    GetCurrentUserApplicationEntitlements {
        name: "get_current_user_application_entitlements",
        route: GET "/users/@me/applications/{application_id}/entitlements",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Entitlement>,
    }
}

impl Client {
    /// Lists what users and guilds are entitled to, one page at a time.
    ///
    /// Docs: [List Entitlements](https://docs.discord.com/developers/resources/entitlement#list-entitlements).
    pub fn entitlements(
        &self,
        application_id: Id<marker::Application>,
    ) -> Request<GetEntitlements> {
        Request::new(self, &[application_id.into()])
    }

    /// Entitles a user or guild for a test, without a payment.
    ///
    /// Docs: [Create Test Entitlement](https://docs.discord.com/developers/resources/entitlement#create-test-entitlement).
    ///
    /// - `owner_id`: the guild or user.
    /// - `owner_type`: whether that is a guild or a user.
    /// - `sku_id`: the SKU.
    pub fn create_test_entitlement(
        &self,
        application_id: Id<marker::Application>,
        owner_id: Id<marker::Generic>,
        owner_type: EntitlementOwner,
        sku_id: Id<marker::Sku>,
    ) -> Request<CreateEntitlement> {
        Request::new(self, &[application_id.into()])
            .with_fields()
            .set("owner_id", &owner_id)
            .set("owner_type", &owner_type)
            .set("sku_id", &sku_id)
    }

    /// Ends an entitlement made for a test.
    ///
    /// Docs: [Delete Test Entitlement](https://docs.discord.com/developers/resources/entitlement#delete-test-entitlement).
    pub fn delete_test_entitlement(
        &self,
        application_id: Id<marker::Application>,
        entitlement_id: Id<marker::Entitlement>,
    ) -> Request<DeleteEntitlement> {
        Request::new(self, &[application_id.into(), entitlement_id.into()])
    }

    /// Gets an entitlement.
    ///
    /// Docs: [Get Entitlement](https://docs.discord.com/developers/resources/entitlement#get-entitlement).
    pub fn entitlement(
        &self,
        application_id: Id<marker::Application>,
        entitlement_id: Id<marker::Entitlement>,
    ) -> Request<GetEntitlement> {
        Request::new(self, &[application_id.into(), entitlement_id.into()])
    }

    /// Marks a one-time purchase as used up.
    ///
    /// Docs: [Consume an Entitlement](https://docs.discord.com/developers/resources/entitlement#consume-an-entitlement).
    pub fn consume_entitlement(
        &self,
        application_id: Id<marker::Application>,
        entitlement_id: Id<marker::Entitlement>,
    ) -> Request<ConsumeEntitlement> {
        Request::new(self, &[application_id.into(), entitlement_id.into()])
    }

    /// Lists the SKUs of an application.
    ///
    /// Docs: [List SKUs](https://docs.discord.com/developers/resources/sku#list-skus).
    pub fn skus(&self, application_id: Id<marker::Application>) -> Request<ListSkus> {
        Request::new(self, &[application_id.into()])
    }

    /// Lists the subscriptions to a SKU, one page at a time.
    ///
    /// Docs: [List SKU Subscriptions](https://docs.discord.com/developers/resources/subscription#list-sku-subscriptions).
    pub fn sku_subscriptions(&self, sku_id: Id<marker::Sku>) -> Request<GetSkuSubscriptions> {
        Request::new(self, &[sku_id.into()])
    }

    /// Gets a subscription to a SKU.
    ///
    /// Docs: [Get SKU Subscription](https://docs.discord.com/developers/resources/subscription#get-sku-subscription).
    pub fn sku_subscription(
        &self,
        sku_id: Id<marker::Sku>,
        subscription_id: Id<marker::Subscription>,
    ) -> Request<GetSkuSubscription> {
        Request::new(self, &[sku_id.into(), subscription_id.into()])
    }

    /// Lists what the bearer token's user is entitled to in an application.
    ///
    /// Docs: none but `get_current_user_application_entitlements` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    pub fn current_user_application_entitlements(
        &self,
        application_id: Id<marker::Application>,
    ) -> Request<GetCurrentUserApplicationEntitlements> {
        Request::new(self, &[application_id.into()])
    }
}

impl Request<GetEntitlements> {
    /// Only those of this user.
    pub fn user_id(self, user_id: Id<marker::User>) -> Self {
        self.param("user_id", &user_id)
    }

    /// Only those for these SKUs.
    pub fn sku_ids(self, sku_ids: &[Id<marker::Sku>]) -> Self {
        self.param("sku_ids", &joined(sku_ids))
    }

    /// Only those of this guild.
    pub fn guild_id(self, guild_id: Id<marker::Guild>) -> Self {
        self.param("guild_id", &guild_id)
    }

    /// Only those before this id.
    pub fn before(self, before: Id<marker::Entitlement>) -> Self {
        self.param("before", &before)
    }

    /// Only those after this id.
    pub fn after(self, after: Id<marker::Entitlement>) -> Self {
        self.param("after", &after)
    }

    /// How many, at most: 1 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }

    /// Whether those that ended are left out.
    pub fn exclude_ended(self, exclude_ended: bool) -> Self {
        self.param("exclude_ended", &exclude_ended)
    }

    /// Whether deleted ones are left out.
    pub fn exclude_deleted(self, exclude_deleted: bool) -> Self {
        self.param("exclude_deleted", &exclude_deleted)
    }

    /// Whether only those in force are listed.
    pub fn only_active(self, only_active: bool) -> Self {
        self.param("only_active", &only_active)
    }
}

impl Request<GetSkuSubscriptions> {
    /// Only those before this id.
    pub fn before(self, before: Id<marker::Subscription>) -> Self {
        self.param("before", &before)
    }

    /// Only those after this id.
    pub fn after(self, after: Id<marker::Subscription>) -> Self {
        self.param("after", &after)
    }

    /// How many, at most: 1 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }

    /// Only those of this user.
    pub fn user_id(self, user_id: Id<marker::User>) -> Self {
        self.param("user_id", &user_id)
    }
}

impl Request<GetSkuSubscription> {
    /// Only those of this user.
    pub fn user_id(self, user_id: Id<marker::User>) -> Self {
        self.param("user_id", &user_id)
    }
}

impl Request<GetCurrentUserApplicationEntitlements> {
    /// Only those for these SKUs.
    pub fn sku_ids(self, sku_ids: &[Id<marker::Sku>]) -> Self {
        self.param("sku_ids", &joined(sku_ids))
    }

    /// Whether those used up are left out.
    pub fn exclude_consumed(self, exclude_consumed: bool) -> Self {
        self.param("exclude_consumed", &exclude_consumed)
    }
}
