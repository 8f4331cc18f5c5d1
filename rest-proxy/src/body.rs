//! Bodies of requests and responses that pass through: the part that was read, and the stream of the rest.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use hyper::body::{Body as _, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep};

/// This many bytes of a body have to arrive within the time of its pace.
const PACE_BYTES: usize = 64 << 10;

/// The errors of a body.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    /// The sender closed the connection early.
    #[error("the body ended early")]
    Broken(#[from] hyper::Error),
    /// The sender is too slow.
    #[error("less than 64 KiB of the body arrived within {0:?}")]
    TooSlow(Duration),
}

/// A body: its first part, which was read, and the stream of the rest.
#[derive(Debug)]
pub(crate) struct Body {
    first: Bytes,
    rest: Option<Incoming>,
    /// In a box because few bodies have it, and every body is moved several times.
    pace: Option<Box<Pace>>,
}

/// The minimum pace of the rest, so that a slow sender does not hold its slot.
#[derive(Debug)]
struct Pace {
    time: Duration,
    timer: Pin<Box<Sleep>>,
    /// The bytes since the timer was set.
    came: usize,
}

impl Pace {
    fn new(time: Duration) -> Self {
        Self { time, timer: Box::pin(tokio::time::sleep(time)), came: 0 }
    }

    fn came(&mut self, bytes: usize) {
        self.came += bytes;
        if self.came >= PACE_BYTES {
            self.came = 0;
            self.timer.as_mut().reset(Instant::now() + self.time);
        }
    }
}

impl Body {
    /// Creates a body from these bytes.
    pub(crate) const fn whole(bytes: Bytes) -> Self {
        Self { first: bytes, rest: None, pace: None }
    }

    /// Creates a body of which nothing was read.
    pub(crate) const fn streamed(rest: Incoming) -> Self {
        Self { first: Bytes::new(), rest: Some(rest), pace: None }
    }

    /// Reads a body completely if it has at most `most` bytes, and otherwise its first part. That, and each 64 KiB of
    /// the rest, has to arrive within `time`.
    pub(crate) async fn read(
        mut incoming: Incoming,
        most: usize,
        time: Duration,
    ) -> Result<Self, BodyError> {
        if incoming.is_end_stream() {
            return Ok(Self::whole(Bytes::new()));
        }
        let (first, ended) = first_part_within(time, &mut incoming, most).await?;
        Ok(match ended {
            true => Self::whole(first),
            // The time starts when the body is sent: before that, nothing asks the sender for more.
            false => Self { first, rest: Some(incoming), pace: Some(Box::new(Pace::new(time))) },
        })
    }

    /// Returns the body, if all of it was read.
    pub(crate) const fn bytes(&self) -> Option<&Bytes> {
        match self.rest {
            None => Some(&self.first),
            Some(_) => None,
        }
    }

    /// Starts the time for the next part.
    pub(crate) fn begin(&mut self) {
        if let Some(pace) = &mut self.pace {
            **pace = Pace::new(pace.time);
        }
    }
}

/// Like `first_part`, within this time.
async fn first_part_within(
    time: Duration,
    incoming: &mut Incoming,
    most: usize,
) -> Result<(Bytes, bool), BodyError> {
    let mut reading = pin!(first_part(incoming, most));
    // Small bodies mostly arrive with the head, and then no timer is needed.
    if let Poll::Ready(read) = poll_fn(|cx| Poll::Ready(reading.as_mut().poll(cx))).await {
        return read;
    }
    let read = tokio::time::timeout(time, reading).await;
    read.map_err(|_| BodyError::TooSlow(time))?
}

/// Reads the first bytes, and returns whether they are the whole body.
async fn first_part(incoming: &mut Incoming, most: usize) -> Result<(Bytes, bool), BodyError> {
    let (mut one, mut more) = (Bytes::new(), BytesMut::new());
    loop {
        let Some(frame) = next_frame(incoming).await else { break };
        let Ok(piece) = frame?.into_data() else { continue };
        if one.is_empty() && more.is_empty() {
            one = piece;
        } else {
            more.extend_from_slice(&std::mem::take(&mut one));
            more.extend_from_slice(&piece);
        }
        if one.len() + more.len() > most {
            let first = if more.is_empty() { one } else { more.freeze() };
            return Ok((first, incoming.is_end_stream()));
        }
    }
    Ok((if more.is_empty() { one } else { more.freeze() }, true))
}

async fn next_frame(incoming: &mut Incoming) -> Option<Result<Frame<Bytes>, hyper::Error>> {
    poll_fn(|cx| Pin::new(&mut *incoming).poll_frame(cx)).await
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if !self.first.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.first)))));
        }
        let Self { rest, pace, .. } = &mut *self;
        let Some(rest) = rest else { return Poll::Ready(None) };
        match Pin::new(rest).poll_frame(cx) {
            Poll::Ready(frame) => {
                if let (Some(pace), Some(Ok(frame))) = (pace, &frame) {
                    pace.came(frame.data_ref().map_or(0, Bytes::len));
                }
                Poll::Ready(frame.map(|frame| frame.map_err(BodyError::Broken)))
            }
            Poll::Pending => {
                let Some(pace) = pace else { return Poll::Pending };
                ready!(pace.timer.as_mut().poll(cx));
                Poll::Ready(Some(Err(BodyError::TooSlow(pace.time))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_empty() && self.rest.as_ref().is_none_or(Incoming::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let first = u64::try_from(self.first.len()).unwrap_or(u64::MAX);
        let rest = self.rest.as_ref().map_or_else(|| SizeHint::with_exact(0), Incoming::size_hint);
        let mut hint = SizeHint::new();
        hint.set_lower(rest.lower().saturating_add(first));
        if let Some(upper) = rest.upper() {
            hint.set_upper(upper.saturating_add(first));
        }
        hint
    }
}
