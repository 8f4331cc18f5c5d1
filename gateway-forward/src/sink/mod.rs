//! The destinations of events.

#[cfg(feature = "nats")]
pub mod nats;
pub mod webhook;

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use gateway_dial::Report;

use crate::event::ForwardEvent;

/// The result of one try.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The event was accepted.
    Delivered,
    /// The event was not accepted, and a retry may help. With a short reason.
    Retry(Cow<'static, str>),
    /// The event was not accepted, and a retry would have the same result. With a short reason. The event becomes a
    /// dead letter; without a folder for these it is still retried.
    Refused(Cow<'static, str>),
}

/// Why a sink accepts no events at the moment, as the sink reports it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Condition {
    /// A stable name for programs, such as `nats_away`.
    pub code: &'static str,
    /// A sentence for people: what is wrong, since when, and why.
    pub message: String,
}

/// The future of one try.
pub type Delivery<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// A destination for events. The forwarder handles the queue, the order and the retries.
pub trait Sink: Send + Sync + 'static {
    /// Tries to deliver an event; `attempt` starts at 1. A panic counts as a failed try.
    ///
    /// It must always end by itself: a time limit is up to the sink.
    fn deliver<'a>(&'a self, event: &'a ForwardEvent, attempt: u32) -> Delivery<'a>;

    /// Returns why the sink accepts no events at the moment, if it knows without a try, for example because its
    /// connection is lost. The status server shows it. The default returns `None`.
    fn condition(&self) -> Option<Condition> {
        None
    }
}

/// Formats an error with its causes, as the reason of an outcome.
pub(crate) fn reason(error: &(dyn std::error::Error + 'static)) -> Cow<'static, str> {
    Report::new(error).to_string().into()
}
