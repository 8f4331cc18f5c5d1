//! Commands over HTTP in axum, without a gateway: Discord posts each interaction, signed, to a URL. The router is the
//! one of `gateway-commands`, which also works with a gateway. `PUBLIC_KEY` is on the application's page in the
//! Developer Portal. Without it, the example generates a key and sends itself one signed request, as Discord would.
#![allow(clippy::print_stdout, reason = "a program for people")]

use anyhow::Context as _;
use gateway_commands::{Command, Context, Router};
use gateway_shard::http::Client;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Says hello.
#[derive(Command)]
struct Hello {}

async fn hello(ctx: Context, _hello: Hello) -> anyhow::Result<()> {
    ctx.reply("Hello!").await?;
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let commands = Router::new().command(hello).build()?;
    let own_key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).ok().context("no key")?;
    let given = std::env::var("PUBLIC_KEY");
    let public_key = given.clone().unwrap_or_else(|_| hex(own_key.public_key().as_ref()));
    let token = std::env::var("DISCORD_TOKEN").unwrap_or_else(|_| "unused".into());
    let receiver = commands.receiver(&public_key, Client::builder(token).build()?)?;
    let app = axum::Router::new().route_service("/interactions", receiver);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    println!(
        "http://{address}/interactions; put TLS before it and enter its URL in the Developer Portal"
    );
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    if given.is_ok() {
        return Ok(server.await??);
    }
    let user = json!({ "id": "3", "username": "owl", "discriminator": "0", "avatar": null, "global_name": null });
    let call = json!({ "id": "1", "application_id": "2", "type": 2, "token": "t", "version": 1, "user": user,
        "entitlements": [], "authorizing_integration_owners": {}, "attachment_size_limit": 1000,
        "data": { "id": "4", "name": "hello", "type": 1 } });
    let body = call.to_string();
    // An old signature is refused, because somebody may have copied the request.
    let time = std::time::UNIX_EPOCH.elapsed()?.as_secs();
    let signature = hex(own_key.sign(format!("{time}{body}").as_bytes()).as_ref());
    let mut discord = TcpStream::connect(address).await?;
    let head = format!(
        "POST /interactions HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\
        X-Signature-Timestamp: {time}\r\nX-Signature-Ed25519: {signature}\r\n\r\n",
        body.len()
    );
    discord.write_all((head + &body).as_bytes()).await?;
    let mut answer = String::new();
    discord.read_to_string(&mut answer).await?;
    println!("{answer}");
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
