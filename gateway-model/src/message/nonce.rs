//! What a sender recognises its message by.

use serde::{Deserialize, Serialize};

/// What a sender recognises its own message by: a number or a text of at most 25 characters.
///
/// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message).
/// It comes back in the form it was sent in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Nonce {
    /// A number.
    Integer(i64),
    /// A text.
    Text(Box<str>),
}

impl From<i64> for Nonce {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for Nonce {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Nonce {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}
