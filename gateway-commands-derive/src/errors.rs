//! Collects errors, so that they are reported together.

use std::fmt;

use proc_macro2::Span;
use syn::{Error, Result};

/// Errors that are reported together.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    /// Records an error, or returns the value.
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

    /// Adds an error at this span.
    pub(crate) fn add(&mut self, place: Span, problem: impl fmt::Display) {
        self.take(Err::<(), _>(Error::new(place, problem)));
    }

    /// Returns the value, if there was no error.
    pub(crate) fn end<T>(self, value: T) -> Result<T> {
        self.0.map_or(Ok(value), Err)
    }
}
