//! The envelope of a gateway message, found without reading its data.
//!
//! Docs: [Gateway Events, Payload Structure](https://docs.discord.com/developers/events/gateway-events#payload-structure).
//!
//! Discord writes `t`, `s` and `op` before `d`. Once those three are known, `d` is taken to be the rest
//! of the object, so its bytes are not walked. Whether a further key comes after `d` cannot be told
//! without walking it; that is done only when somebody asks for the bytes of `d`, or when decoding finds
//! more than one value there. In any other order the values are stepped over at once.

use std::ops::Range;

use serde::de::IgnoredAny;

use crate::gateway::Opcode;
use crate::scan::{Broken, Scanner};

/// `op`, `s` and `t` of a gateway message, and where its `d` is.
///
/// Keys may come in any order and keys beside the four are left out. Of a key that comes twice the first
/// one counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// What kind of payload it is.
    pub op: Opcode,
    /// Sequence of a dispatch; `None` if it is null or missing.
    pub sequence: Option<u64>,
    /// Event name of a dispatch; `None` if it is null or missing. No event of Discord's has escapes in
    /// its name; one that did would be shown with the escapes in place.
    pub event: Option<&'a str>,
    message: &'a [u8],
    data: Data,
}

/// Where `d` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Data {
    /// Exactly there; empty where `d` is missing.
    Found(Range<usize>),
    /// It starts and, unless further keys come after it, ends there. It is an object or a list.
    Assumed(Range<usize>),
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

impl From<Broken> for EnvelopeError {
    fn from(Broken { at }: Broken) -> Self {
        Self::NotAnObject { at }
    }
}

impl<'a> Envelope<'a> {
    /// Finds the envelope of a message.
    ///
    /// `d` is not checked to be valid JSON; decoding does that.
    ///
    /// # Errors
    ///
    /// Returns an error if the message is not an object, has no `op`, or has `op`, `s` or `t` of a wrong type.
    pub fn scan(message: &'a [u8]) -> Result<Self, EnvelopeError> {
        let mut scan = Scanner::new(message);
        let mut found = Fields::default();
        scan.expect(b'{')?;
        if scan.peek()? == b'}' {
            return Err(EnvelopeError::MissingOp);
        }
        loop {
            let key = read_key(&mut scan)?;
            scan.expect(b':')?;
            scan.space();
            match key {
                Key::T if found.event.is_none() => found.event = Some(text(&mut scan, "t")?),
                Key::S if found.sequence.is_none() => {
                    found.sequence = Some(integer(&mut scan, "s")?);
                }
                Key::Op if found.op.is_none() => found.op = Some(opcode(&mut scan)?),
                Key::D if found.data.is_none() => match found.rest_is_data(&scan) {
                    Some(data) => {
                        found.data = Some(data);
                        break;
                    }
                    None => found.data = Some(Data::Found(scan.value()?)),
                },
                _ => skip(&mut scan)?,
            }
            if !scan.next_item(b'}')? {
                scan.end()?;
                break;
            }
        }
        Ok(Self {
            op: found.op.ok_or(EnvelopeError::MissingOp)?,
            sequence: found.sequence.flatten(),
            event: found.event.flatten(),
            message,
            data: found.data.unwrap_or(Data::Found(0..0)),
        })
    }

    /// The bytes of `d`; empty if it is missing.
    ///
    /// Steps over `d` to find its end where it is the last key, as it is in Discord's messages: about a
    /// nanosecond a byte. Of a malformed message it is all that follows, which no JSON parser takes.
    #[must_use]
    pub fn data(&self) -> &'a [u8] {
        let range = match &self.data {
            Data::Found(range) => range.clone(),
            Data::Assumed(range) => exact(self.message, range.clone()),
        };
        &self.message[range]
    }

    /// Where `d` is, as far as it is known.
    pub(crate) fn into_data(self) -> Data {
        self.data
    }
}

/// Where `d` is that was assumed to be there. Of a malformed message it stays as it was assumed: as what
/// is there is not one JSON value, nobody can decode it.
#[cold]
pub(crate) fn exact(message: &[u8], assumed: Range<usize>) -> Range<usize> {
    let mut scan = Scanner { bytes: message, at: assumed.start };
    match after_data(&mut scan) {
        Ok(data) => data,
        Err(_) => assumed,
    }
}

/// Steps over `d` and the further keys up to the end of the message.
fn after_data(scan: &mut Scanner<'_>) -> Result<Range<usize>, EnvelopeError> {
    let data = scan.value()?;
    while scan.next_item(b'}')? {
        read_key(scan)?;
        scan.expect(b':')?;
        skip(scan)?;
    }
    scan.end()?;
    Ok(data)
}

