//! Methods that request tokens. They authenticate the application instead of sending a token.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::oauth2::{ClientSecret, OAuth2Scope, RefreshToken};

use super::{CreateOauth2Token, RevokeOauth2Token};
use crate::client::Client;
use crate::request::{Operation, Request};

impl Client {
    /// Exchanges an authorization code for an access token. `redirect_uri` is the URL to which the user was redirected
    /// with the code. A code can be exchanged only once, so the request is not retried.
    ///
    /// Docs: [Access Token Exchange Example](https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-access-token-exchange-example).
    pub fn exchange_authorization_code(
        &self,
        client_id: Id<marker::Application>,
        client_secret: &ClientSecret,
        code: impl AsRef<str>,
        redirect_uri: impl AsRef<str>,
    ) -> Request<CreateOauth2Token> {
        self.as_application(client_id, client_secret)
            .set("grant_type", "authorization_code")
            .set("code", code.as_ref())
            .set("redirect_uri", redirect_uri.as_ref())
    }

    /// Requests a new access token with a refresh token, before or after the present one has expired.
    ///
    /// Docs: [Refresh Token Exchange Example](https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-refresh-token-exchange-example).
    pub fn refresh_access_token(
        &self,
        client_id: Id<marker::Application>,
        client_secret: &ClientSecret,
        refresh_token: &RefreshToken,
    ) -> Request<CreateOauth2Token> {
        self.as_application(client_id, client_secret)
            .set("grant_type", "refresh_token")
            .set("refresh_token", refresh_token.as_str())
    }

    /// Requests an access token for the application's owner, without a user.
    ///
    /// Docs: [Client Credentials Grant](https://docs.discord.com/developers/topics/oauth2#client-credentials-grant).
    pub fn client_credentials_token(
        &self,
        client_id: Id<marker::Application>,
        client_secret: &ClientSecret,
        scopes: &[OAuth2Scope],
    ) -> Request<CreateOauth2Token> {
        let scopes: Vec<&str> = scopes.iter().map(OAuth2Scope::as_str).collect();
        self.as_application(client_id, client_secret)
            .set("grant_type", "client_credentials")
            .set("scope", &scopes.join(" "))
    }

    /// Revokes an access or refresh token, and all other tokens of its authorization.
    ///
    /// Docs: [Token Revocation Example](https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-token-revocation-example).
    pub fn revoke_token(
        &self,
        client_id: Id<marker::Application>,
        client_secret: &ClientSecret,
        token: impl AsRef<str>,
    ) -> Request<RevokeOauth2Token> {
        self.as_application(client_id, client_secret).set("token", token.as_ref())
    }

    /// Creates a request that authenticates the application.
    ///
    /// Docs: [Authorization Code Grant](https://docs.discord.com/developers/topics/oauth2#authorization-code-grant),
    /// "`client_id` and `client_secret` supplied in the form data body".
    fn as_application<O: Operation>(
        &self,
        client_id: Id<marker::Application>,
        client_secret: &ClientSecret,
    ) -> Request<O> {
        Request::new(self, &[])
            .with_url_form()
            .set("client_id", &client_id)
            .set("client_secret", client_secret.as_str())
    }
}
