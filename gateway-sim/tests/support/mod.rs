//! A client that uses no gateway library: it implements the docs, and waits for at most two seconds.
#![allow(dead_code, reason = "each test file uses its own part of it")]
#![allow(clippy::unwrap_used, reason = "a client for tests; a panic is the test's failure")]

pub(crate) mod schema;

use std::time::Duration;

use async_tungstenite::WebSocketStream;
use async_tungstenite::tokio::{TokioAdapter, client_async};
use async_tungstenite::tungstenite::{Error, Message};
use bytes::Bytes;
use flate2::{Decompress, FlushDecompress};
use futures_util::StreamExt as _;
use gateway_sim::Sim;
use gateway_sim::control::{Action, ActionError};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use zstd::stream::raw::{InBuffer, Operation as _, OutBuffer};

pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// One gateway connection.
pub(crate) struct Client {
    pub(crate) socket: WebSocketStream<TokioAdapter<TcpStream>>,
    inflate: Option<Decompress>,
    zstd: Option<zstd::stream::raw::Decoder<'static>>,
    buffer: Vec<u8>,
    ready: std::collections::VecDeque<Value>,
    pub(crate) messages: usize,
}

/// What arrived over a connection.
#[derive(Debug, PartialEq)]
pub(crate) enum Got {
    Payload(Value),
    Closed(Option<u16>),
    Broken,
}

impl Client {
    pub(crate) async fn connect(url: &str, query: &str) -> Self {
        let address = url.trim_start_matches("ws://").trim_end_matches('/').to_owned();
        let stream = TcpStream::connect(&address).await.unwrap();
        let (socket, _) = client_async(format!("{url}?{query}"), stream).await.unwrap();
        let inflate = query.contains("zlib-stream").then(|| Decompress::new(true));
        let zstd = query.contains("zstd-stream");
        let zstd = zstd.then(|| zstd::stream::raw::Decoder::new().unwrap());
        Self { socket, inflate, zstd, buffer: Vec::new(), ready: Default::default(), messages: 0 }
    }

    /// Connects, receives Hello, identifies, and receives Ready and the Guild Creates.
    pub(crate) async fn live(sim: &Sim, query: &str, intents: u64) -> (Self, Value) {
        let mut client = Self::connect(&sim.gateway_url(), query).await;
        assert_eq!(client.payload().await["op"], 10);
        client.send(&identify(sim, intents)).await;
        let ready = client.payload().await;
        assert_eq!(ready["t"], "READY", "{ready}");
        if intents & 1 == 1 {
            for _ in ready["d"]["guilds"].as_array().unwrap() {
                assert_eq!(client.payload().await["t"], "GUILD_CREATE");
            }
        }
        (client, ready["d"].clone())
    }

    pub(crate) async fn send(&mut self, payload: &Value) {
        self.socket.send(Message::text(payload.to_string())).await.unwrap();
    }

