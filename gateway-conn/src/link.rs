//! The machine's present link: being dialled, or open.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use gateway_proto::LinkId;

use crate::config::Config;
use crate::error::{DialError, LinkError, SocketError};
use crate::identify::ConnectFuture;
use crate::inflate::Inflate;
use crate::socket::{Reader, Socket};

type Dialling = Pin<Box<dyn Future<Output = Result<Socket, DialError>> + Send>>;

/// The present link, with the number that the machine gave it.
pub(crate) enum Link {
    None,
    Dialling(LinkId, Dialling),
    Open(LinkId, Box<Socket>),
}

/// An event on a link.
pub(crate) enum LinkEvent {
    Opened(LinkId),
    Readable,
    Failed(LinkId, LinkError),
}

impl Link {
    /// Starts to open a link, after permission is granted. It gets a new decompression context, because a context
    /// belongs to one connection.
    pub(crate) fn dial(
        link: LinkId,
        url: String,
        config: &Config,
        acquire_connect: ConnectFuture,
    ) -> Self {
        let (transport, timeouts) = (config.transport.clone(), config.timeouts);
        let (compression, limits) = (config.protocol.compression(), config.limits);
        Self::Dialling(
            link,
            Box::pin(async move {
                acquire_connect.await;
                let inflate = Inflate::new(compression).map_err(DialError::Inflate)?;
                let (stream, rest) = transport.dial(url, timeouts).await?;
                Ok(Socket::new(stream, Reader::new(inflate, limits), rest))
            }),
        )
    }

    pub(crate) const fn id(&self) -> Option<LinkId> {
        match self {
            Self::None => None,
            Self::Dialling(link, _) | Self::Open(link, _) => Some(*link),
        }
    }

    /// Dials, writes queued data and, if `reads` is set, reads.
    pub(crate) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        reads: bool,
        now: impl FnOnce() -> Instant,
    ) -> Poll<LinkEvent> {
        match self {
            Self::None => Poll::Pending,
            Self::Dialling(link, dialling) => {
                let link = *link;
                match dialling.as_mut().poll(cx) {
                    Poll::Pending => Poll::Pending,
                    Poll::Ready(Err(error)) => Poll::Ready(LinkEvent::Failed(link, error.into())),
                    Poll::Ready(Ok(socket)) => {
                        *self = Self::Open(link, Box::new(socket));
                        Poll::Ready(LinkEvent::Opened(link))
                    }
                }
            }
            Self::Open(link, socket) => {
                if let Poll::Ready(Err(error)) = socket.poll_flush(cx, now) {
                    return Poll::Ready(LinkEvent::Failed(*link, error.into()));
                }
                if !reads {
                    return Poll::Pending;
                }
                socket.poll_fill(cx).map(|filled| match filled {
                    Ok(()) => LinkEvent::Readable,
                    Err(error) => LinkEvent::Failed(*link, error.into()),
                })
            }
        }
    }

    pub(crate) fn send(&mut self, to: LinkId, payload: String, now: Instant) {
        match self {
            Self::Open(link, socket) if *link == to => socket.send(payload, now),
            _ => {}
        }
    }

    pub(crate) fn close(&mut self, which: LinkId, code: impl Into<Option<u16>>, now: Instant) {
        match self {
            Self::Open(link, socket) if *link == which => socket.close(code.into(), now),
            _ => {}
        }
    }

    pub(crate) fn drop_if(&mut self, which: LinkId) {
        if self.id() == Some(which) {
            *self = Self::None;
        }
    }

    /// The time at which the present write will have stalled for `limit`.
    pub(crate) fn write_deadline(&self, limit: Duration) -> Option<Instant> {
        match self {
            Self::Open(_, socket) => socket.write_deadline(limit),
            _ => None,
        }
    }

    /// Returns the error of a write that has stalled for too long.
    pub(crate) fn check_write(
        &self,
        limit: Duration,
        now: Instant,
    ) -> Option<(LinkId, SocketError)> {
        let due = self.write_deadline(limit).is_some_and(|deadline| deadline <= now);
        self.id().filter(|_| due).map(|link| (link, SocketError::WriteTimedOut { limit }))
    }
}
