//! Answers interactions: `PUBLIC_KEY=... cargo run -p gateway-rest --example interactions`.
//!
//! It listens on 127.0.0.1:8080. Put a TLS proxy in front of it and set its URL in the Developer Portal.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use anyhow::Context as _;
use gateway_model::interaction::{
    Interaction, InteractionKind, InteractionResponse, MessageResponse,
};
use http_client::interactions::Receiver;
use hyper_util::rt::TokioIo;

async fn answer(interaction: Interaction) -> InteractionResponse {
    // While the user types a command, Discord accepts only suggestions, and no message.
    if interaction.kind == InteractionKind::ApplicationCommandAutocomplete {
        return InteractionResponse::autocomplete([]);
    }
    InteractionResponse::message(MessageResponse::new().content("pong").ephemeral())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let receiver = Receiver::new(&std::env::var("PUBLIC_KEY").context("PUBLIC_KEY")?, answer)?;
    let listener =
        tokio::net::TcpListener::bind("127.0.0.1:8080").await.context("127.0.0.1:8080")?;
    println!("listening on {}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let receiver = receiver.clone();
        tokio::spawn(async move {
            let connection = hyper::server::conn::http1::Builder::new();
            if let Err(error) = connection.serve_connection(TokioIo::new(stream), receiver).await {
                println!("a connection broke: {error}");
            }
        });
    }
}
