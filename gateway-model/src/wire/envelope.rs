//! The envelope of a gateway message, found without parsing its data.
//!
//! Docs: [Gateway Events, Payload Structure](https://docs.discord.com/developers/events/gateway-events#payload-structure).
//!
//! Discord writes `t`, `s` and `op` before `d`. Once these three are known, `d` is assumed to be the rest of the
//! object, so its bytes are not scanned. Whether another key follows `d` can only be found by scanning it. That is done
//! when the bytes of `d` are requested, or when decoding finds more than one value there. If the keys have another
//! order, values are skipped immediately.

use std::ops::Range;

use serde::de::IgnoredAny;

use crate::gateway::Opcode;
use crate::scan::{Broken, Scanner};

/// `op`, `s` and `t` of a gateway message, and the position of its `d`.
///
/// Keys may be in any order, and other keys are ignored. If a key is repeated, the first one is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// Opcode.
    pub op: Opcode,
    /// Sequence of a dispatch; `None` if it is null or missing.
    pub sequence: Option<u64>,
    /// Event name of a dispatch; `None` if it is null or missing. Escapes are not resolved; no name of a Discord event
    /// has any.
    pub event: Option<&'a str>,
    message: &'a [u8],
    data: Data,
}

/// Where `d` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Data {
    /// Exactly there; empty if `d` is missing.
    Found(Range<usize>),
    /// It starts there and, unless other keys follow it, ends there. It is an object or a list.
    Assumed(Range<usize>),
}

/// Why a message is not a gateway payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnvelopeError {
    /// The message is not a JSON object, or ends early.
    #[error("not a JSON object at byte {at}")]
    NotAnObject {
        /// Offset in the message, in bytes.
        at: usize,
    },
    /// `op` is missing.
    #[error("field 'op' is missing")]
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
    /// It does not check that `d` is valid JSON; decoding does.
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

    /// Returns the bytes of `d`; empty if it is missing.
    ///
    /// If `d` is the last key, as in Discord's messages, it is skipped to find its end, at about a nanosecond per byte.
    /// If the message is malformed, this returns the rest of the message, which no JSON parser accepts.
    #[must_use]
    pub fn data(&self) -> &'a [u8] {
        let range = match &self.data {
            Data::Found(range) => range.clone(),
            Data::Assumed(range) => exact(self.message, range.clone()),
        };
        &self.message[range]
    }

    /// The position of `d`, as far as it is known.
    pub(crate) fn into_data(self) -> Data {
        self.data
    }
}

/// Finds the exact position of `d` from an assumed one. In a malformed message the assumed position is returned:
/// because it does not contain one JSON value, it cannot be decoded.
#[cold]
pub(crate) fn exact(message: &[u8], assumed: Range<usize>) -> Range<usize> {
    let mut scan = Scanner { bytes: message, at: assumed.start };
    match after_data(&mut scan) {
        Ok(data) => data,
        Err(_) => assumed,
    }
}

/// Skips `d` and the following keys up to the end of the message.
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

/// The keys found so far; the outer `Option` is `None` for a key that was not seen yet.
#[derive(Default)]
#[allow(clippy::option_option, reason = "a key not yet seen is something else than null")]
struct Fields<'a> {
    op: Option<Opcode>,
    sequence: Option<Option<u64>>,
    event: Option<Option<&'a str>>,
    data: Option<Data>,
}

impl Fields<'_> {
    /// Returns the assumed position of `d`, if all other keys are known and everything up to the closing brace may be
    /// `d`.
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

/// A key other than the four, unless it is written with escapes.
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

/// Skips an unneeded value. It is validated here, because it will not be decoded.
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
