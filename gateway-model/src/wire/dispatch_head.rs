//! The head of a dispatch, parsed before the message is copied.

use std::ops::Range;

use bytes::Bytes;

use crate::gateway::Opcode;
use crate::scan::digits;
use crate::wire::dispatch::{Dispatch, DispatchError};
use crate::wire::envelope::{Data, Envelope};
use crate::wire::event_kind::EventKind;
use crate::wire::event_names;

/// The head of a dispatch: its kind and sequence, and the positions of its name and data. It is parsed from a borrowed
/// message, so a message can be skipped before it is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DispatchHead {
    /// Length of the message, in bytes.
    length: u32,
    pub(crate) sequence: u64,
    pub(crate) name: Part,
    pub(crate) data: Part,
    /// Whether `data` is exactly `d`; if not, it may include keys that follow it.
    pub(crate) exact: bool,
    pub(crate) kind: EventKind,
}

/// A range in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    start: u32,
    end: u32,
}

impl Part {
    fn new(range: Range<usize>) -> Result<Self, DispatchError> {
        let narrow = |offset| u32::try_from(offset).map_err(|_| DispatchError::TooLarge);
        Ok(Self { start: narrow(range.start)?, end: narrow(range.end)? })
    }

    pub(crate) const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl DispatchHead {
    /// Parses the envelope of a message that contains a dispatch.
    ///
    /// # Errors
    ///
    /// Returns an error if the message is not a payload, not a dispatch, or lacks sequence or name.
    #[inline]
    pub fn scan(message: &[u8]) -> Result<Self, DispatchError> {
        match Self::scan_usual(message) {
            Some(head) => Ok(head),
            None => Self::scan_any(message),
        }
    }

    /// Parses an envelope of a known event that is written exactly as Discord writes it,
    /// `{"t":"NAME","s":1,"op":0,"d":{}}`. Returns `None` for other messages, which [`scan_any`](Self::scan_any)
    /// parses. The result is the same, at a fifth of the cost.
    #[inline]
    fn scan_usual(message: &[u8]) -> Option<Self> {
        const BEFORE_NAME: &[u8] = br#"{"t":""#;
        let rest = message.strip_prefix(BEFORE_NAME)?;
        let (name, rest) = rest.split_at(memchr::memchr(b'"', rest)?);
        let kind = event_names::kind(name);
        if kind == EventKind::Unknown {
            return None;
        }
        let (sequence, rest) = digits::prefix(rest.strip_prefix(br#"","s":"#)?)?;
        let rest = rest.strip_prefix(br#","op":0,"d":"#)?;
        let closing = match rest.first()? {
            b'{' => b'}',
            b'[' => b']',
            _ => return None,
        };
        let data = rest.strip_suffix(b"}")?;
        if data.len() < 2 || data.last() != Some(&closing) {
            return None;
        }
        let length = u32::try_from(message.len()).ok()?;
        let (name_start, after_data) = (BEFORE_NAME.len() as u32, length - 1);
        Some(Self {
            length,
            sequence,
            name: Part { start: name_start, end: name_start + name.len() as u32 },
            data: Part { start: after_data - data.len() as u32, end: after_data },
            exact: false,
            kind,
        })
    }

    /// Parses an envelope with any order of keys and any white space.
    #[cold]
    fn scan_any(message: &[u8]) -> Result<Self, DispatchError> {
        let envelope = Envelope::scan(message)?;
        if envelope.op != Opcode::Dispatch {
            return Err(DispatchError::NotADispatch(envelope.op));
        }
        let sequence = envelope.sequence.ok_or(DispatchError::MissingSequence)?;
        let event = envelope.event.ok_or(DispatchError::MissingName)?;
        let kind = EventKind::from_name(event);
        // The name is a slice of the message, so its offset is the difference of the two starts.
        let name_start = event.as_ptr() as usize - message.as_ptr() as usize;
        let name = Part::new(name_start..name_start + event.len())?;
        let (data, exact) = match envelope.into_data() {
            Data::Found(data) => (Part::new(data)?, true),
            Data::Assumed(data) => (Part::new(data)?, false),
        };
        let length = u32::try_from(message.len()).map_err(|_| DispatchError::TooLarge)?;
        Ok(Self { length, sequence, name, data, exact, kind })
    }

    /// The kind of event.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        self.kind
    }

    /// Its sequence number within the session.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The length of the scanned message, in bytes.
    #[must_use]
    pub const fn message_bytes(&self) -> usize {
        self.length as usize
    }

    /// Creates the dispatch with the scanned message; `None` if the length differs, so that it is another message.
    #[must_use]
    pub fn with_message(self, message: Bytes) -> Option<Dispatch> {
        (message.len() == self.length as usize).then_some(Dispatch { message, head: self })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_order_is_read_without_looking_further() {
        for data in ["{}", r#"{"a":{}}"#, "[]", "[1,{}]"] {
            let text = format!(r#"{{"t":"TYPING_START","s":12,"op":0,"d":{data}}}"#);
            let head = DispatchHead::scan_usual(text.as_bytes()).unwrap();
            assert_eq!((head.kind(), head.sequence()), (EventKind::TypingStart, 12));
            let dispatch = head.with_message(Bytes::from(text)).unwrap();
            assert_eq!((dispatch.name(), dispatch.data()), ("TYPING_START", data.as_bytes()));
        }
    }

    #[test]
    fn what_is_written_otherwise_is_left_to_the_slow_way() {
        for text in [
            r#"{"t":"NEW_THING","s":1,"op":0,"d":{}}"#,
            r#"{"t":"READY","s":01,"op":0,"d":{}}"#,
            r#"{"t":"READY","s":,"op":0,"d":{}}"#,
            r#"{"t":"READY","s":-1,"op":0,"d":{}}"#,
            r#"{"t":"READY","s":10000000000000000000,"op":0,"d":{}}"#,
            r#"{"t":"READY","s":1,"op":7,"d":{}}"#,
            r#"{"t":"READY","s":1,"op":0,"d":{]}"#,
            r#"{"t":"READY","s":1,"op":0,"d":{}"#,
            r#"{"t":"READY","s":1,"op":0,"d":}}"#,
            r#"{"t":"READY","s":1,"op":0,"d":null}"#,
            r#"{"t":"READY","s":1,"op":0,"d":{}} "#,
            r#"{"t":null,"s":null,"op":11,"d":null}"#,
            "{\"t\":\"READY",
            "",
        ] {
            assert_eq!(DispatchHead::scan_usual(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        /// If the fast path returns a result, the slow one returns the same.
        #[test]
        fn both_ways_agree(
            kind in prop::sample::select(EventKind::KNOWN),
            sequence in prop_oneof![any::<u64>(), 0..1_000_000_000_u64],
            data in r#"[{\[][{}\[\]", :a1]{0,12}[}\]]"#,
            at in any::<prop::sample::Index>(),
            byte in prop_oneof![any::<u8>(), prop::sample::select(&b"{}[]\",:0 "[..])],
            change in any::<bool>(),
        ) {
            let name = kind.name().unwrap();
            let mut text = format!(r#"{{"t":"{name}","s":{sequence},"op":0,"d":{data}}}"#).into_bytes();
            if change {
                let at = at.index(text.len());
                text[at] = byte;
            }
            if let Some(head) = DispatchHead::scan_usual(&text) {
                prop_assert_eq!(Ok(head), DispatchHead::scan_any(&text));
            } else if !change && sequence < 1_000_000_000_000_000_000 {
                // Only brackets that do not match are left to the slow path.
                let matching = matches!((data.as_bytes()[0], data.as_bytes()[data.len() - 1]), (b'{', b'}') | (b'[', b']'));
                prop_assert!(!matching);
            }
        }
    }
}
