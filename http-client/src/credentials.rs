//! How a client says who it is: the value of the header `Authorization`.

use std::fmt;

use gateway_model::{Token, TokenError};
use http::HeaderValue;

/// A bot's or a user's. They are never shown: not in an error, not in a log, not by `Debug`.
///
/// Docs: [Reference, Authentication](https://docs.discord.com/developers/reference#authentication).
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    header: HeaderValue,
    scheme: Scheme,
}

/// Whose they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Bot,
    Bearer,
}

impl Credentials {
    /// Those of a bot: its token, with or without the leading `Bot `, and white space around it.
    ///
    /// # Errors
    ///
    /// Returns an error if it is no [`Token`].
    pub(crate) fn bot(token: &str) -> Result<Self, TokenError> {
        Self::with_scheme(Scheme::Bot, Token::new(token.trim())?.expose())
    }

    /// Those of a user: an OAuth2 access token, with or without the leading `Bearer `, and white space around it.
    ///
    /// # Errors
    ///
    /// Returns an error if it is empty, or has characters that no token has.
    pub(crate) fn bearer(token: &str) -> Result<Self, TokenError> {
        let token = token.trim_start();
        let token = token.strip_prefix("Bearer ").unwrap_or(token).trim();
        if token.is_empty() {
            return Err(TokenError::Empty);
        }
        Self::with_scheme(Scheme::Bearer, token)
    }

    fn with_scheme(scheme: Scheme, token: &str) -> Result<Self, TokenError> {
        if let Some(at) = token.bytes().position(|byte| !byte.is_ascii_graphic()) {
            return Err(TokenError::InvalidCharacter { at });
        }
        let mut header = HeaderValue::try_from(format!("{scheme:?} {token}"))
            .map_err(|_| TokenError::InvalidCharacter { at: 0 })?;
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

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_scheme_off_and_shows_nothing() {
        let bot = Credentials::bot;
        let credentials = bot(" Bot abc.def ").unwrap();
        assert_eq!(credentials.header().to_str().unwrap(), "Bot abc.def");
        let bearer = Credentials::bearer(" Bearer  xyz\n").unwrap();
        assert_eq!(bearer.header().to_str().unwrap(), "Bearer xyz");
        assert!(!format!("{credentials:?}").contains("abc"));
        assert_eq!(bot("Bot ").unwrap_err(), TokenError::Empty);
        assert_eq!(Credentials::bearer("Bearer ").unwrap_err(), TokenError::Empty);
        assert_eq!(bot("a b").unwrap_err(), TokenError::InvalidCharacter { at: 1 });
    }
}
