//! The voice server on sockets: a WebSocket for each driver, and one UDP address for all.

use std::sync::Arc;
use std::time::Duration;

use async_tungstenite::WebSocketStream;
use async_tungstenite::tokio::{TokioAdapter, accept_hdr_async_with_config};
use async_tungstenite::tungstenite::Message;
use async_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use async_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use futures_util::StreamExt as _;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UdpSocket};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

use super::tls::Acceptor;
use crate::hub::Hub;
use crate::voice::{Frame, Link, Packet, Refusal, SESSION_TIMEOUT, answer};

/// How long a client may take for its handshake, and for its answer to a close frame.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// The largest message: an MLS commit with its welcomes is the largest that a driver sends.
const MAX_MESSAGE: usize = 1 << 20;

/// The largest packet that is processed.
const MAX_PACKET: usize = 2048;

type Socket<S> = WebSocketStream<TokioAdapter<S>>;

/// Serves drivers until it is dropped.
pub(crate) async fn serve(
    hub: Arc<Hub>,
    listener: TcpListener,
    packets: UdpSocket,
    tls: Option<Acceptor>,
) {
    let Ok(udp) = packets.local_addr() else { return };
    let mut tasks = JoinSet::new();
    tasks.spawn(serve_packets(Arc::clone(&hub), packets));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = tasks.join_next() => continue,
        };
        let Ok((stream, peer)) = accepted else { continue };
        let (hub, tls) = (Arc::clone(&hub), tls.clone());
        tasks.spawn(async move {
            let Some(tls) = tls else { return serve_driver(&hub, stream, udp).await };
            match tls.accept(stream).await {
                Ok(stream) => serve_driver(&hub, stream, udp).await,
                Err(error) => tracing::warn!(%peer, %error, "a TLS handshake for voice failed"),
            }
        });
    }
}

async fn serve_packets(hub: Arc<Hub>, packets: UdpSocket) {
    let mut buffer = [0; MAX_PACKET];
    loop {
        let Ok((length, from)) = packets.recv_from(&mut buffer).await else {
            // For example the port of a driver that is gone, as reported by ICMP.
            tokio::task::yield_now().await;
            continue;
        };
        match Packet::read(buffer.get(..length).unwrap_or_default()) {
            Packet::Discovery(ssrc) => {
                let _ = packets.send_to(&answer(ssrc, from), from).await;
            }
            Packet::Voice(ssrc) => {
                hub.with(|state, _| state.voice.note(ssrc, |one| one.packets += 1));
            }
            Packet::Unknown => {
                tracing::debug!(%from, length, "received a packet of an unknown kind")
            }
        }
    }
}

async fn serve_driver<S>(hub: &Hub, stream: S, udp: std::net::SocketAddr)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut query = String::new();
    #[allow(clippy::result_large_err, reason = "tungstenite's own type")]
    let note_query = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        query = request.uri().query().unwrap_or_default().to_owned();
        Ok(response)
    };
    let config = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE));
    let accepted = accept_hdr_async_with_config(stream, note_query, Some(config));
    let Ok(Ok(mut socket)) = timeout(HANDSHAKE, accepted).await else { return };
    let (mut link, hello) =
        hub.with(|state, _| Link::open(&query, udp, &state.core, &mut state.voice));
    let end = match hello {
        Ok(hello) => talk(hub, &mut socket, &mut link, hello).await,
        Err(refusal) => Some(refusal),
    };
    hub.with(|state, _| {
        state.voice.note(link.number(), |one| {
            one.is_open = false;
            one.close_code = end.as_ref().map(|refusal| refusal.code);
            one.close_reason = end.as_ref().map(|refusal| refusal.reason.clone());
        });
    });
    if let Some(refusal) = end {
        let frame = CloseFrame { code: refusal.code.into(), reason: refusal.reason.into() };
        let _ = timeout(HANDSHAKE, close(&mut socket, frame)).await;
    }
}

/// Serves a driver until it is gone, or has to be closed.
async fn talk<S>(
    hub: &Hub,
    socket: &mut Socket<S>,
    link: &mut Link,
    hello: Value,
) -> Option<Refusal>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut changes = hub.voice_changes.subscribe();
    let patience = hub.with(|state, _| {
        let config = state.core.config();
        config.heartbeat_interval + config.heartbeat_tolerance
    });
    let mut deadline = Instant::now() + patience;
    send(socket, &hello).await?;
    loop {
        let message = tokio::select! {
            message = socket.next() => message,
            _ = changes.changed() => {
                match hub.with(|state, _| link.check(&state.core)) {
                    Ok(()) => continue,
                    Err(refusal) => return Some(refusal),
                }
            }
            () = sleep_until(deadline) => {
                let reason = "no heartbeat came".to_owned();
                return Some(Refusal { code: SESSION_TIMEOUT, reason });
            }
        };
        let taken = match &message {
            Some(Ok(Message::Text(text))) => take(hub, link, Frame::Text(text)),
            Some(Ok(Message::Binary(bytes))) => take(hub, link, Frame::Binary(bytes)),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
            Some(Ok(_)) => continue,
        };
        match taken {
            Ok(None) => {}
            Ok(Some(answer)) => {
                if answer["op"] == HEARTBEAT_ACK {
                    deadline = Instant::now() + patience;
                }
                send(socket, &answer).await?;
            }
            Err(refusal) => return Some(refusal),
        }
    }
}

/// Opcode of the answer to a heartbeat.
const HEARTBEAT_ACK: u64 = 6;

fn take(hub: &Hub, link: &mut Link, frame: Frame<'_>) -> Result<Option<Value>, Refusal> {
    hub.with(|state, _| link.take(frame, &state.core, &mut state.voice))
}

/// Sends a payload; returns `None` if the driver is gone or does not read.
async fn send<S>(socket: &mut Socket<S>, payload: &Value) -> Option<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let message = Message::text(payload.to_string());
    timeout(HANDSHAKE, socket.send(message)).await.ok()?.ok()
}

async fn close<S>(socket: &mut Socket<S>, frame: CloseFrame)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if socket.close(Some(frame)).await.is_ok() {
        while let Some(Ok(_)) = socket.next().await {}
    }
}
