//! Operations: partner sdk.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::lobby::LobbyMetadata;

use crate::answer::{Empty, Json};
use crate::client::Client;
use crate::objects::{IdentityProvider, ProvisionalToken};
use crate::request::Request;

operation! {
    /// Attaches what the game's moderation says to a direct message between two users.
    ///
    /// Requests of [`Client::update_user_message_moderation_metadata`](crate::Client::update_user_message_moderation_metadata): `PUT /partner-sdk/dms/{user_id_1}/{user_id_2}/messages/{message_id}/moderation-metadata`.
    ///
    /// Docs: none but `update_user_message_external_moderation_metadata` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.update_user_message_moderation_metadata(user_id_1, user_id_2, message_id, metadata).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `metadata`: at most 5 keys.
    UpdateUserMessageExternalModerationMetadata {
        name: "update_user_message_external_moderation_metadata",
        route: PUT "/partner-sdk/dms/{user_id_1}/{user_id_2}/messages/{message_id}/moderation-metadata",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Separates a provisional account from the Discord account it was merged with.
    ///
    /// Requests of [`Client::unmerge_provisional_account`](crate::Client::unmerge_provisional_account): `POST /partner-sdk/provisional-accounts/unmerge`.
    ///
    /// Docs: none but `partner_sdk_unmerge_provisional_account` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.unmerge_provisional_account(client_id, external_auth_token, external_auth_type).client_secret(client_secret).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `client_id`: the application.
    /// - `external_auth_token`: token of the external identity: 1 to 10240 characters.
    /// - `external_auth_type`: who gave that token.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<PartnerSdkUnmergeProvisionalAccount>`](crate::Request#impl-Request%3CPartnerSdkUnmergeProvisionalAccount%3E), beside those of every request.
    ///
    /// - `client_secret`: the application's secret: at most 1024 characters.
    PartnerSdkUnmergeProvisionalAccount {
        name: "partner_sdk_unmerge_provisional_account",
        route: POST "/partner-sdk/provisional-accounts/unmerge",
        major_parameters: 0,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Separates a provisional account, by the bot's token.
    ///
    /// Requests of [`Client::unmerge_provisional_account_as_bot`](crate::Client::unmerge_provisional_account_as_bot): `POST /partner-sdk/provisional-accounts/unmerge/bot`.
    ///
    /// Docs: none but `bot_partner_sdk_unmerge_provisional_account` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.unmerge_provisional_account_as_bot(external_user_id).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `external_user_id`: the user in the game's own system: 1 to 1024 characters.
    BotPartnerSdkUnmergeProvisionalAccount {
        name: "bot_partner_sdk_unmerge_provisional_account",
        route: POST "/partner-sdk/provisional-accounts/unmerge/bot",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a token for a provisional account by an external identity.
    ///
    /// Requests of [`Client::provisional_account_token`](crate::Client::provisional_account_token): `POST /partner-sdk/token`.
    ///
    /// Docs: none but `partner_sdk_token` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.provisional_account_token(client_id, external_auth_token, external_auth_type).client_secret(client_secret).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `client_id`: the application.
    /// - `external_auth_token`: token of the external identity: 1 to 10240 characters.
    /// - `external_auth_type`: who gave that token.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<PartnerSdkToken>`](crate::Request#impl-Request%3CPartnerSdkToken%3E), beside those of every request.
    ///
    /// - `client_secret`: the application's secret: at most 1024 characters.
    PartnerSdkToken {
        name: "partner_sdk_token",
        route: POST "/partner-sdk/token",
        major_parameters: 0,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Json<ProvisionalToken>,
    }
}

operation! {
    /// Gets a token for a provisional account, by the bot's token.
    ///
    /// Requests of [`Client::provisional_account_token_as_bot`](crate::Client::provisional_account_token_as_bot): `POST /partner-sdk/token/bot`.
    ///
    /// Docs: none but `bot_partner_sdk_token` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.provisional_account_token_as_bot(external_user_id).preferred_global_name(preferred_global_name).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `external_user_id`: the user in the game's own system: 1 to 1024 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<BotPartnerSdkToken>`](crate::Request#impl-Request%3CBotPartnerSdkToken%3E), beside those of every request.
    ///
    /// - `preferred_global_name`: name for a new account: 1 to 32 characters.
    /// - `provisional_user_id`: the provisional account.
    BotPartnerSdkToken {
        name: "bot_partner_sdk_token",
        route: POST "/partner-sdk/token/bot",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ProvisionalToken>,
    }
}

impl Client {
    /// Attaches what the game's moderation says to a direct message between two users.
    ///
    /// Docs: none but `update_user_message_external_moderation_metadata` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// - `metadata`: at most 5 keys.
    pub fn update_user_message_moderation_metadata(
        &self,
        user_id_1: Id<marker::User>,
        user_id_2: Id<marker::User>,
        message_id: Id<marker::Message>,
        metadata: &LobbyMetadata,
    ) -> Request<UpdateUserMessageExternalModerationMetadata> {
        Request::new(self, &[user_id_1.into(), user_id_2.into(), message_id.into()])
            .with_json("metadata", metadata)
    }

    /// Separates a provisional account from the Discord account it was merged with.
    ///
    /// Docs: none but `partner_sdk_unmerge_provisional_account` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// - `client_id`: the application.
    /// - `external_auth_token`: token of the external identity: 1 to 10240 characters.
    /// - `external_auth_type`: who gave that token.
    pub fn unmerge_provisional_account(
        &self,
        client_id: Id<marker::Application>,
        external_auth_token: impl AsRef<str>,
        external_auth_type: IdentityProvider,
    ) -> Request<PartnerSdkUnmergeProvisionalAccount> {
        Request::new(self, &[])
            .with_fields()
            .set("client_id", &client_id)
            .set("external_auth_token", external_auth_token.as_ref())
            .set("external_auth_type", &external_auth_type)
    }

    /// Separates a provisional account, by the bot's token.
    ///
    /// Docs: none but `bot_partner_sdk_unmerge_provisional_account` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// - `external_user_id`: the user in the game's own system: 1 to 1024 characters.
    pub fn unmerge_provisional_account_as_bot(
        &self,
        external_user_id: impl AsRef<str>,
    ) -> Request<BotPartnerSdkUnmergeProvisionalAccount> {
        Request::new(self, &[]).with_fields().set("external_user_id", external_user_id.as_ref())
    }

    /// Gets a token for a provisional account by an external identity.
    ///
    /// Docs: none but `partner_sdk_token` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// - `client_id`: the application.
    /// - `external_auth_token`: token of the external identity: 1 to 10240 characters.
    /// - `external_auth_type`: who gave that token.
    pub fn provisional_account_token(
        &self,
        client_id: Id<marker::Application>,
        external_auth_token: impl AsRef<str>,
        external_auth_type: IdentityProvider,
    ) -> Request<PartnerSdkToken> {
        Request::new(self, &[])
            .with_fields()
            .set("client_id", &client_id)
            .set("external_auth_token", external_auth_token.as_ref())
            .set("external_auth_type", &external_auth_type)
    }

    /// Gets a token for a provisional account, by the bot's token.
    ///
    /// Docs: none but `bot_partner_sdk_token` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// - `external_user_id`: the user in the game's own system: 1 to 1024 characters.
    pub fn provisional_account_token_as_bot(
        &self,
        external_user_id: impl AsRef<str>,
    ) -> Request<BotPartnerSdkToken> {
        Request::new(self, &[]).with_fields().set("external_user_id", external_user_id.as_ref())
    }
}

impl Request<PartnerSdkUnmergeProvisionalAccount> {
    /// The application's secret: at most 1024 characters.
    pub fn client_secret(self, client_secret: impl AsRef<str>) -> Self {
        self.set("client_secret", client_secret.as_ref())
    }
}

impl Request<PartnerSdkToken> {
    /// The application's secret: at most 1024 characters.
    pub fn client_secret(self, client_secret: impl AsRef<str>) -> Self {
        self.set("client_secret", client_secret.as_ref())
    }
}

impl Request<BotPartnerSdkToken> {
    /// Name for a new account: 1 to 32 characters.
    pub fn preferred_global_name(self, preferred_global_name: impl AsRef<str>) -> Self {
        self.set("preferred_global_name", preferred_global_name.as_ref())
    }

    /// The provisional account.
    pub fn provisional_user_id(self, provisional_user_id: Id<marker::User>) -> Self {
        self.set("provisional_user_id", &provisional_user_id)
    }
}
