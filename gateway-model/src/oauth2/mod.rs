//! OAuth2: scopes and tokens.
//!
//! Docs: [OAuth2](https://docs.discord.com/developers/topics/oauth2).

mod scope;
mod token;

pub use scope::OAuth2Scope;
pub use token::{AccessToken, AccessTokenResponse, ClientSecret, RefreshToken, TokenKind};
