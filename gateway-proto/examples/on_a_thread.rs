//! One shard on a plain thread, with a blocking socket whose reads have a time limit, and without async.
//!
//! `cargo run -p gateway-proto --example on_a_thread`
#![allow(clippy::print_stdout, reason = "it is what an example is for")]

mod local;

use std::io::ErrorKind;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use gateway_proto::{Connection, Input, LinkId, Output, ProtocolConfig, Shutdown};
use local::Incoming;
use tungstenite::{Message, WebSocket};

type Socket = WebSocket<TcpStream>;

pub(crate) fn main() -> anyhow::Result<()> {
    let gateway = local::LocalGateway::start()?;
    let events = run(gateway.config(), local::EVENTS)?;
    println!("{events} events on a thread");
    Ok(())
}

/// Runs one machine until it has delivered this many events. Returns their number.
fn run(config: ProtocolConfig, enough: usize) -> anyhow::Result<usize> {
    let mut machine = Connection::new(config, 1, Instant::now());
    let mut socket: Option<(LinkId, Socket)> = None;
    let mut events = 0;
    // An event that the machine returned is handled before its other outputs.
    let mut event = None;
    loop {
        let input = match event.take().map_or_else(|| machine.poll(), Output::Dispatch) {
            Output::Connect { link, url } => match dial(&url) {
                Ok(opened) => {
                    socket = Some((link, opened));
                    Input::Opened(link)
                }
                Err(error) => local::dial_failed(link, error),
            },
            Output::Send { payload, .. } => {
                if let Some((_, socket)) = &mut socket {
                    socket.send(Message::text(payload))?;
                }
                continue;
            }
            Output::Close { code, .. } => {
                if let Some((_, socket)) = &mut socket {
                    socket.close(Some(local::close_frame(code)))?;
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
            Output::WaitUntil(time, _) => match next(&mut socket, time)? {
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

fn dial(url: &str) -> anyhow::Result<Socket> {
    let limit = Duration::from_secs(10);
    let address = authority(url).to_socket_addrs()?.next().context("no such host")?;
    let tcp = TcpStream::connect_timeout(&address, limit)?;
    tcp.set_read_timeout(Some(limit))?;
    tcp.set_write_timeout(Some(limit))?;
    tcp.set_nodelay(true)?;
    Ok(tungstenite::client(url, tcp).map_err(|error| anyhow::anyhow!("{error}"))?.0)
}

/// Reads until a message arrives, or until this time.
fn next(socket: &mut Option<(LinkId, Socket)>, time: Instant) -> anyhow::Result<Incoming> {
    let left = time.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
    let Some((link, stream)) = socket else {
        std::thread::sleep(left);
        return Ok(Incoming::Input(Input::Timeout));
    };
    stream.get_ref().set_read_timeout(Some(left))?;
    let incoming = match stream.read() {
        // The time is over. The socket keeps the part of a message that it has read.
        Err(tungstenite::Error::Io(error))
            if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
        {
            Incoming::Input(Input::Timeout)
        }
        message => local::incoming(*link, message),
    };
    if let Incoming::Input(Input::Closed(..) | Input::Failed(..)) = incoming {
        *socket = None;
    }
    Ok(incoming)
}

/// Host and port of a `ws://` address.
fn authority(url: &str) -> &str {
    url.trim_start_matches("ws://").split('/').next().unwrap_or_default()
}
