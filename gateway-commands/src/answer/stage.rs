//! How far an interaction has been answered, and by which way its first answer goes.

#[cfg(not(feature = "gateway"))]
use std::convert::Infallible as Gateway;
use std::sync::Mutex;

use gateway_model::interaction::InteractionResponse;
#[cfg(feature = "gateway")]
use gateway_shard::Context as Gateway;
use tokio::sync::oneshot;

/// How far an interaction has been answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Not at all.
    Open,
    /// Deferred for a new message, which is still to come.
    Loading,
    /// With a new message, which is the original answer.
    Message,
    /// With an update of the component's message, now or later; that is the original answer.
    Source,
    /// With something that is no message, or with a message that was deleted.
    Other,
}

/// The stage, and who has deferred. Locked while a request is under way that may change it.
#[derive(Debug)]
pub(crate) struct Progress {
    pub(super) stage: Stage,
    /// Whether the guard has deferred, not the handler.
    pub(super) by_guard: bool,
}

impl Progress {
    pub(crate) const fn new() -> Self {
        Self { stage: Stage::Open, by_guard: false }
    }
}

/// By which way the first answer goes.
#[derive(Debug)]
pub(crate) enum Front {
    /// By a request, for an interaction that came through the gateway.
    #[cfg_attr(not(feature = "gateway"), expect(dead_code, reason = "there is no gateway"))]
    Gateway(Gateway),
    /// As the body of the HTTP request's answer.
    Body(Mutex<Option<oneshot::Sender<InteractionResponse>>>),
}

impl Front {
    /// The way of an HTTP request, and where its answer comes out.
    pub(crate) fn body() -> (Self, oneshot::Receiver<InteractionResponse>) {
        let (sender, receiver) = oneshot::channel();
        (Self::Body(Mutex::new(Some(sender))), receiver)
    }
}
