//! What a handler is given beside what it handles.

use std::sync::Arc;

use gateway_model::interaction::Interaction;
use http_client::Client;

use crate::router::Shared;

/// An interaction, and what a handler can do about it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    interaction: Interaction,
    rest: Client,
    shared: Arc<Shared>,
}

impl Context {
    /// The interaction.
    #[must_use]
    pub fn interaction(&self) -> &Interaction {
        &self.inner.interaction
    }

    /// The REST client of the bot.
    #[must_use]
    pub fn rest(&self) -> &Client {
        &self.inner.rest
    }

    /// The state of this type that [`Router::state`](crate::router::Router::state) was given.
    #[must_use]
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.inner.shared.states.get()
    }
}
