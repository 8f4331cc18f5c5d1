//! The result of a websocket message.

/// The payloads in a finished websocket message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finished {
    /// No payload yet; it continues in later messages.
    NotYet,
    /// The buffer holds one payload.
    One,
    /// The buffer may hold several payloads, one after the other.
    Several,
}
