//! A stream that can be slow, half-open or silent on request.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::action::Flow;

/// The faults of one socket, shared with the code that controls them.
#[derive(Debug, Default)]
pub(crate) struct SocketFaults {
    flows: Mutex<(Flow, Flow)>,
    ignores_close: AtomicBool,
    reader: AtomicWaker,
    writer: AtomicWaker,
}

impl SocketFaults {
    /// Sets how the simulator reads from the client.
    pub(crate) fn set_reads(&self, flow: Flow) {
        self.flows.lock().unwrap_or_else(PoisonError::into_inner).0 = flow;
        self.reader.wake();
    }

    /// Sets how the simulator writes to the client.
    pub(crate) fn set_writes(&self, flow: Flow) {
        self.flows.lock().unwrap_or_else(PoisonError::into_inner).1 = flow;
        self.writer.wake();
    }

    /// From now on the client's close frame is not answered, and the socket stays open after it.
    pub(crate) fn ignore_close(&self) {
        self.ignores_close.store(true, Ordering::Relaxed);
    }

    pub(crate) fn ignores_close(&self) -> bool {
        self.ignores_close.load(Ordering::Relaxed)
    }

    fn flows(&self) -> (Flow, Flow) {
        *self.flows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream with faults.
#[derive(Debug)]
pub(crate) struct FaultyIo<S> {
    inner: S,
    faults: Arc<SocketFaults>,
    read_pause: Option<Pin<Box<Sleep>>>,
    write_pause: Option<Pin<Box<Sleep>>>,
}

impl<S> FaultyIo<S> {
    pub(crate) fn new(inner: S, faults: Arc<SocketFaults>) -> Self {
        Self { inner, faults, read_pause: None, write_pause: None }
    }
}

/// Waits until a pause has passed, if there is one.
fn rested(pause: &mut Option<Pin<Box<Sleep>>>, cx: &mut Context<'_>) -> bool {
    let waiting = pause.as_mut().is_some_and(|sleep| sleep.as_mut().poll(cx).is_pending());
    if !waiting {
        *pause = None;
    }
    !waiting
}

/// Returns how many bytes may be transferred at once, and the pause after this many.
fn portion(rate: u32) -> (usize, impl Fn(usize) -> Duration) {
    let rate = rate.max(1);
    let portion = (rate / 20).max(1) as usize;
    (portion, move |bytes: usize| Duration::from_secs_f64(bytes as f64 / f64::from(rate)))
}

impl<S: AsyncRead + Unpin> AsyncRead for FaultyIo<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.faults.reader.register(cx.waker());
        match this.faults.flows().0 {
            Flow::Normal => Pin::new(&mut this.inner).poll_read(cx, buffer),
            Flow::Frozen => Poll::Pending,
            Flow::Swallowed => loop {
                let before = buffer.filled().len();
                std::task::ready!(Pin::new(&mut this.inner).poll_read(cx, buffer))?;
                if buffer.filled().len() == before {
                    return Poll::Ready(Ok(()));
                }
                buffer.set_filled(before);
            },
            Flow::Rate(rate) => {
                if !rested(&mut this.read_pause, cx) {
                    return Poll::Pending;
                }
                let (portion, pause) = portion(rate);
                let mut small = vec![0; portion.min(buffer.remaining())];
                let mut part = ReadBuf::new(&mut small);
                std::task::ready!(Pin::new(&mut this.inner).poll_read(cx, &mut part))?;
                buffer.put_slice(part.filled());
                this.read_pause = Some(Box::pin(sleep(pause(part.filled().len()))));
                Poll::Ready(Ok(()))
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for FaultyIo<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.faults.writer.register(cx.waker());
        match this.faults.flows().1 {
            Flow::Normal => Pin::new(&mut this.inner).poll_write(cx, bytes),
            Flow::Frozen => Poll::Pending,
            Flow::Swallowed => Poll::Ready(Ok(bytes.len())),
            Flow::Rate(rate) => {
                if !rested(&mut this.write_pause, cx) {
                    return Poll::Pending;
                }
                let (portion, pause) = portion(rate);
                let part = &bytes[..portion.min(bytes.len())];
                let written = std::task::ready!(Pin::new(&mut this.inner).poll_write(cx, part))?;
                this.write_pause = Some(Box::pin(sleep(pause(written))));
                Poll::Ready(Ok(written))
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_shutdown(cx)
    }
}
