//! Nonces of messages.

use serde::ser::{Serialize, Serializer};

use crate::json::{NotRead, Read, Reader};
use crate::macros::object::deserialize_own;

/// A nonce, by which a sender recognizes its message: a number or a text of at most 25 characters.
///
/// Discord returns it in the form in which it was sent.
///
/// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

impl Serialize for Nonce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

deserialize_own! { Nonce }

impl Read for Nonce {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        if reader.byte() == b'"' {
            return Box::read(reader).map(Self::Text);
        }
        i64::read(reader).map(Self::Integer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_come_back_as_they_were() {
        for text in ["5", "-5", "9223372036854775807", "\"5\"", "\"a\""] {
            let nonce: Nonce = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&nonce).unwrap(), text);
        }
        for text in ["1.5", "true", "null", "9223372036854775808"] {
            assert!(serde_json::from_str::<Nonce>(text).is_err(), "{text}");
        }
    }
}
