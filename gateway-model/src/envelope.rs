//! The envelope of a gateway message, found without reading its data.
//!
//! Docs: [Gateway Events, Payload Structure](https://docs.discord.com/developers/events/gateway-events#payload-structure).
//!
//! Discord writes `t`, `s` and `op` before `d`. Once those three are known, `d` is taken to be the rest
//! of the object, so its bytes are not walked. In any other order the values are skipped over with
//! strings and nesting understood.

use std::ops::Range;

use crate::gateway::Opcode;

/// `op`, `s` and `t` of a gateway message, and where its `d` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// What kind of payload it is.
    pub op: Opcode,
    /// Sequence of a dispatch; `None` where it is null or missing.
    pub sequence: Option<u64>,
    /// Event name of a dispatch; `None` where it is null or missing.
    pub event: Option<&'a str>,
    /// Bytes of `d` within the message; empty where `d` is missing.
    pub data: Range<usize>,
}

/// Why a message is not a gateway payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnvelopeError {
    /// The message is not a JSON object, or ends early; the byte is where reading stopped.
    #[error("not a JSON object at byte {at}")]
    NotAnObject {
        /// Offset in the message, in bytes.
        at: usize,
    },
    /// `op` is missing.
    #[error("no field 'op'")]
    MissingOp,
    /// A field of the envelope has a wrong type.
    #[error("field '{field}' has a wrong type at byte {at}")]
    WrongType {
        /// `op`, `s` or `t`.
        field: &'static str,
        /// Offset in the message, in bytes.
        at: usize,
    },
}

impl<'a> Envelope<'a> {
    /// Finds the envelope of a message.
    ///
    /// `d` is not checked to be valid JSON; decoding does that.
    ///
    /// # Errors
    ///
    /// Where the message is not an object, has no `op`, or has `op`, `s` or `t` of a wrong type.
    pub fn scan(message: &'a [u8]) -> Result<Self, EnvelopeError> {
        let mut scan = Scanner { bytes: message, at: 0 };
        let (mut op, mut sequence, mut event, mut data) = (None, None, None, 0..0);
        let (mut seen_s, mut seen_t) = (false, false);
        scan.expect(b'{')?;
        if scan.peek()? == b'}' {
            return Err(EnvelopeError::MissingOp);
        }
        loop {
            let key = scan.string()?;
            scan.expect(b':')?;
            scan.space();
            match key {
                b"op" => op = Some(scan.integer("op")?.ok_or(EnvelopeError::MissingOp)?),
                b"s" => {
                    sequence = scan.integer("s")?;
                    seen_s = true;
                }
                b"t" => {
                    event = scan.text("t")?;
                    seen_t = true;
                }
                b"d" if op.is_some() && seen_s && seen_t => {
                    data = scan.rest()?;
                    break;
                }
                b"d" => data = scan.skip_value()?,
                _ => {
                    scan.skip_value()?;
                }
            }
            match scan.peek()? {
                b',' => scan.at += 1,
                b'}' => break,
                _ => return Err(scan.broken()),
            }
        }
        let op = op.ok_or(EnvelopeError::MissingOp)?;
        let op = u8::try_from(op).map_err(|_| EnvelopeError::WrongType { field: "op", at: 0 })?;
        Ok(Self { op: Opcode::from(op), sequence, event, data })
    }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    fn broken(&self) -> EnvelopeError {
        EnvelopeError::NotAnObject { at: self.at }
    }

    fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The next byte that is not white space, left in place.
    fn peek(&mut self) -> Result<u8, EnvelopeError> {
        self.space();
        self.bytes.get(self.at).copied().ok_or_else(|| self.broken())
    }

    fn expect(&mut self, byte: u8) -> Result<(), EnvelopeError> {
        if self.peek()? != byte {
            return Err(self.broken());
        }
        self.at += 1;
        Ok(())
    }

