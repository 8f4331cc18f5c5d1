//! Operations: oauth2.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::application::Application;
use gateway_model::oauth2::{AccessTokenResponse, TokenKind};

use crate::answer::{Empty, Json};
use crate::client::Client;
use crate::objects::{AuthorizationInformation, OpenIdUserInfo, PublicKeys};
use crate::request::Request;

operation! {
    /// Gets what the bearer token was given for.
    ///
    /// Requests of [`Client::current_authorization_information`](crate::Client::current_authorization_information): `GET /oauth2/@me`.
    ///
    /// Docs: [Get Current Authorization Information](https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information).
    ///
    /// # Example
    ///
    /// `client.current_authorization_information().await?`
    GetMyOauth2Authorization {
        name: "get_my_oauth2_authorization",
        route: GET "/oauth2/@me",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<AuthorizationInformation>,
    }
}

operation! {
    /// Gets the bot's application.
    ///
    /// Requests of [`Client::current_bot_application_information`](crate::Client::current_bot_application_information): `GET /oauth2/applications/@me`.
    ///
    /// Docs: [Get Current Bot Application Information](https://docs.discord.com/developers/topics/oauth2#get-current-bot-application-information).
    ///
    /// # Example
    ///
    /// `client.current_bot_application_information().await?`
    GetMyOauth2Application {
        name: "get_my_oauth2_application",
        route: GET "/oauth2/applications/@me",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Application>,
    }
}

operation! {
    /// Gets the keys that OpenID Connect tokens are signed with.
    ///
    /// Requests of [`Client::public_keys`](crate::Client::public_keys): `GET /oauth2/keys`.
    ///
    /// Docs: none but `get_public_keys` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.public_keys().await?`
    GetPublicKeys {
        name: "get_public_keys",
        route: GET "/oauth2/keys",
        major_parameters: 0,
        authorization: Optional,
        traits: [],
        needs_one_of: [],
        answer: Json<PublicKeys>,
    }
}

operation! {
    /// Exchanges a code for an access token.
    ///
    /// Requests of [`Client::exchange_authorization_code`](crate::Client::exchange_authorization_code): `POST /oauth2/token`.
    ///
    /// Docs: [Access Token Exchange Example](https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-access-token-exchange-example).
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateOauth2Token>`](crate::Request#impl-Request%3CCreateOauth2Token%3E), beside those of every request.
    ///
    /// - `code_verifier`: what the `code_challenge` of the authorization was made from (PKCE), which clients of games need.
    CreateOauth2Token {
        name: "create_oauth2_token",
        route: POST "/oauth2/token",
        major_parameters: 0,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Json<AccessTokenResponse>,
    }
}

operation! {
    /// Revokes a token.
    ///
    /// Requests of [`Client::revoke_token`](crate::Client::revoke_token): `POST /oauth2/token/revoke`.
    ///
    /// Docs: [Token Revocation Example](https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-token-revocation-example).
    ///
    /// # Setters
    ///
    /// Methods of [`Request<RevokeOauth2Token>`](crate::Request#impl-Request%3CRevokeOauth2Token%3E), beside those of every request.
    ///
    /// - `token_type_hint`: which of the authorization's tokens it is.
    RevokeOauth2Token {
        name: "revoke_oauth2_token",
        route: POST "/oauth2/token/revoke",
        major_parameters: 0,
        authorization: None,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets the bearer token's user as OpenID Connect claims.
    ///
    /// Requests of [`Client::openid_connect_user_info`](crate::Client::openid_connect_user_info): `GET /oauth2/userinfo`.
    ///
    /// Docs: none but `get_openid_connect_userinfo` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.openid_connect_user_info().await?`
    GetOpenidConnectUserinfo {
        name: "get_openid_connect_userinfo",
        route: GET "/oauth2/userinfo",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<OpenIdUserInfo>,
    }
}

impl Client {
    /// Gets what the bearer token was given for.
    ///
    /// Docs: [Get Current Authorization Information](https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information).
    pub fn current_authorization_information(&self) -> Request<GetMyOauth2Authorization> {
        Request::new(self, &[])
    }

    /// Gets the bot's application.
    ///
    /// Docs: [Get Current Bot Application Information](https://docs.discord.com/developers/topics/oauth2#get-current-bot-application-information).
    pub fn current_bot_application_information(&self) -> Request<GetMyOauth2Application> {
        Request::new(self, &[])
    }

    /// Gets the keys that OpenID Connect tokens are signed with.
    ///
    /// Docs: none but `get_public_keys` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    pub fn public_keys(&self) -> Request<GetPublicKeys> {
        Request::new(self, &[])
    }

    /// Gets the bearer token's user as OpenID Connect claims.
    ///
    /// Docs: none but `get_openid_connect_userinfo` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    pub fn openid_connect_user_info(&self) -> Request<GetOpenidConnectUserinfo> {
        Request::new(self, &[])
    }
}

impl Request<CreateOauth2Token> {
    /// What the `code_challenge` of the authorization was made from (PKCE), which clients of games need.
    pub fn code_verifier(self, code_verifier: impl AsRef<str>) -> Self {
        self.set("code_verifier", code_verifier.as_ref())
    }
}

impl Request<RevokeOauth2Token> {
    /// Which of the authorization's tokens it is.
    pub fn token_type_hint(self, token_type_hint: TokenKind) -> Self {
        self.set("token_type_hint", &token_type_hint)
    }
}
