//! Reads ids with the reader of this crate, which every event uses.

use super::Id;
use crate::json::{NotRead, Read, ReadKey, Reader};
use crate::scan::digits;

impl<T> Read for Id<T> {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        let start = reader.at;
        let value = read_number(reader)?;
        Self::new(value).ok_or_else(|| no_snowflake(reader, start))
    }

    /// Discord sometimes sends zero instead of null
    /// ([discord-api-docs#5603](https://github.com/discord/discord-api-docs/issues/5603)).
    #[inline]
    fn read_optional(reader: &mut Reader<'_>) -> Result<Option<Self>, NotRead> {
        if reader.null()? {
            return Ok(None);
        }
        let (start, depth) = (reader.at, reader.depth);
        match read_number(reader) {
            Ok(value) => Ok(Self::new(value)),
            Err(NotRead) => reader.leave_out(start, depth).map(|()| None),
        }
    }
}

impl<T> ReadKey for Id<T> {
    fn read_key(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// Reads a 64-bit number from a string or an integer.
#[inline]
fn read_number(reader: &mut Reader<'_>) -> Result<u64, NotRead> {
    match reader.quoted_id() {
        Some(value) => Ok(value),
        None => read_any_number(reader),
    }
}

/// Like [`read_number`], for numbers that do not have the form of Discord's ids.
#[cold]
fn read_any_number(reader: &mut Reader<'_>) -> Result<u64, NotRead> {
    let is_text = reader.byte() == b'"';
    let start = reader.at;
    let text = if is_text { reader.string()? } else { reader.digits() };
    digits::only(text.as_bytes()).ok_or_else(|| no_snowflake(reader, start))
}

/// Returns what is wrong with the value that begins at `start`.
#[cold]
fn no_snowflake(reader: &mut Reader<'_>, start: usize) -> NotRead {
    reader.at = start;
    if reader.skip().is_err() {
        return NotRead;
    }
    let (text, wanted) = (reader.since(start), "expected a snowflake as a string or an integer");
    if text.starts_with('"') {
        reader.wrong(start, format_args!("invalid value: string {text}, {wanted}"))
    } else {
        reader.wrong(start, wanted)
    }
}
