//! Reading JSON into types, faster than `serde_json` does.
//!
//! It takes no text that `serde_json` would refuse, and reads what it takes as `serde_json` does; for what
//! is left out here, such as enums with data, and for saying what is wrong, `serde_json` reads the text
//! again. So every error is the same [`NotRead`], without a message and without a cost.
//!
//! It is faster for three reasons: the text is checked to be UTF-8 once, so that each string is a slice of
//! it; strings are searched eight bytes at a time; and no position is kept for errors.

mod de;
mod lenient;
mod number;
mod path;
mod reader;
mod reason;
mod shape;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::Deserialize;

pub(crate) use lenient::Oddity;
pub(crate) use path::paths;
use reader::Reader;
pub(crate) use reason::{note_odd_value, note_of_kept_value};
pub(crate) use shape::BY_SHAPE;

/// Not a text that is read here, whatever the reason.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotRead;

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not read")
    }
}

impl std::error::Error for NotRead {}

impl serde::de::Error for NotRead {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        reason::note(reason);
        Self
    }
}

impl NotRead {
    /// There is something else than what is wanted here; what it is, its place says.
    #[cold]
    fn unexpected() -> Self {
        reason::forget();
        Self
    }
}

/// Reads a whole text as one value.
pub(crate) fn from_slice<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, NotRead> {
    let text = simdutf8::basic::from_utf8(text).map_err(|_| NotRead)?;
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    // Read again, to tell of it.
    if reason::take_odd_value() { Err(NotRead) } else { Ok(value) }
}

/// A value, and what was passed over in reading it.
pub(crate) type ReadLeniently<T> = Result<(T, Vec<Oddity>), Oddity>;

/// As [`from_slice`], but leaves out the items of lists that cannot be read, and takes values of any type for
/// open enums. Where that is not enough, the error is the place and the reason.
#[cold]
pub(crate) fn from_slice_leniently<'de, T: Deserialize<'de>>(text: &'de [u8]) -> ReadLeniently<T> {
    let text = simdutf8::compat::from_utf8(text)
        .map_err(|error| Oddity::unread(0, error.valid_up_to()))?;
    let mut reader = Reader::new(text);
    reader.passed_over = Some(Vec::new());
    reason::take_odd_value();
    reason::listening(|| {
        let read = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
        reader.note_odd_value(0);
        match read {
            Ok(value) => Ok((value, reader.passed_over.take().unwrap_or_default())),
            Err(NotRead) => Err(Oddity::unread(0, reader.at)),
        }
    })
}

/// Reads an object of the API from its JSON, as the data of events are read.
///
/// It reads what `serde_json` reads and as it does, only faster.
///
/// # Errors
///
/// What `serde_json` says: it is not JSON, or not of this shape.
pub fn read_json<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T, serde_json::Error> {
    from_slice(json).or_else(|_| serde_json::from_slice(json))
}
