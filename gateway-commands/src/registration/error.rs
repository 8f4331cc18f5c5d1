//! The errors of registering commands.

use http_client::Error;

/// Why commands were not registered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// The commands at Discord could not be read.
    #[error("could not read the commands that are registered at Discord")]
    Read(#[source] Box<Error>),
    /// A change could not be written.
    #[error("could not write the change `{change}`")]
    Write {
        /// The change, as [`Change`](super::Change) shows it.
        change: String,
        /// The cause.
        source: Box<Error>,
    },
}
