//! The front for interactions over HTTP.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use gateway_model::event::InteractionCreate;
use gateway_model::interaction::{Interaction, InteractionResponse};
use http_client::Client;
use http_client::interactions::{PublicKeyError, Receiver};

use crate::answer::Front;
use crate::router::Commands;

impl Commands {
    /// A service that answers Discord's calls, for hyper and axum: see [`Receiver`]. The first answer to an interaction is
    /// the body of the HTTP response, all others are requests of `rest`. A handler goes on if the HTTP request is closed.
    /// Webhook events come to the same service, to the function of [`Receiver::on_event`].
    ///
    /// # Errors
    ///
    /// Returns an error if `public_key` is no application's public key.
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
            // Without an answer only if the runtime is shutting down and has dropped the handler.
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
