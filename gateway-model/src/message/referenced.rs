//! The message that a message replies to.

use serde::{Serialize, Serializer};

use super::Message;
use crate::json::{NotRead, Read, Reader};

/// The message that a message replies to, as far as Discord sent it.
///
/// Docs: [Message, Message Object](https://docs.discord.com/developers/resources/message#message-object),
/// note 4: a missing field and null mean different things.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum ReferencedMessage {
    /// There is none, or Discord did not look it up, so it may have been deleted. If it was present and could not be
    /// read, [`Decoded::skipped`](crate::event::Decoded::skipped) has the error.
    #[default]
    Unknown,
    /// It was deleted.
    Deleted,
    /// The message.
    Message(Box<Message>),
}

impl ReferencedMessage {
    /// Returns the message, if it was sent.
    #[must_use]
    pub fn get(&self) -> Option<&Message> {
        if let Self::Message(message) = self { Some(message) } else { None }
    }

    pub(super) const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }
}

impl Read for ReferencedMessage {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        if reader.null()? { Ok(Self::Deleted) } else { Box::read(reader).map(Self::Message) }
    }

    fn read_optional(reader: &mut Reader<'_>) -> Result<Option<Self>, NotRead> {
        reader.attempt()
    }
}

impl Serialize for ReferencedMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(extra: &str) -> Message {
        let text = format!(
            r#"{{"id":"9","channel_id":"8","author":{{"id":"4"}},"timestamp":"2026-08-11T17:27:07Z"{extra}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn null_is_deleted_and_missing_is_unknown() {
        let written = |message: &Message| serde_json::to_value(message).unwrap();
        let unknown = message("");
        assert_eq!(unknown.referenced_message, ReferencedMessage::Unknown);
        assert!(written(&unknown).get("referenced_message").is_none());
        let deleted = message(r#","referenced_message":null"#);
        assert_eq!(deleted.referenced_message, ReferencedMessage::Deleted);
        assert!(written(&deleted)["referenced_message"].is_null());
        let there = serde_json::to_string(&unknown).unwrap();
        let answer = message(&format!(r#","referenced_message":{there}"#));
        assert_eq!(answer.referenced_message.get(), Some(&unknown));
        assert_eq!(written(&answer)["referenced_message"], written(&unknown));
    }
}
