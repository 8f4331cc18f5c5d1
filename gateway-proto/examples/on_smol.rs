//! One shard on smol: the same machine on another runtime.
//!
//! `cargo run -p gateway-proto --example on_smol`
#![allow(clippy::print_stdout, reason = "it is what an example is for")]

mod local;

use std::time::{Duration, Instant};

use async_tungstenite::{WebSocketStream, client_async};
use futures_util::StreamExt;
use gateway_proto::{Connection, Input, LinkId, Output, ProtocolConfig, Shutdown};
use local::Incoming;
use smol::future::or;
use smol::{Timer, net::TcpStream};
use tungstenite::Message;

type Socket = WebSocketStream<TcpStream>;

pub(crate) fn main() -> anyhow::Result<()> {
    let gateway = local::LocalGateway::start()?;
    let events = smol::block_on(run(gateway.config(), local::EVENTS))?;
    println!("{events} events on smol");
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
            Output::Connect { link, url } => match or(dial(&url), too_late()).await {
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
            Output::WaitUntil(time, _) => match or(next(&mut socket), wait_until(time)).await {
                Incoming::Input(input) => input,
                Incoming::Message(link, message) => {
                    event = local::receive(&mut machine, link, message);
                    continue;
                }
            },
            Output::Stopped(_) if events >= enough => return Ok(events),
            Output::Stopped(reason) => anyhow::bail!("{reason}"),
            _ => continue,
        };
        machine.handle(input, Instant::now());
    }
}

async fn dial(url: &str) -> anyhow::Result<Socket> {
    let tcp = TcpStream::connect(authority(url)).await?;
    Ok(client_async(url, tcp).await?.0)
}

async fn too_late() -> anyhow::Result<Socket> {
    Timer::after(Duration::from_secs(10)).await;
    anyhow::bail!("it takes too long")
}

async fn wait_until(time: Instant) -> Incoming {
    Timer::at(time).await;
    Incoming::Input(Input::Timeout)
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

/// Host and port of a `ws://` address.
fn authority(url: &str) -> &str {
    url.trim_start_matches("ws://").split('/').next().unwrap_or_default()
}
