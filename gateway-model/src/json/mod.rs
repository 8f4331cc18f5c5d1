//! Reads JSON into types, faster than `serde_json`.
//!
//! It accepts only text that `serde_json` accepts, except strings with half a surrogate pair, and reads it with the
//! same result. It is faster for three reasons: the text is checked to be UTF-8 once, so that each string is a slice of
//! it; strings are searched eight bytes at a time; and no position is tracked for errors.
//!
//! There are two ways to read a type. The types of this crate implement [`Read`], which is compiled once, here. All
//! other types implement `Deserialize`, for which the [`Reader`] is a deserializer. A type of this crate inside them,
//! or inside types read by another deserializer, is again read in the first way ([`deserialize`]).
//!
//! A text is first read strictly: an invalid value ends the reading, without an error message and its cost. Then it is
//! read a second time, leniently: invalid values are recorded and skipped, if the rest is useful without them;
//! otherwise the position and reason of the error are kept.

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

/// The value does not have the requested type. The reader keeps the reason.
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
    /// The value here is not the requested one; its position identifies it.
    #[cold]
    fn unexpected() -> Self {
        reason::forget();
        Self
    }
}

/// A function that reads a value and stores it. It is called again if the first, strict reading failed.
pub(crate) type ReadValue<'a, 'de> = &'a mut dyn FnMut(&mut Reader<'de>) -> Result<(), NotRead>;

/// Reads a whole text as one value, strictly.
pub(crate) fn strictly<'de>(text: &'de [u8], read: ReadValue<'_, 'de>) -> Result<(), NotRead> {
    let text = simdutf8::basic::from_utf8(text).map_err(|_| NotRead)?;
    let mut reader = Reader::new(text);
    reader.peek();
    read(&mut reader)?;
    reader.end()
}

/// Like [`strictly`], but skips values that cannot be read, if the rest is useful without them. Otherwise it returns
/// the position and the reason of the error.
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

/// Like [`leniently`], and returns the errors with their paths.
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

/// Reads a whole text as one value in which nothing may be left out.
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

/// Like [`strictly`], for any type.
pub(crate) fn from_slice<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, NotRead> {
    let mut value = None;
    strictly(text, &mut |reader| {
        value = Some(T::deserialize(reader)?);
        Ok(())
    })?;
    value.ok_or(NotRead)
}

/// Like [`whole`], for any type.
pub(crate) fn from_slice_whole<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, JsonError> {
    let mut value = None;
    whole(text, &mut |reader| {
        value = Some(T::deserialize(reader)?);
        Ok(())
    })?;
    value.ok_or_else(JsonError::nothing)
}

/// Returns the errors of skipped values, with their paths.
fn errors(text: &[u8], mut passed_over: Vec<Oddity>) -> Vec<JsonError> {
    // Some values are inspected before earlier ones.
    passed_over.sort_by_key(|oddity| oddity.at);
    let paths = paths(text, passed_over.iter().map(|oddity| oddity.at));
    let told = passed_over.into_iter().zip(paths);
    told.map(|(oddity, path)| JsonError::new(&path, oddity.text())).collect()
}

fn error(text: &[u8], odd: Oddity) -> JsonError {
    let path = paths(text, [odd.at]).pop().unwrap_or_default();
    JsonError::new(&path, odd.text())
}

/// Reads an object of the API, or a list of them, from JSON, in the same way as the data of events: values that cannot
/// be read are left out if the rest is useful without them. The second result has an error for each value that was left
/// out, and for each that was read as unknown because of its type; nearly always there are none.
///
/// # Errors
///
/// Returns an error if it is not JSON, or does not have this form.
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
