//! Provisional accounts of the Social SDK.

use std::fmt;

use gateway_model::oauth2::OAuth2Scope;
use serde::{Deserialize, Serialize};

/// The provider of an external identity token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum IdentityProvider {
    /// Any OpenID Connect provider.
    Oidc,
    /// Epic Online Services, access token.
    EpicOnlineServicesAccessToken,
    /// Epic Online Services, id token.
    EpicOnlineServicesIdToken,
    /// Steam, session ticket.
    SteamSessionTicket,
    /// Unity.
    UnityServicesIdToken,
    /// An access token that a bot received.
    DiscordBotIssuedAccessToken,
    /// Apple.
    AppleIdToken,
    /// PlayStation Network.
    PlaystationNetworkIdToken,
}

/// A token for a provisional account. `Debug` does not show secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProvisionalToken {
    /// `Bearer`.
    pub token_type: String,
    /// The token.
    pub access_token: String,
    /// Seconds until it expires.
    pub expires_in: u64,
    /// Its scopes, separated by spaces.
    pub scope: String,
    /// The OpenID Connect token.
    pub id_token: String,
    /// The refresh token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Its scopes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<OAuth2Scope>>,
    /// When it expires, in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at_s: Option<u64>,
}

impl fmt::Debug for ProvisionalToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProvisionalToken")
            .field("expires_in", &self.expires_in)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}
