//! The error of an event's data.

use std::fmt;

use crate::json::JsonError;
use crate::wire::dispatch::Dispatch;

/// The data of an event does not have the requested form. The error keeps the dispatch with the data.
#[derive(Clone, thiserror::Error)]
#[error("{} ({} bytes): field {source}", dispatch.name(), dispatch.data().len())]
pub struct DecodeError {
    dispatch: Box<Dispatch>,
    source: JsonError,
}

impl DecodeError {
    pub(crate) fn new(dispatch: &Dispatch, source: JsonError) -> Self {
        Self { dispatch: Box::new(dispatch.clone()), source }
    }

    /// Returns the error that the dispatch is not the requested event.
    pub(crate) fn wrong_event(dispatch: &Dispatch, wanted: &str) -> Self {
        Self::new(dispatch, JsonError::new(".", format!("not a {wanted}")))
    }

    /// The dispatch, with its data unchanged.
    #[must_use]
    pub const fn dispatch(&self) -> &Dispatch {
        &self.dispatch
    }

    /// Name of the event.
    #[must_use]
    pub fn event(&self) -> &str {
        self.dispatch.name()
    }

    /// The path of the field that could not be read, for example `member.roles[2]`; `.` for the whole.
    #[must_use]
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// Length of the data, in bytes.
    #[must_use]
    pub fn data_len(&self) -> usize {
        self.dispatch.data().len()
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("event", &self.event())
            .field("path", &self.path())
            .field("bytes", &self.data_len())
            .field("source", &self.source)
            .finish()
    }
}
