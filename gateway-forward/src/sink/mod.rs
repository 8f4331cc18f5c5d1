//! Where events are delivered to.

#[cfg(feature = "nats")]
pub mod nats;
pub mod webhook;

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use gateway_dial::Report;

use crate::event::ForwardEvent;

/// How one try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The event was taken.
    Delivered,
    /// It was not, and another try may help: the reason, short.
    Retry(Cow<'static, str>),
    /// It was not, and another try would end the same way: the reason, short. The event becomes a dead letter; without
    /// a folder for these it is tried again all the same.
    Refused(Cow<'static, str>),
}

/// What a sink says of itself: why it takes nothing now.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Condition {
    /// A name for programs that stays the same, such as `nats_away`.
    pub code: &'static str,
    /// A sentence for people: what is wrong, since when, and why.
    pub message: String,
}

/// The future of one try.
pub type Delivery<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// Something that takes events. The forwarder does all the rest: queue, order, retries.
pub trait Sink: Send + Sync + 'static {
    /// Tries to deliver an event; `attempt` counts from 1. A panic counts as a failed try.
    ///
    /// It has to end by itself, in any case: a time limit is the sink's own.
    fn deliver<'a>(&'a self, event: &'a ForwardEvent, attempt: u32) -> Delivery<'a>;

    /// Why the sink takes nothing now, if it knows without a try: its connection is lost, say. The status server
    /// tells it. The default is that it knows nothing.
    fn condition(&self) -> Option<Condition> {
        None
    }
}

/// An error with its causes, as the reason of an outcome.
pub(crate) fn reason(error: &(dyn std::error::Error + 'static)) -> Cow<'static, str> {
    Report::new(error).to_string().into()
}
