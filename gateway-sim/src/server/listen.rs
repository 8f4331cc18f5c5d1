//! Ports: accepting connections, and closing on request.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::http;
use super::tls::Acceptor;
use crate::action::Endpoint;
use crate::hub::{Hub, now};

/// Accepts connections on one port until it is dropped, which also ends the accepted connections.
pub(crate) async fn listen(
    hub: Arc<Hub>,
    listener: TcpListener,
    address: SocketAddr,
    gateway: Endpoint,
    tls: Option<Acceptor>,
) {
    let mut connections = JoinSet::new();
    let mut changes = hub.outage_changes.subscribe();
    let mut listener = Some(listener);
    loop {
        let main = gateway == Endpoint::Gateway;
        let (closed, change) = hub
            .with(|state, now| (state.outages.port_closed(main, now), state.outages.next_end(now)));
        if closed {
            listener = None;
        } else if listener.is_none() {
            listener = TcpListener::bind(address).await.ok();
        }
        let change_due = async {
            match (change, &listener) {
                (Some(at), _) => tokio::time::sleep_until(at.into()).await,
                // The port could not be bound again, because another process may have it for a moment.
                (None, None) if !closed => {
                    tokio::time::sleep_until((now() + std::time::Duration::from_millis(50)).into())
                        .await;
                }
                _ => std::future::pending().await,
            }
        };
        tokio::select! {
            accepted = accept(listener.as_ref()) => {
                if let Ok((stream, peer)) = accepted {
                    let _ = stream.set_nodelay(true);
                    connections.spawn(serve(Arc::clone(&hub), stream, peer, gateway, tls.clone()));
                }
            }
            _ = changes.changed() => {}
            () = change_due => {}
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn serve(
    hub: Arc<Hub>,
    stream: TcpStream,
    peer: SocketAddr,
    gateway: Endpoint,
    tls: Option<Acceptor>,
) {
    let Some(tls) = tls else { return http::serve(hub, stream, peer, gateway).await };
    match tls.accept(stream).await {
        Ok(stream) => http::serve(hub, stream, peer, gateway).await,
        Err(error) => tracing::warn!(%peer, %error, "a TLS handshake failed"),
    }
}

async fn accept(listener: Option<&TcpListener>) -> std::io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}
