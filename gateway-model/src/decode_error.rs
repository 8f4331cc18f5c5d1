//! Data that are not what they should be.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use crate::dispatch::Dispatch;

/// Data of an event that is not of the shape asked for; the dispatch with the data is kept.
#[derive(Clone, thiserror::Error)]
#[error("{} ({} bytes): field {path}: {source}", dispatch.name(), dispatch.data().len())]
pub struct DecodeError {
    dispatch: Box<Dispatch>,
    path: Box<str>,
    source: Arc<serde_json::Error>,
}

impl DecodeError {
    pub(crate) fn new(dispatch: &Dispatch, path: String, source: serde_json::Error) -> Self {
        let source = Arc::new(source);
        // The one path that would be empty is that of a field whose name is.
        let path = if path.is_empty() { "\"\"".into() } else { path.into() };
        Self { dispatch: Box::new(dispatch.clone()), path, source }
    }

    /// The dispatch is not the event that was asked for.
    pub(crate) fn wrong_event(dispatch: &Dispatch, wanted: &str) -> Self {
        let source = serde::de::Error::custom(format_args!("not a {wanted}"));
        Self::new(dispatch, ".".to_owned(), source)
    }

    /// The dispatch, with its data as they came.
    #[must_use]
    pub const fn dispatch(&self) -> &Dispatch {
        &self.dispatch
    }

    /// Name of the event.
    #[must_use]
    pub fn event(&self) -> &str {
        self.dispatch.name()
    }

    /// Path of the field that could not be read, for instance `member.roles[2]`; `.` for the whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Length of the data, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.dispatch.data().len()
    }

    /// Whether the data was empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("event", &self.event())
            .field("path", &self.path)
            .field("bytes", &self.len())
            .field("source", &self.source)
            .finish()
    }
}

/// Reads data; an error comes with the path of the field it is in.
pub(crate) fn read_with_path<'a, T: Deserialize<'a>>(
    data: &'a [u8],
) -> Result<T, (serde_path_to_error::Path, serde_json::Error)> {
    let mut json = serde_json::Deserializer::from_slice(data);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let read = T::deserialize(tracked).and_then(|value| json.end().map(|()| value));
    read.map_err(|source| (track.path(), source))
}
