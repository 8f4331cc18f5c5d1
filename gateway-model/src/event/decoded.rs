//! A decoded event, and what was passed over in it.

use std::ops::Deref;

use crate::wire::decode_error::DecodeError;

/// An event that was decoded, with the errors of what had to be passed over.
///
/// It dereferences to the event.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The event.
    pub value: T,
    /// One error for each field and list item that was left out, and for each value of an open enum that was
    /// read as unknown because it is of another type, with the path of what is odd. Nearly always empty.
    pub skipped: Box<[DecodeError]>,
}

impl<T> Decoded<T> {
    /// An event of which nothing was left out.
    pub(crate) fn whole(value: T) -> Self {
        Self { value, skipped: Box::default() }
    }

    /// The same with the event made into something else.
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
