//! The websocket upgrade, by async-tungstenite; after it the stream is ours.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use async_tungstenite::tungstenite;
use futures_io::{AsyncRead, AsyncWrite};
use memchr::memmem;
use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};

use crate::error::DialError;
use crate::socket::Stream;

/// Read at once during the upgrade, in bytes.
const CHUNK: usize = 4096;

/// Upgrades the stream; returns it with the bytes that came after the server's answer. The caller
/// limits the time; tungstenite limits the answer to 64 KiB.
pub(super) async fn upgrade(stream: Stream, url: &str) -> Result<(Stream, Vec<u8>), DialError> {
    let upgrading = Upgrading { stream, read: Vec::new(), given: 0, head: None };
    let (socket, _) =
        async_tungstenite::client_async(url, upgrading).await.map_err(|error| match error {
            tungstenite::Error::Http(response) => {
                DialError::UpgradeRefused { status: response.status().as_u16() }
            }
            other => DialError::Upgrade(Box::new(other)),
        })?;
    let Upgrading { stream, mut read, given, .. } = socket.into_inner();
    read.drain(..given);
    Ok((stream, read))
}

/// Hands tungstenite the head of the server's answer and no byte more: what it reads beyond that would
/// stay in its own buffer, out of reach.
struct Upgrading {
    stream: Stream,
    read: Vec<u8>,
    given: usize,
    /// Length of the head, once its end was seen.
    head: Option<usize>,
}

impl AsyncRead for Upgrading {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.given == this.head.unwrap_or(this.read.len()) {
            if this.head.is_some() {
                // The head was given as a whole; there is nothing more to it.
                return Poll::Ready(Ok(0));
            }
            let mut chunk = [0; CHUNK];
            let mut space = ReadBuf::new(&mut chunk);
            ready!(Pin::new(&mut this.stream).poll_read(cx, &mut space))?;
            this.read.extend_from_slice(space.filled());
            this.head = memmem::find(&this.read, b"\r\n\r\n").map(|at| at + 4);
        }
        let available = &this.read[this.given..this.head.unwrap_or(this.read.len())];
        let count = available.len().min(buf.len());
        buf[..count].copy_from_slice(&available[..count]);
        this.given += count;
        Poll::Ready(Ok(count))
    }
}

impl AsyncWrite for Upgrading {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(cx, buf)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
