//! What a sender recognises its message by.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// What a sender recognises its own message by: a number or a text of at most 25 characters.
///
/// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message).
/// It comes back in the form it was sent in.
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

impl<'de> Deserialize<'de> for Nonce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = Nonce;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an integer or a string")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Nonce, E> {
                Ok(Nonce::Integer(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Nonce, E> {
                i64::try_from(number)
                    .map(Nonce::Integer)
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Nonce, E> {
                Ok(Nonce::from(text))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Nonce, E> {
                Ok(Nonce::from(text))
            }
        }
        deserializer.deserialize_any(Either)
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
