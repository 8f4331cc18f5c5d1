//! The authorization of a token, and OpenID Connect.

use gateway_model::Timestamp;
use gateway_model::application::Application;
use gateway_model::oauth2::OAuth2Scope;
use gateway_model::user::User;
use serde::{Deserialize, Serialize};

/// What a bearer token authorizes.
///
/// Docs: [OAuth2, Get Current Authorization Information](https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AuthorizationInformation {
    /// The application, with only some of its fields.
    pub application: Application,
    /// The scopes.
    pub scopes: Vec<OAuth2Scope>,
    /// When the token expires.
    pub expires: Timestamp,
    /// The user, with the scope `identify`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
}

/// The keys that sign OpenID Connect tokens, a JSON Web Key Set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicKeys {
    /// The keys.
    pub keys: Vec<PublicKey>,
}

/// A JSON Web Key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicKey {
    /// Kind of key.
    pub kty: String,
    /// What it is used for.
    #[serde(rename = "use")]
    pub usage: String,
    /// Id of the key.
    pub kid: String,
    /// Modulus, in base64url.
    pub n: String,
    /// Exponent, in base64url.
    pub e: String,
    /// Algorithm.
    pub alg: String,
}

/// The claims of OpenID Connect about a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OpenIdUserInfo {
    /// The user's id.
    pub sub: String,
    /// Address, with the scope `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the address is verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// Name of the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    /// Display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// URL of the avatar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Locale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}