    pub(crate) async fn next(&mut self) -> Got {
        loop {
            if let Some(payload) = self.ready.pop_front() {
                return Got::Payload(payload);
            }
            let next = timeout(PATIENCE, self.socket.next()).await.expect("silence for 2 s");
            match next {
                Some(Ok(Message::Text(text))) => {
                    return Got::Payload(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Binary(bytes))) => self.take(&bytes),
                Some(Ok(Message::Close(frame))) => {
                    return Got::Closed(frame.map(|frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(Error::ConnectionClosed)) | None => return Got::Closed(None),
                Some(Err(_)) => return Got::Broken,
            }
        }
    }

    /// Inflates a message, either as part of the stream or on its own.
    fn take(&mut self, bytes: &[u8]) {
        self.messages += 1;
        let mut out = Vec::with_capacity(1 << 22);
        if let Some(zstd) = &mut self.zstd {
            let mut input = InBuffer::around(bytes);
            while input.pos() < bytes.len() {
                let written = out.len();
                zstd.run(&mut input, &mut OutBuffer::around_pos(&mut out, written)).unwrap();
            }
            self.ready.push_back(serde_json::from_slice(&out).unwrap());
            return;
        }
        match &mut self.inflate {
            None => {
                Decompress::new(true)
                    .decompress_vec(bytes, &mut out, FlushDecompress::Finish)
                    .unwrap();
            }
            Some(inflate) => {
                self.buffer.extend_from_slice(bytes);
                if !self.buffer.ends_with(&[0, 0, 0xff, 0xff]) {
                    return;
                }
                inflate.decompress_vec(&self.buffer, &mut out, FlushDecompress::Sync).unwrap();
                self.buffer.clear();
            }
        }
        let values = serde_json::Deserializer::from_slice(&out).into_iter::<Value>();
        self.ready.extend(values.map(Result::unwrap));
    }

    /// The next binary message as it arrived.
    pub(crate) async fn raw(&mut self) -> Bytes {
        loop {
            let next = timeout(PATIENCE, self.socket.next()).await.expect("silence for 2 s");
            if let Some(Ok(Message::Binary(bytes))) = next {
                return bytes;
            }
        }
    }

    /// The next payload. An event must have all fields of Discord's event.
    pub(crate) async fn payload(&mut self) -> Value {
        let payload = self.injected().await;
        let name = payload["t"].as_str().unwrap_or_default();
        let faults = schema::faults_of_event(name, &payload["d"]);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        payload
    }

    /// The next payload; a test created it, so it may be incomplete.
    pub(crate) async fn injected(&mut self) -> Value {
        match self.next().await {
            Got::Payload(payload) => payload,
            other => panic!("{other:?}"),
        }
    }
}

/// What a client's zlib context decodes from some bytes, and whether they are invalid.
pub(crate) fn inflate_alone(client: &mut Client, bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(1 << 16);
    let inflate = client.inflate.as_mut().unwrap();
    let broken = inflate.decompress_vec(bytes, &mut out, FlushDecompress::Sync).is_err();
    (out, broken)
}

pub(crate) fn identify(sim: &Sim, intents: u64) -> Value {
    json!({ "op": 2, "d": {
        "token": sim.token(),
        "intents": intents,
        "properties": { "os": "linux", "browser": "test", "device": "test" },
    }})
}

/// Carries out an action, which is written as for `POST /sim/actions`.
pub(crate) fn act(sim: &Sim, action: Value) -> Result<Value, ActionError> {
    sim.act(serde_json::from_value::<Action>(action).unwrap())
}

/// One REST request as the bot.
pub(crate) async fn rest(sim: &Sim, method: &str, path: &str, body: Value) -> (u16, Value) {
    let (status, _, body) = request(sim, method, &format!("/api/v10{path}"), body, true).await;
    (status, body)
}

/// One REST request as the bot, with an audit log reason that is already in the form of the header.
pub(crate) async fn rest_because(
    sim: &Sim,
    method: &str,
    path: &str,
    body: Value,
    reason: &str,
) -> (u16, Value) {
    let path = format!("/api/v10{path}");
    let mut builder = http::Request::builder().method(method).uri(path).header("host", "sim");
    builder = builder.header("authorization", format!("Bot {}", sim.token()));
    builder = builder.header("content-type", "application/json");
    builder = builder.header("x-audit-log-reason", reason);
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let (status, _, body) = exchange(sim, builder.body(Full::new(body.into())).unwrap()).await;
    (status, body)
}

/// A request of the bot with an unchanged body; returns status and body.
pub(crate) async fn send(
    sim: &Sim,
    method: &str,
    path: &str,
    kind: &str,
    body: &str,
) -> (u16, Value) {
    let mut builder = http::Request::builder().method(method).uri(path).header("host", "sim");
    builder = builder.header("authorization", format!("Bot {}", sim.token()));
    if !kind.is_empty() {
        builder = builder.header("content-type", kind);
    }
    let request = builder.body(Full::new(Bytes::copy_from_slice(body.as_bytes()))).unwrap();
    let (status, _, body) = exchange(sim, request).await;
    (status, body)
}

/// A request without an Authorization header.
pub(crate) async fn send_anonymously(sim: &Sim, method: &str, path: &str) -> (u16, Value) {
    let builder = http::Request::builder().method(method).uri(path).header("host", "sim");
    let (status, _, body) = exchange(sim, builder.body(Full::default()).unwrap()).await;
    (status, body)
}

/// One request of any kind; returns status, headers and body.
pub(crate) async fn request(
    sim: &Sim,
    method: &str,
    path: &str,
    body: Value,
    authorized: bool,
) -> (u16, http::HeaderMap, Value) {
    let mut builder = http::Request::builder().method(method).uri(path).header("host", "sim");
    if authorized {
        builder = builder.header("authorization", format!("Bot {}", sim.token()));
    }
    let body = if body.is_null() {
        Bytes::new()
    } else {
        builder = builder.header("content-type", "application/json");
        Bytes::from(body.to_string())
    };
    let (status, headers, body) = exchange(sim, builder.body(Full::new(body)).unwrap()).await;
    if let Some(below) = path.strip_prefix("/api/v10") {
        let faults = schema::faults_of_answer(method, below, status, &body);
        assert!(faults.is_empty(), "{method} {path}: {faults:#?}");
    }
    (status, headers, body)
}

/// A request with this `Authorization`, which is left out if it is empty.
pub(crate) fn request_of(
    method: &str,
    path: &str,
    authorization: &str,
    body: &Value,
) -> http::Request<Full<Bytes>> {
    let mut builder = http::Request::builder().method(method).uri(path).header("host", "sim");
    if !authorization.is_empty() {
        builder = builder.header("authorization", authorization);
    }
    let body = if body.is_null() { String::new() } else { body.to_string() };
    builder.header("content-type", "application/json").body(Full::new(body.into())).unwrap()
}

/// Sends a request: status, headers, and the body's JSON, which is null if it is none.
pub(crate) async fn exchange(
    sim: &Sim,
    request: http::Request<Full<Bytes>>,
) -> (u16, http::HeaderMap, Value) {
    let (status, headers, bytes) = exchange_bytes(sim, request).await;
    (status, headers, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

/// Sends a request: status, headers, body.
pub(crate) async fn exchange_bytes(
    sim: &Sim,
    request: http::Request<Full<Bytes>>,
) -> (u16, http::HeaderMap, Bytes) {
    let address = sim.api_url().trim_start_matches("http://").trim_end_matches("/api").to_owned();
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let response = sender.send_request(request).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, headers, bytes)
}
