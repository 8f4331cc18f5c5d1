//! A decoded event, and the errors of skipped values.

use std::ops::Deref;

use crate::wire::decode_error::DecodeError;

/// A decoded event, with the errors of values that had to be skipped.
///
/// It dereferences to the event.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The event.
    pub value: T,
    /// One error, with its path, for each field and list item that was left out, and for each value of an open enum
    /// that has another type and was read as unknown. Nearly always empty.
    pub skipped: Box<[DecodeError]>,
}

impl<T> Decoded<T> {
    /// Wraps an event without errors.
    pub(crate) fn whole(value: T) -> Self {
        Self { value, skipped: Box::default() }
    }

    /// Converts the event with a function, and keeps the errors.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Decoded<U> {
        Decoded { value: change(self.value), skipped: self.skipped }
    }
}

impl<T> Deref for Decoded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
