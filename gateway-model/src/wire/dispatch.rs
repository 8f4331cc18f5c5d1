//! A dispatched event: envelope and untouched bytes, decoded on demand.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use serde::Deserialize;

use crate::gateway::Opcode;
use crate::json::{self, NotRead};
use crate::wire::decode_error::DecodeError;
use crate::wire::dispatch_head::DispatchHead;
use crate::wire::envelope::{self, EnvelopeError};
use crate::wire::event_kind::EventKind;

/// One dispatched event: its kind, its sequence, and its data as the JSON bytes Discord sent.
///
/// Cheap to clone and to send to another thread, because the bytes are shared. The data is not parsed until
/// [`decode`](Self::decode) is called.
#[derive(Clone, PartialEq, Eq)]
pub struct Dispatch {
    pub(crate) message: Bytes,
    pub(crate) head: DispatchHead,
}

/// Why a message is not a dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DispatchError {
    /// It is not a gateway payload.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// Its opcode is not 0.
    #[error("opcode {0:?} is not a dispatch")]
    NotADispatch(Opcode),
    /// It has no sequence (`s`).
    #[error("the dispatch has no sequence ('s')")]
    MissingSequence,
    /// It has no event name (`t`).
    #[error("the dispatch has no event name ('t')")]
    MissingName,
    /// It is larger than 4 GiB.
    #[error("the dispatch is larger than 4 GiB")]
    TooLarge,
}

impl Dispatch {
    /// Parses the envelope of a message that contains a dispatch.
    ///
    /// # Errors
    ///
    /// Returns an error if the message is not a payload, not a dispatch, or lacks sequence or name.
    pub fn parse(message: Bytes) -> Result<Self, DispatchError> {
        let head = DispatchHead::scan(&message)?;
        Ok(Self { message, head })
    }

    /// The kind of event.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        self.head.kind
    }

    /// The event's name as Discord sent it, even if it is unknown.
    #[must_use]
    pub fn name(&self) -> &str {
        // Checked to be UTF-8 when the envelope was scanned.
        self.head.kind.name().unwrap_or_else(|| {
            std::str::from_utf8(&self.message[self.head.name.range()]).unwrap_or_default()
        })
    }

    /// Its sequence number within the session.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.head.sequence
    }

    /// The JSON of `d`, untouched.
    ///
    /// Each call skips `d` to find its end, at about a nanosecond per byte, because keys may follow it.
    /// [`decode`](Self::decode) does not need to. If the message is malformed, it returns the rest of the message,
    /// which no JSON parser accepts.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.message[self.data_range()]
    }

    /// The JSON of `d` as shared bytes, to keep or pass on without a copy; like [`data`](Self::data).
    #[must_use]
    pub fn data_bytes(&self) -> Bytes {
        self.message.slice(self.data_range())
    }

    fn data_range(&self) -> Range<usize> {
        let range = self.head.data.range();
        if self.head.exact { range } else { envelope::exact(&self.message, range) }
    }

    /// The JSON of `d`. If its end is only assumed, keys that follow it are included.
    pub(crate) fn data_and_rest(&self) -> &[u8] {
        &self.message[self.head.data.range()]
    }

    /// The whole message, `{"t":..,"s":..,"op":0,"d":..}`.
    #[must_use]
    pub const fn message(&self) -> &Bytes {
        &self.message
    }

    /// Copies the message into a separate buffer of exactly its size. Events that arrived together may share one larger
    /// buffer, which a retained event would keep in memory as a whole.
    #[must_use]
    pub fn detach(self) -> Self {
        Self { message: Bytes::copy_from_slice(&self.message), head: self.head }
    }

    /// Decodes the data as any type; strings may borrow from the message.
    ///
    /// # Errors
    ///
    /// Returns an error if the data does not have that form. The error has the event and the path of the field; the
    /// dispatch and its bytes are unchanged.
    pub fn decode<'a, T: Deserialize<'a>>(&'a self) -> Result<T, DecodeError> {
        self.read().or_else(|_| {
            json::from_slice_whole(self.data()).map_err(|source| DecodeError::new(self, source))
        })
    }

    /// Reads the data strictly. An error is not final, because keys may follow the data.
    pub(crate) fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, NotRead> {
        json::from_slice(self.data_and_rest())
    }
}

