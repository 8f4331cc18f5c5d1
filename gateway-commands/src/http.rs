//! Connects the handlers to interactions over HTTP.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use gateway_model::event::InteractionCreate;
use gateway_model::interaction::{Interaction, InteractionResponse};
use http_client::Client;
use http_client::interactions::{PublicKeyError, Receiver};

use crate::answer::Front;
use crate::router::Commands;

impl Commands {
    /// Creates a service that answers Discord's requests, for hyper and axum: see [`Receiver`]. The first response to
    /// an interaction is the body of the HTTP response; all other answers are requests of `rest`. A handler keeps
    /// running if the HTTP request is closed. Webhook events arrive at the same service, at the function of
    /// [`Receiver::on_event`].
    ///
    /// # Errors
    ///
    /// Returns an error if `public_key` is not the public key of an application.
    pub fn receiver(
        &self,
        public_key: &str,
        rest: Client,
    ) -> Result<
        Receiver<impl Fn(Interaction) -> BoxFuture<'static, InteractionResponse> + use<>>,
        PublicKeyError,
    > {
        let this = self.clone();
        Receiver::new(public_key, move |interaction| this.answer(interaction, rest.clone()))
    }

    fn answer(
        &self,
        interaction: Interaction,
        rest: Client,
    ) -> BoxFuture<'static, InteractionResponse> {
        let (front, answer) = Front::body();
        let is_component = interaction.message.is_some();
        let interaction = Arc::new(InteractionCreate(interaction));
        self.start(interaction, rest, front);
        Box::pin(async move {
            // There is no answer only if the runtime is shutting down and has dropped the handler.
            answer.await.unwrap_or_else(|_| {
                if is_component {
                    InteractionResponse::deferred_update()
                } else {
                    InteractionResponse::deferred_message(true)
                }
            })
        })
    }
}