    /// A string's bytes between its quotes, escapes left as they are.
    fn string(&mut self) -> Result<&'a [u8], EnvelopeError> {
        self.expect(b'"')?;
        let start = self.at;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return Ok(&self.bytes[start..self.at - 1]);
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        Err(self.broken())
    }

    fn null(&mut self) -> bool {
        let null = self.bytes[self.at..].starts_with(b"null");
        if null {
            self.at += 4;
        }
        null
    }

    fn integer(&mut self, field: &'static str) -> Result<Option<u64>, EnvelopeError> {
        if self.null() {
            return Ok(None);
        }
        let start = self.at;
        let wrong = EnvelopeError::WrongType { field, at: start };
        let mut value = 0_u64;
        while let Some(digit @ b'0'..=b'9') = self.bytes.get(self.at) {
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(u64::from(digit - b'0')))
                .ok_or(wrong)?;
            self.at += 1;
        }
        let ended =
            matches!(self.bytes.get(self.at), Some(b',' | b'}' | b' ' | b'\t' | b'\n' | b'\r'));
        if self.at == start || !ended { Err(wrong) } else { Ok(Some(value)) }
    }

    fn text(&mut self, field: &'static str) -> Result<Option<&'a str>, EnvelopeError> {
        if self.null() {
            return Ok(None);
        }
        let wrong = EnvelopeError::WrongType { field, at: self.at };
        if self.bytes.get(self.at) != Some(&b'"') {
            return Err(wrong);
        }
        // Event names hold no escapes; one that did would be delivered with the escape in place.
        std::str::from_utf8(self.string()?).map(Some).map_err(|_| wrong)
    }

    /// The value that ends the object: all up to the closing brace.
    fn rest(&mut self) -> Result<Range<usize>, EnvelopeError> {
        let start = self.at;
        let trimmed = self.bytes.trim_ascii_end();
        let Some(b'}') = trimmed.last() else { return Err(self.broken()) };
        let value = trimmed[..trimmed.len() - 1].trim_ascii_end();
        if value.len() <= start {
            return Err(self.broken());
        }
        Ok(start..value.len())
    }

    /// Steps over one value of any kind.
    fn skip_value(&mut self) -> Result<Range<usize>, EnvelopeError> {
        self.space();
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match self.bytes.get(self.at).copied().ok_or_else(|| self.broken())? {
                b'"' => {
                    self.string()?;
                    if depth == 0 {
                        break;
                    }
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => break,
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                }
                b',' if depth == 0 => break,
                _ => self.at += 1,
            }
        }
        let end = start + self.bytes[start..self.at].trim_ascii_end().len();
        if end == start { Err(self.broken()) } else { Ok(start..end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> (Envelope<'_>, &str) {
        let envelope = Envelope::scan(text.as_bytes()).unwrap();
        let data = &text[envelope.data.clone()];
        (envelope, data)
    }

    #[test]
    fn finds_the_data_in_discords_own_order() {
        let (envelope, data) = scan(r#"{"t":"A_B","s":42,"op":0,"d":{"a":"}"}}"#);
        assert_eq!(
            (envelope.op, envelope.sequence, envelope.event),
            (Opcode::Dispatch, Some(42), Some("A_B"))
        );
        assert_eq!(data, r#"{"a":"}"}"#);
    }

    #[test]
    fn key_order_and_white_space_are_free() {
        let (envelope, data) =
            scan(" { \"d\" : [1, {\"x\":\"]\\\"}\"}] , \"op\" : 0 ,\"t\":\"X\", \"s\":1 } ");
        assert_eq!((envelope.sequence, envelope.event), (Some(1), Some("X")));
        assert_eq!(data, r#"[1, {"x":"]\"}"}]"#);
    }

    #[test]
    fn inner_keys_of_the_same_name_do_not_confuse_it() {
        let (envelope, data) = scan(r#"{"op":0,"d":{"op":7,"s":9,"t":"Y","d":1},"s":3,"t":"X"}"#);
        assert_eq!(
            (envelope.op, envelope.sequence, envelope.event),
            (Opcode::Dispatch, Some(3), Some("X"))
        );
        assert_eq!(data, r#"{"op":7,"s":9,"t":"Y","d":1}"#);
    }

    #[test]
    fn nulls_and_missing_fields_are_none() {
        let (envelope, data) = scan(r#"{"op":11}"#);
        assert_eq!(
            (envelope.op, envelope.sequence, envelope.event, data),
            (Opcode::HeartbeatAck, None, None, "")
        );
        let (envelope, data) = scan(r#"{"t":null,"s":null,"op":7,"d":null}"#);
        assert_eq!(
            (envelope.op, envelope.sequence, envelope.event, data),
            (Opcode::Reconnect, None, None, "null")
        );
    }

    #[test]
    fn an_unknown_opcode_is_kept() {
        assert_eq!(scan(r#"{"op":99,"d":1}"#).0.op, Opcode::Unknown(99));
    }

    #[test]
    fn bad_messages_are_errors_and_never_panic() {
        let whole = br#"{"t":"A","s":1,"op":0,"d":{"a":[1,"\"x"]}}"#;
        for end in 0..whole.len() {
            let _ = Envelope::scan(&whole[..end]);
        }
        for text in [
            "",
            "[]",
            "{}",
            "null",
            "{\"op\"",
            "{\"op\":\"0\"}",
            "{\"op\":-1}",
            "{\"op\":1.5}",
            "{\"op\":300}",
            "{\"op\":0,\"s\":99999999999999999999}",
            "{\"op\":0,\"t\":5}",
            "{\"s\":1}",
            "{\"x\\",
            "{\"op\":}",
            "{,}",
        ] {
            assert!(Envelope::scan(text.as_bytes()).is_err(), "{text}");
        }
    }
}
