//! The websocket upgrade ([RFC 6455, 4.1](https://www.rfc-editor.org/rfc/rfc6455#section-4.1)).
//!
//! tungstenite builds the request. The answer is read and checked here for three reasons. tungstenite uses 8 KiB and
//! later 128 KiB while it waits for the answer, for each of perhaps a hundred shards that connect concurrently. It
//! keeps bytes that follow the answer in an inaccessible buffer. It compares "Connection" as one word instead of a
//! list, and does not check extensions.

use async_tungstenite::tungstenite::client::IntoClientRequest;
use async_tungstenite::tungstenite::handshake::client::generate_request;
use async_tungstenite::tungstenite::handshake::derive_accept_key;
use bytes::BufMut as _;
use memchr::memmem;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::error::{DialError, UpgradeError};
use crate::socket::Stream;

/// The size of one read during the upgrade, in bytes. An answer of usual length fits.
const CHUNK: usize = 512;

/// The maximum length of an answer, in bytes.
const MAX_HEAD: usize = 64 * 1024;

/// The maximum number of headers of an answer. Discord sends about ten.
const MAX_HEADERS: usize = 124;

/// The maximum length of a header value that an error shows, in bytes.
const SHOWN: usize = 64;

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// Upgrades the stream. Returns it with the bytes that followed the server's answer, fewer than [`CHUNK`]. The caller
/// limits the time.
pub(super) async fn upgrade(mut stream: Stream, url: &str) -> Result<(Stream, Vec<u8>), DialError> {
    let request = url.into_client_request().and_then(generate_request);
    let Ok((request, key)) = request else {
        return Err(DialError::Url { reason: "no upgrade request can be made of it" });
    };
    let (head, mut answer) = exchange(&mut stream, request).await.map_err(DialError::Upgrade)?;
    let rest = answer.split_off(head);
    check(&key, &answer)?;
    Ok((stream, rest))
}

/// Sends the request. Returns the length of the answer's head, and all bytes read so far.
async fn exchange(stream: &mut Stream, request: Vec<u8>) -> Result<(usize, Vec<u8>), UpgradeError> {
    stream.write_all(&request).await?;
    stream.flush().await?;
    drop(request);
    let mut answer = Vec::new();
    loop {
        let start = answer.len().saturating_sub(END_OF_HEAD.len() - 1);
        if stream.read_buf(&mut (&mut answer).limit(CHUNK)).await? == 0 {
            return Err(UpgradeError::Incomplete);
        }
        if let Some(at) = memmem::find(&answer[start..], END_OF_HEAD) {
            return Ok((start + at + END_OF_HEAD.len(), answer));
        }
        if answer.len() > MAX_HEAD {
            return Err(UpgradeError::TooLong { limit: MAX_HEAD });
        }
    }
}

/// Checks whether the server accepted a request with this key.
fn check(key: &str, answer: &[u8]) -> Result<(), DialError> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    match response.parse(answer) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Err(DialError::Upgrade(UpgradeError::Incomplete)),
        Err(error) => return Err(DialError::Upgrade(UpgradeError::NotHttp(error.into()))),
    }
    match (response.code, response.version) {
        (Some(101), Some(1)) => agreed(key, response.headers).map_err(DialError::Upgrade),
        (Some(101), _) => Err(DialError::Upgrade(UpgradeError::HttpVersion)),
        (status, _) => Err(DialError::UpgradeRefused { status: status.unwrap_or_default() }),
    }
}

/// Checks the headers of a "101 Switching Protocols" answer.
fn agreed(key: &str, headers: &[httparse::Header<'_>]) -> Result<(), UpgradeError> {
    let values = |name: &'static str| {
        let named = headers.iter().filter(move |header| header.name.eq_ignore_ascii_case(name));
        named.map(|header| header.value.trim_ascii())
    };
    let is_only = |name, value: &[u8], exact: bool| {
        let same = |given: &[u8]| given == value || !exact && given.eq_ignore_ascii_case(value);
        values(name).next().is_some() && values(name).all(same)
    };
    if !is_only("Upgrade", b"websocket", false) {
        return Err(UpgradeError::NoWebsocket);
    }
    let mut options = values("Connection").flat_map(|list| list.split(|byte| *byte == b','));
    if !options.any(|option| option.trim_ascii().eq_ignore_ascii_case(b"upgrade")) {
        return Err(UpgradeError::NoUpgrade);
    }
    if !is_only("Sec-WebSocket-Accept", derive_accept_key(key.as_bytes()).as_bytes(), true) {
        return Err(UpgradeError::AcceptMismatch);
    }
    let chosen = |name| values(name).find(|value| !value.is_empty()).map(shown);
    if let Some(extension) = chosen("Sec-WebSocket-Extensions") {
        return Err(UpgradeError::Extension(extension));
    }
    match chosen("Sec-WebSocket-Protocol") {
        Some(subprotocol) => Err(UpgradeError::Subprotocol(subprotocol)),
        None => Ok(()),
    }
}

