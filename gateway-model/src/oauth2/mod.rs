//! What users allow applications, and the tokens for it.
//!
//! Docs: [OAuth2](https://docs.discord.com/developers/topics/oauth2).

mod scope;
mod token;

pub use scope::OAuth2Scope;
pub use token::{AccessToken, AccessTokenResponse, ClientSecret, RefreshToken, TokenKind};
