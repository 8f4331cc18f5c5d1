//! The value of the header `Authorization`.

use std::fmt;

use gateway_model::{Token, TokenError};
use http::HeaderValue;

/// The credentials of a bot or a user. They are never shown: not in errors, logs or `Debug` output.
///
/// Docs: [Reference, Authentication](https://docs.discord.com/developers/reference#authentication).
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    header: HeaderValue,
    scheme: Scheme,
}

/// Whose credentials they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Bot,
    Bearer,
}

impl Credentials {
    /// Parses a bot token, with or without the prefix `Bot ` and surrounding white space.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not a valid [`Token`].
    pub(crate) fn bot(token: &str) -> Result<Self, TokenError> {
        Self::with_scheme(Scheme::Bot, Token::new(token.trim())?.expose())
    }

    /// Parses an OAuth2 access token of a user, with or without the prefix `Bearer ` and surrounding white space.
    ///
    /// # Errors
    ///
    /// Returns an error if it is empty, or has characters that a token cannot have.
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
