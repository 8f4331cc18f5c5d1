//! A prepared call of an operation.

use std::pin::Pin;

use http_client::{Client, Error, Raw};

/// The future of the response.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<Raw, Error>> + Send>>;

/// A call of an operation, in one of several variants.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    /// The operation's name.
    pub(crate) operation: &'static str,
    /// `minimal`: only required values. `full`: all values. `nulls`: null for everything that can be removed. `files`.
    pub(crate) how: &'static str,
    /// Sends it.
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
