//! A TCP connection that records when data last arrived.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper_util::client::legacy::connect::{Connected, Connection};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

/// The state of a connection while it lives.
#[derive(Debug)]
struct Heard {
    address: SocketAddr,
    opened: Instant,
    /// Nanoseconds from `opened` to the last received bytes; zero if there were none.
    last: AtomicU64,
}

impl Heard {
    /// Returns whether bytes arrived at this time or later.
    fn since(&self, time: Instant) -> bool {
        let last = self.last.load(Ordering::Relaxed);
        last > 0 && self.opened + Duration::from_nanos(last) >= time
    }
}

/// The connections of one pool.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    lines: Vec<Arc<Heard>>,
    /// When the newest connection was made, even if it is closed by now.
    newest: Option<Instant>,
}

impl Lines {
    /// Registers a new connection.
    pub(crate) fn watch(&self, address: SocketAddr, stream: TcpStream) -> Line {
        let heard = Arc::new(Heard { address, opened: Instant::now(), last: AtomicU64::new(0) });
        let mut known = self.lock();
        known.newest = Some(heard.opened);
        let lines = &mut known.lines;
        // Closed connections are referenced only here.
        lines.retain(|line| Arc::strong_count(line) > 1);
        lines.push(Arc::clone(&heard));
        Line { stream, heard }
    }

    /// Returns whether data arrived on any of the connections at this time or later.
    pub(crate) fn heard_since(&self, time: Instant) -> bool {
        self.lock().lines.iter().any(|line| line.since(time))
    }

    /// Returns whether a connection was made at this time or later.
    pub(crate) fn opened_since(&self, time: Instant) -> bool {
        self.lock().newest.is_some_and(|newest| newest >= time)
    }

    /// Returns the addresses of the connections without data at this time or later.
    pub(crate) fn silent_since(&self, time: Instant) -> Vec<SocketAddr> {
        let known = self.lock();
        known.lines.iter().filter(|line| !line.since(time)).map(|line| line.address).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A TCP connection that records when bytes arrive.
#[derive(Debug)]
pub(crate) struct Line {
    stream: TcpStream,
    heard: Arc<Heard>,
}

impl Connection for Line {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            let since = self.heard.opened.elapsed().as_nanos();
            let since = u64::try_from(since).unwrap_or(u64::MAX).max(1);
            self.heard.last.store(since, Ordering::Relaxed);
        }
        read
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
