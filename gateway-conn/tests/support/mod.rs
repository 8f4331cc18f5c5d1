//! A gateway under the test's control, frame by frame, over a real loopback socket.
//!
//! gateway-sim behaves as the docs describe. This gateway is for peers that misbehave in ways that gateway-sim does not
//! offer.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(unreachable_pub, reason = "shared by several test crates")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

pub mod sim;

use std::time::Duration;

use async_tungstenite::tokio::TokioAdapter;
use async_tungstenite::tungstenite::Message;
use async_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use async_tungstenite::{WebSocketStream, accept_hdr_async};
use flate2::{Compress, FlushCompress};
use futures_util::StreamExt as _;
use gateway_conn::{
    AlwaysReady, Config, ConnectionEvent, ConnectionEvents, ConnectionHandle, connect,
};
use gateway_model::gateway::Intents;
use gateway_proto::{Compression, StateChange, Token};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};

/// Heartbeat interval of the scripted gateway.
pub const INTERVAL: Duration = Duration::from_millis(41_250);

/// Listens on loopback.
pub struct Gateway {
    pub listener: TcpListener,
}

impl Gateway {
    pub async fn bind() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").await.unwrap() }
    }

    pub fn url(&self) -> String {
        format!("ws://{}/", self.listener.local_addr().unwrap())
    }

    /// Returns settings that connect to this gateway.
    pub fn config(&self, compression: Compression) -> gateway_proto::ProtocolConfig {
        let token = Token::new("test-token").unwrap();
        gateway_proto::ProtocolConfig::new(token, Intents::all(), &self.url())
            .unwrap()
            .with_compression(compression)
    }

    /// Connects a client to this gateway.
    pub fn connect(&self, compression: Compression) -> (ConnectionEvents, ConnectionHandle) {
        connect(self.config(compression), AlwaysReady).unwrap()
    }

    /// Accepts and upgrades the next connection.
    pub async fn accept(&self) -> Peer<TcpStream> {
        let (tcp, _) = self.listener.accept().await.unwrap();
        // Otherwise the second of two small writes waits for a TCP acknowledgement, 40 ms of real time, while the
        // paused clock jumps ahead.
        tcp.set_nodelay(true).unwrap();
        Peer::upgrade(tcp).await
    }

    /// Accepts the next connection, sends Hello, and answers Identify or Resume.
    pub async fn accept_session(&self, replay: &[Value]) -> (Peer<TcpStream>, Value) {
        let mut peer = self.accept().await;
        let first = peer.begin(&self.url(), replay).await;
        (peer, first)
    }
}

/// One connection, on the gateway's side.
pub struct Peer<S> {
    pub ws: WebSocketStream<TokioAdapter<S>>,
    encoder: Encoder,
    pub query: String,
}

enum Encoder {
    None,
    Payload,
    Zlib(Box<Compress>),
    #[cfg(feature = "zstd")]
    Zstd(zstd::stream::raw::Encoder<'static>),
}

impl<S: AsyncRead + AsyncWrite + Unpin> Peer<S> {
    pub async fn upgrade(stream: S) -> Self {
        let mut query = String::new();
        #[expect(clippy::result_large_err, reason = "the signature is tungstenite's")]
        let see = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
            query = request.uri().query().unwrap_or_default().to_owned();
            Ok(response)
        };
        let ws = accept_hdr_async(TokioAdapter::new(stream), see).await.unwrap();
        let encoder = if query.contains("zlib-stream") {
            Encoder::Zlib(Box::new(Compress::new(flate2::Compression::fast(), true)))
        } else {
            Encoder::None
        };
        #[cfg(feature = "zstd")]
        let encoder = if query.contains("zstd-stream") {
            Encoder::Zstd(zstd::stream::raw::Encoder::new(3).unwrap())
        } else {
            encoder
        };
        Self { ws, encoder, query }
    }

    /// Sends Hello, and answers Identify or Resume. Returns what the client sent.
    pub async fn begin(&mut self, url: &str, replay: &[Value]) -> Value {
        self.begin_with(url, 0, replay).await
    }

    /// Like `begin`, with a Ready that is this many bytes larger than necessary.
    pub async fn begin_with(&mut self, url: &str, bytes: usize, replay: &[Value]) -> Value {
        let interval = u64::try_from(INTERVAL.as_millis()).unwrap();
        self.send(&json!({"t": null, "s": null, "op": 10, "d": {"heartbeat_interval": interval}}))
            .await;
        let first = self.receive().await;
        match first["op"].as_u64() {
            Some(2) => {
                if first["d"]["compress"] == true {
                    self.encoder = Encoder::Payload;
                }
                let filling = "a".repeat(bytes);
                let ready = format!(
                    r#"{{"t":"READY","s":1,"op":0,"d":{{"session_id":"s1","resume_gateway_url":"{url}","filling":"{filling}"}}}}"#
                );
                let message = self.encode(ready.as_bytes());
                self.ws.send(message).await.unwrap();
            }
            Some(6) => {
                let mut last = first["d"]["seq"].as_u64().unwrap();
                for event in replay {
                    if event["s"].as_u64().unwrap() > last {
                        last = event["s"].as_u64().unwrap();
                        self.send(event).await;
                    }
                }
                self.send(&json!({"t": "RESUMED", "s": last, "op": 0, "d": {}})).await;
            }
            other => panic!("neither Identify nor Resume but {other:?}"),
        }
        first
    }

