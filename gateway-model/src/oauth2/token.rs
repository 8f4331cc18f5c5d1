//! Tokens and client secrets.

use serde::ser::Serializer;

use super::OAuth2Scope;
use crate::guild::Guild;
use crate::json::{NotRead, Reader};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::secret::secret;
use crate::webhook::Webhook;

secret! {
    /// Token with which an application calls the API for a user. `Debug` does not show it.
    ///
    /// Docs: [OAuth2, Access Token Response](https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-access-token-response).
    pub struct AccessToken;
}

secret! {
    /// Token that requests a new access token. `Debug` does not show it.
    ///
    /// Docs: [OAuth2, Refresh Token Exchange Example](https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-refresh-token-exchange-example).
    pub struct RefreshToken;
}

secret! {
    /// Secret that authenticates an application, from its page in the Developer Portal. `Debug` does not show it.
    ///
    /// Docs: [OAuth2, Shared Resources](https://docs.discord.com/developers/topics/oauth2#shared-resources).
    pub struct ClientSecret;
}

object! {
    /// A token response.
    ///
    /// Docs: [OAuth2, Access Token Response](https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-access-token-response).
    #[derive(Eq, Hash)]
    pub struct AccessTokenResponse {
        /// Access token.
        pub access_token: AccessToken,
        /// `Bearer`.
        pub token_type: Box<str>,
        /// Seconds until it expires.
        pub expires_in: u64,
        /// Refresh token. A token that was requested with client credentials has none.
        pub refresh_token?: RefreshToken,
        /// Scopes that the user has granted.
        #[serde(serialize_with = "write_scopes")]
        pub scopes as "scope" {with read_scopes}: Box<[OAuth2Scope]>,
        /// The webhook that was created, with the scope `webhook.incoming`.
        pub webhook?: Box<Webhook>,
        /// The guild that the bot was added to, with the scope `bot`.
        pub guild?: Box<Guild>,
    }
}

open_enum! {
    /// Kind of token.
    ///
    /// Docs: [OAuth2, Token Revocation Example](https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-token-revocation-example).
    pub enum TokenKind: str {
        /// An access token.
        AccessToken = "access_token",
        /// A refresh token.
        RefreshToken = "refresh_token",
    }
}

/// Reads scopes from a text in which spaces separate them.
fn read_scopes(reader: &mut Reader<'_>) -> Result<Box<[OAuth2Scope]>, NotRead> {
    Ok(reader.string()?.split_ascii_whitespace().map(OAuth2Scope::from).collect())
}

#[allow(clippy::borrowed_box, reason = "the shape serde calls")]
fn write_scopes<S: Serializer>(
    scopes: &Box<[OAuth2Scope]>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let scopes: Vec<&str> = scopes.iter().map(OAuth2Scope::as_str).collect();
    serializer.serialize_str(&scopes.join(" "))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The docs' example.
    const TOKEN: &str = r#"{"access_token":"6qrZcUqja7812RVdnEKjpzOL4CvHBFG","token_type":"Bearer","expires_in":604800,
        "refresh_token":"D43f5y0ahjqew82jZ4NViEr2YafMKhue","scope":"identify guilds.join new"}"#;

    #[test]
    fn a_token_is_read_and_not_shown() {
        let token: AccessTokenResponse = serde_json::from_str(TOKEN).unwrap();
        assert_eq!(token.access_token.as_str(), "6qrZcUqja7812RVdnEKjpzOL4CvHBFG");
        let scopes =
            [OAuth2Scope::Identify, OAuth2Scope::GuildsJoin, OAuth2Scope::Unknown("new".into())];
        assert_eq!(*token.scopes, scopes);
        let shown = format!("{token:?} {:?}", ClientSecret::new("937it3ow87i4ery69876wqire"));
        for secret in ["6qrZ", "D43f", "937i"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        let written = serde_json::to_value(&token).unwrap();
        assert_eq!(written, serde_json::from_str::<Value>(TOKEN).unwrap());
    }

    #[test]
    fn a_webhook_comes_with_its_token_and_one_that_cannot_be_read_costs_nothing_else() {
        let mut json: Value = serde_json::from_str(TOKEN).unwrap();
        json["webhook"] = serde_json::json!({"application_id": "310954232226357250", "name": "testwebhook",
            "url": "https://discord.com/api/webhooks/347114750880120863/kKDd", "channel_id": "345626669224982402",
            "token": "kKDd", "type": 1, "avatar": null, "guild_id": "290926792226357250", "id": "347114750880120863"});
        json["guild"] = serde_json::json!({"id": "5"});
        let json = serde_json::to_vec(&json).unwrap();
        let (token, left_out): (AccessTokenResponse, _) = crate::read_json(&json).unwrap();
        assert_eq!(left_out[0].path(), "guild");
        assert_eq!(token.webhook.as_ref().unwrap().token.as_ref().unwrap().as_str(), "kKDd");
        assert_eq!(token.guild, None);
        assert!(!format!("{token:?}").contains("kKDd"));
    }
}
