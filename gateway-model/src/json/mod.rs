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
mod raw;
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
pub(crate) use list::ReadKey;
use oddity::Oddity;
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

/// What reads a value, and keeps it. It is called again if the first reading was strict and not enough.
pub(crate) type ReadValue<'a, 'de> = &'a mut dyn FnMut(&mut Reader<'de>) -> Result<(), NotRead>;

/// Reads a whole text as one value, strictly.
pub(crate) fn strictly<'de>(text: &'de [u8], read: ReadValue<'_, 'de>) -> Result<(), NotRead> {
    let text = simdutf8::basic::from_utf8(text).map_err(|_| NotRead)?;
    let mut reader = Reader::new(text);
    reader.peek();
    read(&mut reader)?;
    reader.end()
}

/// As [`strictly`], but passes over what is odd where the rest is of use without it, and returns that. Where that
/// is not enough, the error is the place and the reason.
#[cold]
fn leniently<'de>(text: &'de [u8], read: ReadValue<'_, 'de>) -> Result<Vec<Oddity>, Oddity> {
    let text = simdutf8::compat::from_utf8(text)
        .map_err(|error| Oddity::of_invalid_text(error.valid_up_to()))?;
    reason::listening(|| {
        let mut reader = Reader::lenient(text);
        reader.peek();
        match read(&mut reader).and_then(|()| reader.end()) {
            Ok(()) => Ok(reader.passed_over.unwrap_or_default()),
            Err(NotRead) => Err(Oddity::unread(0, reader.at)),
        }
    })
}

/// As [`leniently`], with the paths.
#[cold]
pub(crate) fn leniently_told<'de>(
    text: &'de [u8],
    read: ReadValue<'_, 'de>,
) -> Result<Vec<JsonError>, JsonError> {
    match leniently(text, read) {
        Ok(passed_over) => Ok(errors(text, passed_over)),
        Err(end) => Err(error(text, end)),
    }
}

/// Reads a whole text as one value of which nothing may be left out.
fn whole<'de>(text: &'de [u8], read: ReadValue<'_, 'de>) -> Result<(), JsonError> {
    if strictly(text, read).is_ok() {
        return Ok(());
    }
    let left_out = match leniently(text, read) {
        Ok(passed_over) => passed_over.into_iter().find(|oddity| oddity.left_out),
        Err(end) => Some(end),
    };
    left_out.map_or(Ok(()), |first| Err(error(text, first)))
}

/// As [`strictly`], for any type.
pub(crate) fn from_slice<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, NotRead> {
    let mut value = None;
    strictly(text, &mut |reader| {
        value = Some(T::deserialize(reader)?);
        Ok(())
    })?;
    value.ok_or(NotRead)
}

/// As [`whole`], for any type.
pub(crate) fn from_slice_whole<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, JsonError> {
    let mut value = None;
    whole(text, &mut |reader| {
        value = Some(T::deserialize(reader)?);
        Ok(())
    })?;
    value.ok_or_else(JsonError::nothing)
}

/// What was passed over, with its paths.
fn errors(text: &[u8], mut passed_over: Vec<Oddity>) -> Vec<JsonError> {
    // Some values are looked at before others that come earlier.
    passed_over.sort_by_key(|oddity| oddity.at);
    let paths = paths(text, passed_over.iter().map(|oddity| oddity.at));
    let told = passed_over.into_iter().zip(paths);
    told.map(|(oddity, path)| JsonError::new(&path, oddity.text())).collect()
}

fn error(text: &[u8], odd: Oddity) -> JsonError {
    let path = paths(text, [odd.at]).pop().unwrap_or_default();
    JsonError::new(&path, odd.text())
}

/// Reads an object of the API, or a list of them, from its JSON, as the data of events are read: what cannot
/// be read is left out where the rest is of use without it. Beside the value there is an error for each that was
/// left out, and for each value that was read as unknown because of its type; nearly always none.
///
/// # Errors
///
/// Returns an error if it is not JSON, or not of this shape.
pub fn read_json<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<(T, Vec<JsonError>), JsonError> {
    let mut value = None;
    let mut read = |reader: &mut Reader<'a>| {
        value = Some(T::deserialize(reader)?);
        Ok(())
    };
    let left_out = match strictly(json, &mut read) {
        Ok(()) => Vec::new(),
        Err(NotRead) => leniently_told(json, &mut read)?,
    };
    value.map(|value| (value, left_out)).ok_or_else(JsonError::nothing)
}