impl fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatch")
            .field("name", &self.name())
            .field("sequence", &self.head.sequence)
            .field("data_bytes", &self.data().len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dispatch(text: &'static str) -> Dispatch {
        Dispatch::parse(Bytes::from_static(text.as_bytes())).unwrap()
    }

    #[test]
    fn data_is_borrowed_not_copied() {
        let dispatch = dispatch(r#"{"t":"MESSAGE_CREATE","s":1,"op":0,"d":{"content":"hi"}}"#);
        let text: std::collections::BTreeMap<&str, &str> = dispatch.decode().unwrap();
        assert!(dispatch.message().as_ptr_range().contains(&text["content"].as_ptr()));
    }

    #[test]
    fn a_detached_event_is_the_same_with_bytes_of_its_own() {
        let buffer = Bytes::from(format!(r#"{{"t":"A","s":1,"op":0,"d":[]}}{}"#, "x".repeat(9000)));
        let shared = Dispatch::parse(buffer.slice(..29)).unwrap();
        let own = shared.clone().detach();
        assert_eq!(own, shared);
        assert!(!buffer.as_ptr_range().contains(&own.message().as_ptr()));
    }

    #[test]
    fn keys_after_the_data_cost_nothing() {
        let dispatch = dispatch(r#"{"t":"A","s":1,"op":0,"d":{"a":{}},"x":{"y":{}}}"#);
        assert_eq!(dispatch.data(), br#"{"a":{}}"#);
        assert_eq!(dispatch.data_bytes(), &br#"{"a":{}}"#[..]);
        let value: serde_json::Value = dispatch.decode().unwrap();
        assert_eq!(value, serde_json::json!({"a": {}}));
    }

    #[test]
    fn malformed_data_is_an_error_and_never_other_data() {
        for data in [r#"{"a":1}}"#, r#"{"a":1},"x":{"#, r#"{"a":1},{}"#, r#"{"a":[}"#] {
            let text = format!(r#"{{"t":"A","s":1,"op":0,"d":{data}}}"#);
            if let Ok(dispatch) = Dispatch::parse(Bytes::from(text.clone())) {
                assert!(dispatch.decode::<serde_json::Value>().is_err(), "{text}");
            }
        }
    }

    #[test]
    fn an_unknown_event_keeps_name_and_data() {
        let dispatch = dispatch(r#"{"op":0,"d":[1,2],"t":"NEW_THING","s":9}"#);
        assert_eq!(
            (dispatch.kind(), dispatch.name(), dispatch.sequence()),
            (EventKind::Unknown, "NEW_THING", 9)
        );
        assert_eq!(dispatch.data(), b"[1,2]");
    }

    #[test]
    fn a_decode_error_names_event_and_path() {
        let dispatch = dispatch(r#"{"t":"X_Y","s":1,"op":0,"d":{"a":[{"b":1},{"b":"no"}]}}"#);
        #[derive(Debug, serde::Deserialize)]
        struct Outer {
            #[expect(dead_code, reason = "only its decoding matters")]
            a: Vec<std::collections::BTreeMap<String, u8>>,
        }
        let error = dispatch.decode::<Outer>().unwrap_err();
        assert_eq!((error.event(), error.path()), ("X_Y", "a[1].b"));
    }

    #[test]
    fn other_opcodes_are_not_dispatches() {
        let error = Dispatch::parse(Bytes::from_static(br#"{"op":11}"#)).unwrap_err();
        assert_eq!(error, DispatchError::NotADispatch(Opcode::HeartbeatAck));
    }
}
