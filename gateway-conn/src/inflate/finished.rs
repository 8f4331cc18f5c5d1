//! What a websocket message gave.

/// What a finished websocket message gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finished {
    /// No payload yet: its rest comes with later messages.
    NotYet,
    /// The buffer holds one payload.
    One,
    /// The buffer may hold several payloads, one after the other.
    Several,
}
