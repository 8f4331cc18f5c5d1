//! Why commands were not registered.

use http_client::Error;

/// Commands that were not registered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// Discord did not say which commands it has.
    #[error("the registered commands could not be read")]
    Read(#[source] Box<Error>),
    /// A change was not written.
    #[error("`{change}` could not be written")]
    Write {
        /// The change, as [`Change`](super::Change) shows it.
        change: String,
        /// Why.
        source: Box<Error>,
    },
}
