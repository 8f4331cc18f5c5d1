//! One open websocket, with non-blocking reads and writes.
//!
//! Nothing here awaits. Reading and writing are polled together with the driver's timer, so a peer that does not read,
//! or sends one byte a second, blocks nothing.

#[cfg(test)]
mod against_tungstenite;
mod close_frame;
mod frame;
mod header;
mod json;
mod read;
mod stream;
mod write;

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

pub(crate) use self::read::{Incoming, Reader};
pub(crate) use self::stream::Stream;
use self::write::Writer;
use crate::buffers::{EventBuffer, PooledBuffer};
use crate::error::SocketError;

/// An open websocket.
#[derive(Debug)]
pub(crate) struct Socket {
    stream: Stream,
    reader: Reader,
    writer: Writer,
    /// Bytes that were read and not yet processed: `buffer[start..end]`. It is borrowed from the pool only while there
    /// are any.
    buffer: PooledBuffer,
    start: usize,
    end: usize,
    /// The few bytes left when the buffer was returned to the pool: an incomplete header.
    rest: Vec<u8>,
    /// Whether all bytes that were read have been processed.
    drained: bool,
    ended: bool,
    /// Whether the stream may hold back written bytes (TLS does).
    flushing: bool,
}

impl Socket {
    /// Creates a socket over `stream`. `rest` has bytes that were already read, at most a read buffer full.
    pub(crate) fn new(stream: Stream, reader: Reader, rest: Vec<u8>) -> Self {
        let mut socket = Self {
            stream,
            reader,
            writer: Writer::new(),
            buffer: PooledBuffer::default(),
            start: 0,
            end: 0,
            drained: rest.is_empty(),
            rest,
            ended: false,
            flushing: false,
        };
        if !socket.drained {
            socket.borrow_buffer();
        }
        socket
    }

    /// Reads once. Ready if [`next`](Self::next) may have something to return.
    pub(crate) fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), SocketError>> {
        if !self.drained {
            return Poll::Ready(Ok(()));
        }
        if self.ended {
            return Poll::Ready(Err(SocketError::Ended));
        }
        self.borrow_buffer();
        let mut buf = ReadBuf::new(&mut self.buffer[self.end..]);
        let result = Pin::new(&mut self.stream).poll_read(cx, &mut buf);
        let count = buf.filled().len();
        match result {
            Poll::Pending => {
                self.release();
                Poll::Pending
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error.into())),
            Poll::Ready(Ok(())) if count == 0 => {
                self.ended = true;
                Poll::Ready(Err(SocketError::Ended))
            }
            Poll::Ready(Ok(())) => {
                self.end += count;
                self.drained = false;
                Poll::Ready(Ok(()))
            }
        }
    }

    /// Returns the next complete item; `None` if more must be read first. See [`Reader::next`].
    pub(crate) fn next<'a>(
        &'a mut self,
        events: &'a mut EventBuffer,
    ) -> Result<Option<Incoming<'a>>, SocketError> {
        let Self { reader, buffer, start, end, drained, .. } = self;
        let mut input = &buffer[*start..*end];
        let incoming = reader.next(&mut input, events)?;
        *start = *end - input.len();
        *drained = incoming.is_none();
        Ok(incoming)
    }

    /// Returns the buffers to the pool if all bytes have been processed, so that the next shard of this thread reuses
    /// them while they are in the cache.
    pub(crate) fn release(&mut self) {
        if self.drained && !self.buffer.is_empty() {
            self.return_buffer();
        }
    }

    /// Writes queued data, as far as the peer accepts it. Ready if nothing is queued.
    pub(crate) fn poll_flush(
        &mut self,
        cx: &mut Context<'_>,
        now: impl FnOnce() -> Instant,
    ) -> Poll<Result<(), SocketError>> {
        if self.writer.waiting().is_empty() && !self.flushing {
            return Poll::Ready(Ok(()));
        }
        let now = now();
        self.flushing = true;
        while !self.writer.waiting().is_empty() {
            let count = ready!(Pin::new(&mut self.stream).poll_write(cx, self.writer.waiting()))?;
            if count == 0 {
                return Poll::Ready(Err(io::Error::from(io::ErrorKind::WriteZero).into()));
            }
            self.writer.written(count, now);
        }
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        self.flushing = false;
        Poll::Ready(Ok(()))
    }

    /// Queues a text message.
    pub(crate) fn send(&mut self, payload: String, now: Instant) {
        self.writer.text(payload, now);
    }

    /// Queues the answer to a ping.
    pub(crate) fn pong(&mut self, payload: &[u8], now: Instant) {
        self.writer.pong(payload, now);
    }

    /// Queues a close frame, or the answer to one.
    pub(crate) fn close(&mut self, code: Option<u16>, now: Instant) {
        self.writer.close(code, now);
    }

    /// The time at which the present write will have stalled for `limit`.
    pub(crate) fn write_deadline(&self, limit: Duration) -> Option<Instant> {
        self.writer.deadline(limit)
    }

    fn borrow_buffer(&mut self) {
        if self.buffer.is_empty() {
            self.buffer = PooledBuffer::read();
            (self.start, self.end) = (0, self.rest.len());
            self.buffer[..self.end].copy_from_slice(&self.rest);
            self.rest = Vec::new();
        } else {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
    }

    /// Returns the buffers to the pool, and keeps the few remaining bytes.
    fn return_buffer(&mut self) {
        self.rest = self.buffer[self.start..self.end].to_vec();
        (self.start, self.end) = (0, 0);
        self.buffer = PooledBuffer::default();
        self.reader.release();
    }
}
