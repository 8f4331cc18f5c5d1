//! A client of a Lavalink v4 node with only the requests for a voice connection. It uses no TLS.

use anyhow::{Context as _, bail, ensure};
use async_tungstenite::WebSocketStream;
use async_tungstenite::tokio::{TokioAdapter, client_async};
use async_tungstenite::tungstenite::Message;
use async_tungstenite::tungstenite::client::IntoClientRequest as _;
use bytes::Bytes;
use futures_util::StreamExt as _;
use gateway_model::id::{Id, marker};
use gateway_shard::VoiceInfo;
use http_body_util::{BodyExt as _, Full};
use hyper::{Method, Request, header};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

pub(crate) struct Node {
    address: String,
    password: String,
    /// The id of Lavalink's own session, which is not a session of Discord. It ends with the websocket.
    session: String,
    socket: WebSocketStream<TokioAdapter<TcpStream>>,
}

impl Node {
    /// Connects to the node at `host:port`.
    pub(crate) async fn connect(
        address: &str,
        password: &str,
        bot: Id<marker::User>,
    ) -> anyhow::Result<Self> {
        let mut request = format!("ws://{address}/v4/websocket").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert(header::AUTHORIZATION, password.parse()?);
        headers.insert("User-Id", bot.to_string().parse()?);
        headers.insert("Client-Name", concat!("example/", env!("CARGO_PKG_VERSION")).parse()?);
        let (mut socket, _) = client_async(request, TcpStream::connect(address).await?).await?;
        let session = loop {
            let message = receive(&mut socket).await?;
            if message["op"] == "ready" {
                break message["sessionId"].as_str().context("ready without sessionId")?.to_owned();
            }
        };
        let (address, password) = (address.to_owned(), password.to_owned());
        Ok(Self { address, password, session, socket })
    }

    /// Returns the next message of the node: states of players, and events such as the end of a track.
    pub(crate) async fn next(&mut self) -> anyhow::Result<Value> {
        receive(&mut self.socket).await
    }

    /// Passes a voice connection to the node, or new data of a connection that it has.
    pub(crate) async fn connect_voice(&self, info: &VoiceInfo) -> anyhow::Result<()> {
        let voice = json!({
            "token": info.token.as_str(),
            "endpoint": info.endpoint,
            "sessionId": info.session_id,
            // Required since Lavalink 4.2, which supports DAVE.
            "channelId": info.channel_id,
        });
        self.request(Method::PATCH, info.guild_id, &json!({ "voice": voice })).await
    }

    /// Ends the player of a guild.
    pub(crate) async fn destroy_player(&self, guild: Id<marker::Guild>) -> anyhow::Result<()> {
        self.request(Method::DELETE, guild, &Value::Null).await
    }

    async fn request(
        &self,
        method: Method,
        guild: Id<marker::Guild>,
        body: &Value,
    ) -> anyhow::Result<()> {
        let stream = TokioIo::new(TcpStream::connect(&self.address).await?);
        let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await?;
        tokio::spawn(connection);
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        let request = Request::builder()
            .method(method)
            .uri(format!("/v4/sessions/{}/players/{guild}", self.session))
            .header(header::HOST, &self.address)
            .header(header::AUTHORIZATION, &self.password)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(body))?;
        let response = sender.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        ensure!(status.is_success(), "Lavalink: {status} {}", String::from_utf8_lossy(&body));
        Ok(())
    }
}

async fn receive(socket: &mut WebSocketStream<TokioAdapter<TcpStream>>) -> anyhow::Result<Value> {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text)?),
            Some(Ok(Message::Close(frame))) => bail!("Lavalink closed the connection: {frame:?}"),
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(error.into()),
            None => bail!("the connection to Lavalink is at its end"),
        }
    }
}