    /// Compresses one payload as the connection requested.
    pub fn encode(&mut self, json: &[u8]) -> Message {
        match &mut self.encoder {
            Encoder::None => Message::text(String::from_utf8(json.to_vec()).unwrap()),
            Encoder::Payload => {
                let mut zlib = Compress::new(flate2::Compression::fast(), true);
                Message::binary(deflate(&mut zlib, json, FlushCompress::Finish))
            }
            Encoder::Zlib(zlib) => Message::binary(deflate(zlib, json, FlushCompress::Sync)),
            #[cfg(feature = "zstd")]
            Encoder::Zstd(zstd) => {
                use zstd::stream::raw::{InBuffer, Operation as _, OutBuffer};
                let mut space = vec![0; json.len() + 4096];
                let mut out = OutBuffer::around(space.as_mut_slice());
                let mut input = InBuffer::around(json);
                while input.pos() < json.len() {
                    zstd.run(&mut input, &mut out).unwrap();
                }
                while zstd.flush(&mut out).unwrap() > 0 {}
                let length = out.pos();
                space.truncate(length);
                Message::binary(space)
            }
        }
    }

    /// Sends a binary message with any bytes.
    pub async fn send_binary(&mut self, bytes: Vec<u8>) {
        self.ws.send(Message::binary(bytes)).await.unwrap();
    }

    /// Returns the stream under the websocket.
    pub fn tcp(&mut self) -> &mut S {
        self.ws.get_mut().get_mut()
    }

    pub async fn send(&mut self, payload: &Value) {
        let message = self.encode(payload.to_string().as_bytes());
        self.ws.send(message).await.unwrap();
    }

    pub async fn send_event(&mut self, sequence: u64) {
        self.send(&event(sequence)).await;
    }

    /// Returns the next payload of the client. Panics if the connection ends.
    pub async fn receive(&mut self) -> Value {
        self.try_receive().await.expect("the connection ended")
    }

    /// Returns the next payload; `None` at the end. Heartbeats are answered.
    pub async fn try_receive(&mut self) -> Option<Value> {
        loop {
            match self.ws.next().await?.ok()? {
                Message::Text(text) => {
                    let payload: Value = serde_json::from_str(&text).unwrap();
                    if payload["op"] == 1 {
                        self.send(&json!({"op": 11})).await;
                    }
                    return Some(payload);
                }
                Message::Close(_) | Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("unexpected {other:?}"),
            }
        }
    }

    /// Reads the next message and answers nothing. Returns false at the end.
    pub async fn ws_next_ignored(&mut self) -> bool {
        matches!(self.ws.next().await, Some(Ok(_)))
    }

    /// Reads up to the client's close frame, and returns its code.
    pub async fn close_code(&mut self) -> Option<u16> {
        loop {
            if let Message::Close(frame) = self.ws.next().await?.ok()? {
                return frame.map(|frame| frame.code.into());
            }
        }
    }
}

/// Compresses all of `json`.
pub fn deflate(zlib: &mut Compress, json: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() / 2 + 4096);
    let start = zlib.total_in();
    loop {
        let done = usize::try_from(zlib.total_in() - start).unwrap();
        zlib.compress_vec(&json[done..], &mut out, flush).unwrap();
        let done = usize::try_from(zlib.total_in() - start).unwrap();
        if done == json.len() && out.len() < out.capacity() {
            return out;
        }
        out.reserve(out.capacity());
    }
}

/// Returns an event with this sequence.
pub fn event(sequence: u64) -> Value {
    json!({"t": "TYPING_START", "s": sequence, "op": 0, "d": {"user_id": "1", "n": sequence}})
}

/// Reads until a dispatch, and returns its sequence. Panics at the end.
pub async fn next_sequence(events: &mut ConnectionEvents) -> u64 {
    loop {
        match events.next().await.expect("the stream ended") {
            ConnectionEvent::Dispatch(dispatch) => return dispatch.sequence(),
            ConnectionEvent::Stopped(reason) => panic!("stopped: {reason}"),
            _ => {}
        }
    }
}

/// Reads until a state change that `wanted` accepts.
pub async fn state(
    events: &mut ConnectionEvents,
    wanted: impl Fn(&StateChange) -> bool,
) -> StateChange {
    loop {
        match events.next().await.expect("the stream ended") {
            ConnectionEvent::State(change) if wanted(&change) => return change,
            ConnectionEvent::Stopped(reason) => panic!("stopped: {reason}"),
            _ => {}
        }
    }
}

/// Returns every compression that is compiled in.
pub fn compressions() -> Vec<Compression> {
    vec![
        Compression::None,
        Compression::Payload,
        Compression::ZlibStream,
        #[cfg(feature = "zstd")]
        Compression::ZstdStream,
    ]
}

/// Connects with these settings.
pub fn start(config: Config) -> (ConnectionEvents, ConnectionHandle) {
    connect(config, AlwaysReady).unwrap()
}
