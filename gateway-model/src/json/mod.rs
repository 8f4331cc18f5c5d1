//! Reading JSON into types, faster than `serde_json` does.
//!
//! It takes no text that `serde_json` would refuse, but for strings with half a surrogate pair, and reads what it takes as
//! `serde_json` does. It is faster for three reasons: the text is checked to be UTF-8 once, so that each
//! string is a slice of it; strings are searched eight bytes at a time; and no position is kept for errors.
//!
//! There are two ways to be read by it. The types of this crate are [`Read`], which is compiled once, here.
//! All other types are `Deserialize`, for which the [`Reader`] is a deserializer; a type of this crate
//! within them, and within the types of any other deserializer, is read by the first way again
//! ([`deserialize`]).
//!
//! A text is read strictly first: whatever is odd ends the reading, without a message and without a cost.
//! It is read a second time then, leniently: what is odd is noted and passed over, if the rest is of use
//! without it, and where it is not, place and reason of the error are kept.

mod de;
mod error;
mod fields;
mod handover;
mod key;
mod list;
mod number;
mod oddity;
mod path;
mod read;
mod reader;
mod reason;
mod string;
#[cfg(test)]
mod tests;
mod variant;

use std::fmt;

use serde::Deserialize;

pub use error::JsonError;
pub(crate) use fields::{Fields, Object, read_object};
pub(crate) use handover::deserialize;
pub(crate) use list::{ReadKey, Whole};
pub(crate) use oddity::Oddity;
use path::paths;
pub(crate) use read::{Read, read_by_serde};
pub(crate) use reader::Reader;

/// Not a value of the type that is wanted. What is wrong, the reader keeps.
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

/// Reads a whole text as one value, strictly.
pub(crate) fn from_slice<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, NotRead> {
    let text = simdutf8::basic::from_utf8(text).map_err(|_| NotRead)?;
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// A value, and what was passed over in reading it.
pub(crate) type ReadLeniently<T> = Result<(T, Vec<Oddity>), Oddity>;

/// As [`from_slice`], but passes over what is odd where the rest is of use without it. Where that is not
/// enough, the error is the place and the reason.
#[cold]
pub(crate) fn from_slice_leniently<'de, T: Deserialize<'de>>(text: &'de [u8]) -> ReadLeniently<T> {
    let text = simdutf8::compat::from_utf8(text)
        .map_err(|error| Oddity::of_invalid_text(error.valid_up_to()))?;
    reason::listening(|| {
        let mut reader = Reader::lenient(text);
        let read = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
        match read {
            Ok(value) => Ok((value, reader.passed_over.take().unwrap_or_default())),
            Err(NotRead) => Err(Oddity::unread(0, reader.at)),
        }
    })
}

/// Reads a whole text as one value of which nothing may be left out.
pub(crate) fn from_slice_whole<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, JsonError> {
    if let Ok(value) = from_slice(text) {
        return Ok(value);
    }
    let first = match from_slice_leniently(text) {
        Ok((value, passed_over)) => match passed_over.into_iter().find(|oddity| oddity.left_out) {
            None => return Ok(value),
            Some(first) => first,
        },
        Err(end) => end,
    };
    Err(errors(text, vec![first]).swap_remove(0))
}

/// What was passed over, with its paths.
pub(crate) fn errors(text: &[u8], mut passed_over: Vec<Oddity>) -> Vec<JsonError> {
    // Some values are looked at before others that come earlier.
    passed_over.sort_by_key(|oddity| oddity.at);
    let paths = paths(text, passed_over.iter().map(|oddity| oddity.at));
    let told = passed_over.into_iter().zip(paths);
    told.map(|(oddity, path)| JsonError::new(&path, oddity.text())).collect()
}

/// Reads an object of the API, or a list of them, from its JSON, as the data of events are read: what cannot
/// be read is left out where the rest is of use without it. Beside the value there is an error for each that was
/// left out, and for each value that was read as unknown because of its type; nearly always none.
///
/// # Errors
///
/// Returns an error if it is not JSON, or not of this shape.
pub fn read_json<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<(T, Vec<JsonError>), JsonError> {
    if let Ok(value) = from_slice(json) {
        return Ok((value, Vec::new()));
    }
    match from_slice_leniently(json) {
        Ok((value, passed_over)) => Ok((value, errors(json, passed_over))),
        Err(end) => Err(errors(json, vec![end]).swap_remove(0)),
    }
}
