//! A stand-in for Lavalink: it accepts and refuses the same requests as Lavalink, and reports what it received.
//!
//! Docs: Lavalink's [REST API](https://lavalink.dev/api/rest) and [websocket](https://lavalink.dev/api/websocket).

use anyhow::Context as _;
use async_tungstenite::tokio::accept_hdr_async;
use async_tungstenite::tungstenite::Message;
use async_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use bytes::Bytes;
use futures_util::StreamExt as _;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, StatusCode, header};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

pub(crate) const PASSWORD: &str = "youshallnotpass";
const SESSION: &str = "a-session-of-lavalink";

/// A report of what the stand-in received.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Got {
    /// A client connected for this user.
    User(String),
    /// A player of a guild got this voice state.
    Voice { guild: String, voice: Value },
    /// The player of a guild was ended.
    Destroyed { guild: String },
}

pub(crate) struct StandIn {
    pub(crate) address: String,
    got: UnboundedReceiver<Got>,
    _server: JoinSet<()>,
}

impl StandIn {
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let (tell, got) = unbounded_channel();
        let mut server = JoinSet::new();
        server.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, tell.clone()));
            }
        });
        Ok(Self { address, got, _server: server })
    }

    pub(crate) async fn next(&mut self) -> anyhow::Result<Got> {
        self.got.recv().await.context("the stand-in is gone")
    }
}

async fn serve(stream: TcpStream, tell: UnboundedSender<Got>) {
    let mut start = [0; 32];
    // This reads once, because a client writes its whole request at once.
    let is_websocket =
        stream.peek(&mut start).await.is_ok() && start.starts_with(b"GET /v4/websocket HTTP/1.1");
    if is_websocket {
        let _ = websocket(stream, &tell).await;
        return;
    }
    let service = service_fn(|request| answer(request, &tell));
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

fn is_authorized(headers: &HeaderMap) -> bool {
    headers.get(header::AUTHORIZATION).is_some_and(|given| given == PASSWORD)
}

async fn websocket(stream: TcpStream, tell: &UnboundedSender<Got>) -> anyhow::Result<()> {
    #[allow(clippy::result_large_err, reason = "tungstenite's own type")]
    let check = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        let headers = request.headers();
        let refuse = |status: StatusCode| {
            let mut response = ErrorResponse::new(None);
            *response.status_mut() = status;
            response
        };
        if !is_authorized(headers) {
            return Err(refuse(StatusCode::UNAUTHORIZED));
        }
        let user = headers.get("User-Id").and_then(|user| user.to_str().ok());
        let (Some(user), true) = (user, headers.contains_key("Client-Name")) else {
            return Err(refuse(StatusCode::BAD_REQUEST));
        };
        let _ = tell.send(Got::User(user.to_owned()));
        Ok(response)
    };
    let mut socket = accept_hdr_async(stream, check).await?;
    let ready = json!({ "op": "ready", "resumed": false, "sessionId": SESSION });
    socket.send(Message::text(ready.to_string())).await?;
    while let Some(Ok(_)) = socket.next().await {}
    Ok(())
}

async fn answer(
    request: hyper::Request<Incoming>,
    tell: &UnboundedSender<Got>,
) -> anyhow::Result<hyper::Response<Full<Bytes>>> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let guild = head.uri.path().strip_prefix(&format!("/v4/sessions/{SESSION}/players/"));
    let (status, told) = match (&head.method, guild) {
        _ if !is_authorized(&head.headers) => (StatusCode::UNAUTHORIZED, None),
        (&Method::PATCH, Some(guild)) => match voice_of(&body) {
            Some(voice) => (StatusCode::OK, Some(Got::Voice { guild: guild.to_owned(), voice })),
            None => (StatusCode::BAD_REQUEST, None),
        },
        (&Method::DELETE, Some(guild)) => {
            (StatusCode::NO_CONTENT, Some(Got::Destroyed { guild: guild.to_owned() }))
        }
        _ => (StatusCode::NOT_FOUND, None),
    };
    if let Some(told) = told {
        let _ = tell.send(told);
    }
    Ok(hyper::Response::builder().status(status).body(Full::default())?)
}

/// Returns the voice state of an Update Player, if it has exactly the four required fields.
fn voice_of(body: &[u8]) -> Option<Value> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let voice = body["voice"].as_object()?;
    let fields = ["token", "endpoint", "sessionId", "channelId"];
    let is_whole = fields.iter().all(|field| voice.get(*field).is_some_and(Value::is_string));
    (is_whole && voice.len() == fields.len()).then(|| body["voice"].clone())
}
