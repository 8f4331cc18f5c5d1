//! A call of an operation, ready to be made.

use std::pin::Pin;

use http_client::{Client, Error, Raw};

/// The answer to come.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<Raw, Error>> + Send>>;

/// A call of an operation in one of several ways.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    /// The operation's name.
    pub(crate) operation: &'static str,
    /// `minimal`: only what is needed. `full`: all there is. `nulls`: all that can be taken away. `files`.
    pub(crate) how: &'static str,
    /// Makes it.
    pub(crate) send: fn(&Client) -> Answer,
}

impl Call {
    pub(crate) fn new(
        operation: &'static str,
        how: &'static str,
        send: fn(&Client) -> Answer,
    ) -> Self {
        Self { operation, how, send }
    }
}
