//! How far an interaction has been answered, and by which way its first answer goes.

use std::sync::Mutex;

use gateway_model::interaction::InteractionResponse;
use tokio::sync::oneshot;
use tokio::time::Instant;

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

/// The stage, and when the first answer was given. Locked while a request is under way that may change it.
#[derive(Debug)]
pub(crate) struct Progress {
    pub(super) stage: Stage,
    pub(super) answered: Option<Instant>,
    /// Whether the guard has deferred, not the handler.
    pub(super) by_guard: bool,
}

impl Progress {
    pub(crate) const fn new() -> Self {
        Self { stage: Stage::Open, answered: None, by_guard: false }
    }

    pub(super) fn to(&mut self, stage: Stage) {
        self.stage = stage;
        self.answered.get_or_insert_with(Instant::now);
    }
}

/// By which way the first answer goes.
#[derive(Debug)]
pub(crate) enum Front {
    /// By a request, for an interaction that came through the gateway.
    Request,
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
