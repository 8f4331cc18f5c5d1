//! Errors that are told together.

use std::fmt;

use proc_macro2::Span;
use syn::{Error, Result};

/// Errors that are told together.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    /// Keeps an error, and gives the value if there is none.
    pub(crate) fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                match &mut self.0 {
                    Some(errors) => errors.combine(error),
                    None => self.0 = Some(error),
                }
                None
            }
        }
    }

    /// Adds an error at this place.
    pub(crate) fn add(&mut self, place: Span, problem: impl fmt::Display) {
        self.take(Err::<(), _>(Error::new(place, problem)));
    }

    /// The value, if there was no error.
    pub(crate) fn end<T>(self, value: T) -> Result<T> {
        self.0.map_or(Ok(value), Err)
    }
}
