//! The websocket upgrade: request and check of the answer are tungstenite's, the waiting is ours.
//!
//! tungstenite sees the answer when it is here as a whole. Where it waits for one itself, it holds 8 KiB
//! and soon 128 KiB, which a hundred shards that connect at the same time would hold together; and what it
//! reads beyond the answer stays in its own buffer, out of reach.

use std::io::{self, Read, Write};

use async_tungstenite::tungstenite;
use async_tungstenite::tungstenite::client::{IntoClientRequest, client_with_config};
use async_tungstenite::tungstenite::error::ProtocolError;
use async_tungstenite::tungstenite::handshake::HandshakeError;
use async_tungstenite::tungstenite::handshake::client::{Request, generate_request};
use async_tungstenite::tungstenite::protocol::WebSocketConfig;
use bytes::BufMut as _;
use memchr::memmem;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::error::DialError;
use crate::socket::Stream;

/// Read at once during the upgrade, in bytes: an answer of usual length.
const CHUNK: usize = 512;

/// Longest answer, in bytes: as tungstenite has it.
const MAX_HEAD: usize = 64 * 1024;

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// Upgrades the stream; returns it with the bytes that came after the server's answer, less than
/// [`CHUNK`]. The caller limits the time.
pub(super) async fn upgrade(mut stream: Stream, url: &str) -> Result<(Stream, Vec<u8>), DialError> {
    let request = url.into_client_request().map_err(failed)?;
    let (bytes, _) = generate_request(request.clone()).map_err(failed)?;
    stream.write_all(&bytes).await.map_err(failed)?;
    stream.flush().await.map_err(failed)?;
    drop(bytes);
    let mut answer = Vec::new();
    let head = loop {
        let start = answer.len().saturating_sub(END_OF_HEAD.len() - 1);
        if stream.read_buf(&mut (&mut answer).limit(CHUNK)).await.map_err(failed)? == 0 {
            return Err(failed(ProtocolError::HandshakeIncomplete));
        }
        if let Some(at) = memmem::find(&answer[start..], END_OF_HEAD) {
            break start + at + END_OF_HEAD.len();
        }
        if answer.len() > MAX_HEAD {
            return Err(failed(tungstenite::Error::AttackAttempt));
        }
    };
    let rest = answer.split_off(head);
    check(request, &answer)?;
    Ok((stream, rest))
}

/// Whether the server agreed (RFC 6455, 4.1).
fn check(request: Request, answer: &[u8]) -> Result<(), DialError> {
    let config = WebSocketConfig::default().read_buffer_size(0);
    match client_with_config(request, Answer(answer), Some(config)) {
        Ok(_) => Ok(()),
        Err(HandshakeError::Failure(error)) => Err(failed(error)),
        // There is no more to come than the whole answer.
        Err(HandshakeError::Interrupted(_)) => Err(failed(ProtocolError::HandshakeIncomplete)),
    }
}

fn failed(error: impl Into<tungstenite::Error>) -> DialError {
    match error.into() {
        tungstenite::Error::Http(response) => {
            DialError::UpgradeRefused { status: response.status().as_u16() }
        }
        other => DialError::Upgrade(Box::new(other)),
    }
}

/// An answer to a request that was sent already.
struct Answer<'a>(&'a [u8]);

impl Read for Answer<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        Read::read(&mut self.0, buf)
    }
}

impl Write for Answer<'_> {
    fn write(&mut self, request: &[u8]) -> io::Result<usize> {
        Ok(request.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use async_tungstenite::tungstenite::handshake::derive_accept_key;
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    /// All that follows a server's answer, which is written in pieces; `ACCEPT` in it stands for the right
    /// key.
    async fn answered(pieces: &[&str]) -> Result<Vec<u8>, DialError> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let serving = async {
            let (mut tcp, _) = listener.accept().await.unwrap();
            tcp.set_nodelay(true).unwrap();
            let mut request = Vec::new();
            while !request.ends_with(END_OF_HEAD) {
                request.push(tcp.read_u8().await.unwrap());
            }
            let request = String::from_utf8(request).unwrap();
            let key = request.split("Sec-WebSocket-Key: ").nth(1).unwrap();
            let accept = derive_accept_key(key.lines().next().unwrap().as_bytes());
            for piece in pieces {
                let piece = piece.replace("ACCEPT", &accept);
                // A client that gave up hangs up.
                let _ = tcp.write_all(piece.as_bytes()).await;
                tokio::task::yield_now().await;
            }
            request
        };
        let tcp = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let url = format!("ws://127.0.0.1:{port}/?v=10&encoding=json");
        let (request, upgraded) = tokio::join!(serving, upgrade(Stream::Plain(tcp), &url));
        assert!(request.starts_with("GET /?v=10&encoding=json HTTP/1.1\r\n"), "{request}");
        let (mut stream, mut after) = upgraded?;
        stream.read_to_end(&mut after).await.unwrap();
        Ok(after)
    }

    const SWITCHING: &str = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\
                             Upgrade: websocket\r\nSec-WebSocket-Accept: ACCEPT\r\n\r";

    #[tokio::test]
    async fn what_follows_the_answer_is_kept() {
        for (pieces, want) in [
            (&[SWITCHING, "\n"][..], ""),
            (&[SWITCHING, "\nfirst frame"], "first frame"),
            (&["HTTP/1.1 101 X\r\nA: 1\r\n", &SWITCHING[34..], "\n\r\n\r\n"], "\r\n\r\n"),
        ] {
            assert_eq!(answered(pieces).await.unwrap(), want.as_bytes());
        }
    }

    #[tokio::test]
    async fn a_server_that_does_not_agree_is_an_error_that_says_why() {
        let refused = answered(&["HTTP/1.1 403 Forbidden\r\n", "Content-Length: 0\r\n\r\n"]).await;
        assert!(matches!(refused, Err(DialError::UpgradeRefused { status: 403 })), "{refused:?}");
        let wrong_key = SWITCHING.replace("ACCEPT", "AAAA");
        let no_websocket = SWITCHING.replace("websocket", "h2c");
        let endless = "x".repeat(2 * MAX_HEAD);
        for (pieces, want) in [
            (&[wrong_key.as_str(), "\n"][..], "Key mismatch"),
            (&[&no_websocket, "\n"], "Upgrade: websocket"),
            (&[SWITCHING], "Handshake not finished"),
            (&["no HTTP\r\n\r\n"], "httparse"),
            (&[&endless], "Attack"),
        ] {
            let Err(DialError::Upgrade(error)) = answered(pieces).await else { panic!("{want}") };
            assert!(error.to_string().contains(want), "{error}");
        }
    }
}
