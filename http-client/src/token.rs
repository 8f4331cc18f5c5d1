//! The secret that authorizes a client.

use std::fmt;

use http::HeaderValue;

/// A bot's or a user's token. It is never shown: not in an error, not in a log, not by `Debug`.
///
/// Docs: [Reference, Authentication](https://docs.discord.com/developers/reference#authentication).
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    header: HeaderValue,
    scheme: Scheme,
}

/// Whose token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Bot,
    Bearer,
}

impl Token {
    /// A bot's token, with or without the leading `Bot `.
    ///
    /// # Errors
    ///
    /// It is empty, or has characters that no token has.
    pub fn bot(token: impl AsRef<str>) -> Result<Self, TokenError> {
        let token = token.as_ref().trim_start();
        Self::with_scheme(Scheme::Bot, token.strip_prefix("Bot ").unwrap_or(token))
    }

    /// An OAuth2 access token, with or without the leading `Bearer `.
    ///
    /// # Errors
    ///
    /// It is empty, or has characters that no token has.
    pub fn bearer(token: impl AsRef<str>) -> Result<Self, TokenError> {
        let token = token.as_ref().trim_start();
        Self::with_scheme(Scheme::Bearer, token.strip_prefix("Bearer ").unwrap_or(token))
    }

    fn with_scheme(scheme: Scheme, token: &str) -> Result<Self, TokenError> {
        let token = token.trim();
        if token.is_empty() {
            return Err(TokenError::Empty);
        }
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TokenError::Characters);
        }
        let mut header = HeaderValue::try_from(format!("{scheme:?} {token}"))
            .map_err(|_| TokenError::Characters)?;
        header.set_sensitive(true);
        Ok(Self { header, scheme })
    }

    pub(crate) fn scheme(&self) -> Scheme {
        self.scheme
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// A text that cannot be a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Nothing is left of it.
    #[error("the token is empty")]
    Empty,
    /// It has spaces or characters outside printable ASCII.
    #[error("the token has spaces or characters that no token has")]
    Characters,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_scheme_off_and_shows_nothing() {
        let token = Token::bot(" Bot abc.def ").unwrap();
        assert_eq!(token.header().to_str().unwrap(), "Bot abc.def");
        assert_eq!(Token::bearer("xyz").unwrap().header().to_str().unwrap(), "Bearer xyz");
        assert!(!format!("{token:?}").contains("abc"));
        assert_eq!(Token::bot("Bot ").unwrap_err(), TokenError::Empty);
        assert_eq!(Token::bot("a b").unwrap_err(), TokenError::Characters);
    }
}