fn shown(value: &[u8]) -> String {
    String::from_utf8_lossy(&value[..value.len().min(SHOWN)]).into_owned()
}

#[cfg(test)]
mod tests {
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    /// Runs an upgrade against a server that writes this answer in pieces; `ACCEPT` in it is replaced with the right
    /// key. Returns all bytes that follow the answer.
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
                // A client that gave up closes the connection.
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

    /// A valid answer with these lines in place of "Connection: Upgrade".
    fn with(lines: &str) -> String {
        SWITCHING.replace("Connection: Upgrade", lines)
    }

    #[tokio::test]
    async fn an_agreement_may_be_written_in_any_way_that_http_allows() {
        for lines in [
            "Connection: keep-alive, Upgrade",
            "Connection: upgrade",
            "connection:UPGRADE,keep-alive",
            "Connection: close ,\t upgrade ,",
            "Connection: keep-alive\r\nConnection: Upgrade",
            "Connection: Upgrade\r\nSec-WebSocket-Extensions:\r\nSec-WebSocket-Protocol: ",
        ] {
            let answer = with(lines).replace("Upgrade: websocket", "upgrade: WebSocket");
            assert_eq!(answered(&[&answer, "\n"]).await.unwrap(), b"", "{lines}");
        }
    }

    #[tokio::test]
    async fn what_was_not_offered_is_refused() {
        let answered = async |lines: &str| match answered(&[&with(lines), "\n"]).await {
            Err(DialError::Upgrade(error)) => error,
            other => panic!("{lines}: {other:?}"),
        };
        for lines in ["A: Upgrade", "Connection: keep-alive", "Connection: Upgraded, no Upgrade"] {
            assert!(matches!(answered(lines).await, UpgradeError::NoUpgrade), "{lines}");
        }
        let lines = "Connection: Upgrade\r\nSec-WebSocket-Extensions: permessage-deflate; a=1";
        let error = answered(lines).await;
        assert!(
            matches!(&error, UpgradeError::Extension(name) if name == "permessage-deflate; a=1")
        );
        let lines = format!("Connection: Upgrade\r\nSec-WebSocket-Protocol: {}", "x".repeat(1000));
        let error = answered(&lines).await;
        assert!(
            matches!(&error, UpgradeError::Subprotocol(name) if name.len() == SHOWN),
            "{error}"
        );
        let twice = "Connection: Upgrade\r\nUpgrade: h2c";
        assert!(matches!(answered(twice).await, UpgradeError::NoWebsocket));
        let twice = "Connection: Upgrade\r\nSec-WebSocket-Accept: AAAA";
        assert!(matches!(answered(twice).await, UpgradeError::AcceptMismatch));
    }

    #[tokio::test]
    async fn an_old_version_of_http_is_refused() {
        let old = SWITCHING.replace("HTTP/1.1", "HTTP/1.0");
        let answer = answered(&[&old, "\n"]).await;
        assert!(matches!(answer, Err(DialError::Upgrade(UpgradeError::HttpVersion))), "{answer:?}");
    }

    #[tokio::test]
    async fn a_server_that_does_not_agree_is_an_error_that_says_why() {
        let refused = answered(&["HTTP/1.1 403 Forbidden\r\n", "Content-Length: 0\r\n\r\n"]).await;
        assert!(matches!(refused, Err(DialError::UpgradeRefused { status: 403 })), "{refused:?}");
        let wrong_key = SWITCHING.replace("ACCEPT", "AAAA");
        let no_websocket = SWITCHING.replace("websocket", "h2c");
        let endless = "x".repeat(2 * MAX_HEAD);
        for (pieces, want) in [
            (&[wrong_key.as_str(), "\n"][..], "does not match the request"),
            (&[&no_websocket, "\n"], "Upgrade: websocket"),
            (&[SWITCHING], "the stream ended within"),
            (&["no HTTP\r\n\r\n"], "httparse"),
            (&[&endless], "is longer than"),
        ] {
            let Err(DialError::Upgrade(error)) = answered(pieces).await else { panic!("{want}") };
            assert!(error.to_string().contains(want), "{error}");
        }
    }
}
