//! One shard on tokio: one task, one socket and one `select!`.
//!
//! `cargo run -p gateway-proto --example on_tokio`
//!
//! It stops after Ready and four guilds. To write a bot, use gateway-conn instead, which adds TLS, compression,
//! back-pressure and limits.
#![allow(clippy::print_stdout, reason = "it is what an example is for")]

mod local;

use std::time::{Duration, Instant};

use async_tungstenite::WebSocketStream;
use async_tungstenite::tokio::{TokioAdapter, connect_async};
use futures_util::StreamExt;
use gateway_proto::{Connection, Input, LinkId, Output, ProtocolConfig, Shutdown};
use local::Incoming;
use tokio::time::{timeout, timeout_at};
use tungstenite::Message;

type Socket = WebSocketStream<TokioAdapter<tokio::net::TcpStream>>;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> anyhow::Result<()> {
    let gateway = local::LocalGateway::start()?;
    let events = run(gateway.config(), local::EVENTS).await?;
    println!("{events} events on tokio");
    Ok(())
}

/// Runs one machine until it has delivered this many events. Returns their number.
async fn run(config: ProtocolConfig, enough: usize) -> anyhow::Result<usize> {
    let mut machine = Connection::new(config, 1, Instant::now());
    let mut socket: Option<(LinkId, Socket)> = None;
    let mut events = 0;
    // An event that the machine returned is handled before its other outputs.
    let mut event = None;
    loop {
        let input = match event.take().map_or_else(|| machine.poll(), Output::Dispatch) {
            Output::Connect { link, url } => match dial(&url).await {
                Ok(opened) => {
                    socket = Some((link, opened));
                    Input::Opened(link)
                }
                Err(error) => local::dial_failed(link, error),
            },
            Output::Send { payload, .. } => {
                if let Some((_, socket)) = &mut socket {
                    socket.send(Message::text(payload)).await?;
                }
                continue;
            }
            Output::Close { code, .. } => {
                if let Some((_, socket)) = &mut socket {
                    socket.close(Some(local::close_frame(code))).await?;
                }
                continue;
            }
            Output::Drop { .. } => {
                socket = None;
                continue;
            }
            // With one shard, every Identify is permitted immediately.
            Output::RequestIdentify => Input::IdentifyGranted,
            Output::Dispatch(event) => {
                println!("{} {}", event.sequence(), event.name());
                events += 1;
                if events < enough {
                    continue;
                }
                Input::Shutdown(Shutdown::Offline)
            }
            Output::WaitUntil(time, _) => {
                let incoming = timeout_at(time.into(), next(&mut socket)).await;
                match incoming.unwrap_or(Incoming::Input(Input::Timeout)) {
                    Incoming::Input(input) => input,
                    Incoming::Message(link, message) => {
                        event = local::receive(&mut machine, link, message);
                        continue;
                    }
                }
            }
            Output::Stopped(_) if events >= enough => return Ok(events),
            Output::Stopped(reason) => anyhow::bail!("{reason}"),
            _ => continue,
        };
        machine.handle(input, Instant::now());
    }
}

async fn dial(url: &str) -> anyhow::Result<Socket> {
    Ok(timeout(Duration::from_secs(10), connect_async(url)).await??.0)
}

/// Returns the next message of the socket; pending for ever if there is no socket.
async fn next(socket: &mut Option<(LinkId, Socket)>) -> Incoming {
    let Some((link, stream)) = socket else { return std::future::pending().await };
    let ended = Err(tungstenite::Error::ConnectionClosed);
    let incoming = local::incoming(*link, stream.next().await.unwrap_or(ended));
    if let Incoming::Input(Input::Closed(..) | Input::Failed(..)) = incoming {
        *socket = None;
    }
    incoming
}
