//! One HTTP connection: REST, the control endpoint, its page, and upgrades to the gateway.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use async_tungstenite::tungstenite::handshake::derive_accept_key;
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Either, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

use super::conn;
use crate::action::{Endpoint, Outage};
use crate::control;
use crate::hub::{FaultyIo, Hub, SocketFaults, now};
use crate::page;

/// The largest request body: Discord's own limit for uploads without boosts is 10 MiB.
const MAX_BODY: usize = 32 << 20;

/// An accepted upgrade that has to be served once the response was sent.
struct Agreed {
    upgrade: OnUpgrade,
    query: String,
    peer: String,
}

/// Serves one TCP connection, and the gateway connection it may become.
pub(crate) async fn serve<S>(hub: Arc<Hub>, stream: S, peer: SocketAddr, gateway: Endpoint)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let faults = Arc::new(SocketFaults::default());
    let io = TokioIo::new(FaultyIo::new(stream, Arc::clone(&faults)));
    let agreed: Arc<Mutex<Option<Agreed>>> = Arc::default();
    let service = service_fn(|request: Request<Incoming>| {
        let (hub, agreed) = (Arc::clone(&hub), Arc::clone(&agreed));
        async move { answer(&hub, request, peer, gateway, &agreed).await }
    });
    let served = hyper::server::conn::http1::Builder::new()
        .serve_connection(io, service)
        .with_upgrades()
        .await;
    if let Err(error) = served {
        let error: &(dyn std::error::Error + 'static) = &error;
        tracing::debug!(%peer, error, "an HTTP connection ended");
    }
    let agreed = agreed.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(Agreed { upgrade, query, peer }) = agreed
        && let Ok(upgraded) = upgrade.await
        && hub.with(|state, now| state.outages.of(gateway, now)) != Some(Outage::AcceptAndClose)
    {
        conn::serve(hub, TokioIo::new(upgraded), query, peer, faults).await;
    }
}

/// A complete body, or the stream for watchers.
type Body = Either<Full<Bytes>, control::LiveBody>;

/// An answer, or the end of the connection without one.
type Answer = Result<Response<Body>, CutOff>;

/// The connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("cut off by an outage on command")]
pub(crate) struct CutOff;

async fn answer(
    hub: &Arc<Hub>,
    request: Request<Incoming>,
    peer: SocketAddr,
    gateway: Endpoint,
    agreed: &Mutex<Option<Agreed>>,
) -> Answer {
    let path = request.uri().path();
    if path == "/sim" || path.starts_with("/sim/") {
        return Ok(controlled(hub, request).await);
    }
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_page = path == "/" && is_read && !request.headers().contains_key(header::UPGRADE);
    if is_page && gateway == Endpoint::Gateway {
        return Ok(match control::check_host(&request) {
            Ok(()) => page::answer().map(whole),
            Err(why) => refused(why),
        });
    }
    let endpoint = if path.starts_with("/api") { Endpoint::Rest } else { gateway };
    match hub.with(|state, now| state.outages.of(endpoint, now)) {
        Some(Outage::Hang) => match std::future::pending::<Infallible>().await {},
        Some(Outage::Unavailable) => {
            return Ok(plain(StatusCode::SERVICE_UNAVAILABLE, "down on command"));
        }
        Some(Outage::AcceptAndClose) if endpoint == Endpoint::Rest => return Err(CutOff),
        _ => {}
    }
    if endpoint != Endpoint::Rest {
        return Ok(upgrade(request, peer, agreed));
    }
    match collect(request).await {
        Ok(request) => rest(hub, &request, peer).await,
        Err(response) => Ok(response),
    }
}

/// Answers a request to the control endpoint.
async fn controlled(hub: &Arc<Hub>, request: Request<Incoming>) -> Response<Body> {
    if let Err(why) = control::check(&request) {
        return refused(why);
    }
    if request.uri().path() == control::LIVE && request.method() == Method::GET {
        return match control::watch(hub, &request) {
            Ok(response) => response.map(Either::Right),
            Err(status) => plain(status, "too many watch already"),
        };
    }
    match collect(request).await {
        Ok(request) if request.uri().path().starts_with(control::COMMANDS) => {
            control::wait_for_command(hub, &request).await.map(whole)
        }
        Ok(request) => control::answer(hub, &request).map(whole),
        Err(response) => response,
    }
}

fn refused(why: control::Foreign) -> Response<Body> {
    plain(StatusCode::FORBIDDEN, &why.to_string())
}

fn whole(body: Bytes) -> Body {
    Either::Left(Full::new(body))
}

async fn rest(hub: &Hub, request: &Request<Bytes>, peer: SocketAddr) -> Answer {
    let (response, delay) = hub.with(|state, now| {
        let response = state.api.handle(&mut state.core, request, peer.ip(), now);
        (response, state.api.delay())
    });
    if let Some(delay) = delay {
        tokio::time::sleep_until((now() + delay).into()).await;
    }
    Ok(response.map(whole))
}

async fn collect(request: Request<Incoming>) -> Result<Request<Bytes>, Response<Body>> {
    let (head, body) = request.into_parts();
    match Limited::new(body, MAX_BODY).collect().await {
        Ok(body) => Ok(Request::from_parts(head, body.to_bytes())),
        Err(error) => Err(plain(
            StatusCode::PAYLOAD_TOO_LARGE,
            &format!("the body could not be read: {error}"),
        )),
    }
}

/// Answers the opening handshake of a WebSocket (RFC 6455, 4.2.2).
fn upgrade(
    mut request: Request<Incoming>,
    peer: SocketAddr,
    agreed: &Mutex<Option<Agreed>>,
) -> Response<Body> {
    let headers = request.headers();
    let has = |name: header::HeaderName, word: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.split(',').any(|part| part.trim().eq_ignore_ascii_case(word))
    };
    let key = headers.get(header::SEC_WEBSOCKET_KEY).cloned();
    let asked = request.method() == Method::GET
        && has(header::UPGRADE, "websocket")
        && has(header::CONNECTION, "upgrade")
        && has(header::SEC_WEBSOCKET_VERSION, "13");
    let Some(key) = key.filter(|_| asked) else {
        return plain(
            StatusCode::NOT_FOUND,
            "REST is below /api, control below /sim; else only WebSocket upgrades",
        );
    };
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let peer = format!("{peer} {}", agent.unwrap_or("no user agent"));
    let query = request.uri().query().unwrap_or_default().to_owned();
    let upgrade = hyper::upgrade::on(&mut request);
    *agreed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Agreed { upgrade, query, peer });
    let mut response = Response::new(whole(Bytes::new()));
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) {
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(whole(Bytes::copy_from_slice(text.as_bytes())));
    *response.status_mut() = status;
    response
}