/// What is found so far; the outer `Option` is `None` for a key not yet seen.
#[derive(Default)]
#[allow(clippy::option_option, reason = "a key not yet seen is something else than null")]
struct Fields<'a> {
    op: Option<Opcode>,
    sequence: Option<Option<u64>>,
    event: Option<Option<&'a str>>,
    data: Option<Data>,
}

impl Fields<'_> {
    /// Where `d` is, if all else is known and all up to the closing brace may be `d`.
    fn rest_is_data(&self, scan: &Scanner<'_>) -> Option<Data> {
        if self.op.is_none() || self.sequence.is_none() || self.event.is_none() {
            return None;
        }
        let rest = scan.bytes.get(scan.at..)?;
        let closing = match rest.first()? {
            b'{' => b'}',
            b'[' => b']',
            _ => return None,
        };
        let value = rest.trim_ascii_end().strip_suffix(b"}")?.trim_ascii_end();
        (value.len() > 1 && value.last() == Some(&closing))
            .then(|| Data::Assumed(scan.at..scan.at + value.len()))
    }
}

enum Key {
    Op,
    S,
    T,
    D,
    Other,
}

fn read_key(scan: &mut Scanner<'_>) -> Result<Key, Broken> {
    scan.expect(b'"')?;
    let (key, length) = match &scan.bytes[scan.at..] {
        [b't', b'"', ..] => (Key::T, 2),
        [b's', b'"', ..] => (Key::S, 2),
        [b'd', b'"', ..] => (Key::D, 2),
        [b'o', b'p', b'"', ..] => (Key::Op, 3),
        _ => {
            scan.at -= 1;
            return read_other_key(scan);
        }
    };
    scan.at += length;
    Ok(key)
}

/// A key that is none of the four, unless it is written with escapes.
#[cold]
fn read_other_key(scan: &mut Scanner<'_>) -> Result<Key, Broken> {
    let start = scan.at;
    scan.string()?;
    let key: String =
        serde_json::from_slice(&scan.bytes[start..scan.at]).map_err(|_| Broken { at: start })?;
    Ok(match key.as_str() {
        "op" => Key::Op,
        "s" => Key::S,
        "t" => Key::T,
        "d" => Key::D,
        _ => Key::Other,
    })
}

/// Steps over a value that nobody wants. As nobody will decode it, it is checked here.
#[cold]
fn skip(scan: &mut Scanner<'_>) -> Result<(), Broken> {
    let value = scan.value()?;
    let start = value.start;
    match serde_json::from_slice::<IgnoredAny>(&scan.bytes[value]) {
        Ok(_) => Ok(()),
        Err(_) => Err(Broken { at: start }),
    }
}

fn opcode(scan: &mut Scanner<'_>) -> Result<Opcode, EnvelopeError> {
    let at = scan.at;
    let number = integer(scan, "op")?.ok_or(EnvelopeError::MissingOp)?;
    i32::try_from(number)
        .map(Opcode::from)
        .map_err(|_| EnvelopeError::WrongType { field: "op", at })
}

fn integer(scan: &mut Scanner<'_>, field: &'static str) -> Result<Option<u64>, EnvelopeError> {
    let start = scan.at;
    if scan.null() {
        return Ok(None);
    }
    let wrong = EnvelopeError::WrongType { field, at: start };
    let mut value = 0_u64;
    while let Some(digit @ b'0'..=b'9') = scan.bytes.get(scan.at) {
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(u64::from(digit - b'0')))
            .ok_or(wrong)?;
        scan.at += 1;
    }
    let leading_zero = scan.bytes.get(start) == Some(&b'0') && scan.at > start + 1;
    let ended = matches!(scan.bytes.get(scan.at), Some(b',' | b'}' | b' ' | b'\t' | b'\n' | b'\r'));
    if scan.at == start || leading_zero || !ended { Err(wrong) } else { Ok(Some(value)) }
}

fn text<'a>(scan: &mut Scanner<'a>, field: &'static str) -> Result<Option<&'a str>, EnvelopeError> {
    if scan.null() {
        return Ok(None);
    }
    let wrong = EnvelopeError::WrongType { field, at: scan.at };
    if scan.bytes.get(scan.at) != Some(&b'"') {
        return Err(wrong);
    }
    std::str::from_utf8(scan.string()?).map(Some).map_err(|_| wrong)
}

#[cfg(test)]
mod tests;
