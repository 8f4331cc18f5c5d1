//! How an interaction was answered so far, and by which way its first response is sent.

#[cfg(not(feature = "gateway"))]
use std::convert::Infallible as Gateway;
use std::sync::Mutex;

use gateway_model::interaction::InteractionResponse;
#[cfg(feature = "gateway")]
use gateway_shard::Context as Gateway;
use tokio::sync::oneshot;

/// How an interaction was answered so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It has no answer.
    Open,
    /// It was deferred for a new message, which has not been sent.
    Loading,
    /// It was answered with a new message, which is the original response.
    Message,
    /// The component's message was updated, or the update was deferred; that message is the original response.
    Source,
    /// It was answered with something other than a message, or with a message that was deleted.
    Other,
}

/// The stage. It is locked during a request that may change it.
#[derive(Debug)]
pub(crate) struct Progress {
    pub(super) stage: Stage,
    /// Whether it was deferred automatically rather than by the handler.
    pub(super) by_guard: bool,
}

impl Progress {
    pub(crate) const fn new() -> Self {
        Self { stage: Stage::Open, by_guard: false }
    }
}

/// The way of the first response.
#[derive(Debug)]
pub(crate) enum Front {
    /// A request, for an interaction that came through the gateway.
    #[cfg_attr(not(feature = "gateway"), expect(dead_code, reason = "there is no gateway"))]
    Gateway(Gateway),
    /// The body of the HTTP response.
    Body(Mutex<Option<oneshot::Sender<InteractionResponse>>>),
}

impl Front {
    /// Creates the way of an HTTP request, and the receiver of its response.
    pub(crate) fn body() -> (Self, oneshot::Receiver<InteractionResponse>) {
        let (sender, receiver) = oneshot::channel();
        (Self::Body(Mutex::new(Some(sender))), receiver)
    }
}
