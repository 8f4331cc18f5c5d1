//! The bot token, checked once and never shown.

use std::fmt;

/// The maximum length of a token, in bytes; Discord's have about 70.
const MAX_BYTES: usize = 512;

/// A bot's token, for the gateway and for REST. Neither `Debug` output nor errors contain it.
///
/// Docs: [Reference, Authentication](https://docs.discord.com/developers/reference#authentication).
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Box<str>);

/// The text is not a valid token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// It is empty.
    #[error("the token is empty")]
    Empty,
    /// It contains a space, a control character, a quote, a backslash or a character outside ASCII: often a line end or
    /// a quote that was copied by mistake.
    #[error("the token has an invalid character at byte {at}")]
    InvalidCharacter {
        /// Offset of the character, in bytes.
        at: usize,
    },
    /// It is longer than any token.
    #[error("the token is too long ({bytes} bytes)")]
    TooLong {
        /// Its length, in bytes.
        bytes: usize,
    },
}

impl Token {
    /// Parses a token, as shown in the Developer Portal. A leading `Bot `, which is used only in the HTTP header, is
    /// removed; the text `Bot` alone is an empty token.
    ///
    /// # Errors
    ///
    /// Returns an error if it is empty, longer than 512 bytes, or contains a character that tokens do not have.
    pub fn new(token: impl Into<String>) -> Result<Self, TokenError> {
        let given = token.into();
        let text = match given.strip_prefix("Bot") {
            Some("") => "",
            Some(rest) => rest.strip_prefix(' ').unwrap_or(&given),
            None => &given,
        };
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        if text.len() > MAX_BYTES {
            return Err(TokenError::TooLong { bytes: text.len() });
        }
        // A token has no quotes or backslashes: they were copied from a file by mistake.
        let bad = |byte: u8| !byte.is_ascii_graphic() || matches!(byte, b'"' | b'\\');
        if let Some(at) = text.bytes().position(bad) {
            return Err(TokenError::InvalidCharacter { at });
        }
        Ok(Self(text.into()))
    }

    /// The token itself, to be sent.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_of_the_http_header_is_taken_off() {
        assert_eq!(Token::new("Bot abc.def").unwrap().expose(), "abc.def");
        assert_eq!(Token::new("Bottom.def").unwrap().expose(), "Bottom.def");
    }

    #[test]
    fn what_cannot_be_a_token_is_refused() {
        assert_eq!(Token::new("Bot "), Err(TokenError::Empty));
        assert_eq!(Token::new("Bot"), Err(TokenError::Empty));
        assert_eq!(Token::new("abc\n"), Err(TokenError::InvalidCharacter { at: 3 }));
        assert_eq!(Token::new("a b"), Err(TokenError::InvalidCharacter { at: 1 }));
        assert_eq!(Token::new("a\u{e9}"), Err(TokenError::InvalidCharacter { at: 1 }));
        assert_eq!(Token::new("x".repeat(600)), Err(TokenError::TooLong { bytes: 600 }));
    }

    #[test]
    fn debug_does_not_show_it() {
        assert_eq!(format!("{:?}", Token::new("secret").unwrap()), "Token(..)");
    }
}
