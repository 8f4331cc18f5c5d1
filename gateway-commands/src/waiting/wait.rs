//! A wait that was started: a future of one item, or a stream of several.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::Stream;
use tokio::time::{Instant, Sleep, sleep};

use super::error::WaitError;
use super::mailbox::Mailbox;
use super::waits::Place;

/// The timeouts of a wait.
#[derive(Debug)]
pub(super) struct Timer {
    timeout: Option<Pin<Box<Sleep>>>,
    idle: Option<(Duration, Pin<Box<Sleep>>)>,
}

impl Timer {
    /// Starts the timeouts now.
    pub(super) fn new(timeout: Option<Duration>, idle: Option<Duration>) -> Self {
        let start = |duration| Box::pin(sleep(duration));
        Self { timeout: timeout.map(start), idle: idle.map(|idle| (idle, start(idle))) }
    }

    /// An item has arrived.
    fn item(&mut self) {
        if let Some((idle, sleep)) = &mut self.idle {
            sleep.as_mut().reset(Instant::now() + *idle);
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let timers = self.timeout.iter_mut().chain(self.idle.iter_mut().map(|(_, idle)| idle));
        let over = timers.map(|timer| timer.as_mut().poll(cx)).any(|poll| poll.is_ready());
        if over { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// A wait for one item. Dropping it removes the wait, and its item is lost.
///
/// # Cancel safety
///
/// Polling it by reference loses nothing.
#[must_use = "a wait that is dropped waits no more"]
#[derive(Debug)]
pub struct Wait<T> {
    mailbox: Arc<Mailbox<T>>,
    place: Option<Place>,
    timer: Timer,
}

impl<T> Wait<T> {
    pub(super) const fn new(mailbox: Arc<Mailbox<T>>, place: Place, timer: Timer) -> Self {
        Self { mailbox, place: Some(place), timer }
    }
}

impl<T> Future for Wait<T> {
    type Output = Result<T, WaitError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let output = match self.mailbox.poll(cx) {
            Poll::Ready(item) => item.unwrap_or(Err(WaitError::ShutDown)),
            Poll::Pending if self.timer.poll(cx).is_ready() => Err(WaitError::Timeout),
            Poll::Pending => return Poll::Pending,
        };
        self.place = None;
        Poll::Ready(output)
    }
}

/// A stream of all items of a wait. It ends at the limit or the timeouts of the wait; if it ends with an error, that is
/// the last item. Dropping it removes the wait.
#[must_use = "a stream that is dropped collects no more"]
#[derive(Debug)]
pub struct Collect<T> {
    mailbox: Arc<Mailbox<T>>,
    /// `None` after the end.
    place: Option<Place>,
    timer: Timer,
}

impl<T> Collect<T> {
    pub(super) const fn new(mailbox: Arc<Mailbox<T>>, place: Place, timer: Timer) -> Self {
        Self { mailbox, place: Some(place), timer }
    }

    /// Returns the next item; `None` after the last one. Cancel-safe.
    pub async fn next(&mut self) -> Option<Result<T, WaitError>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, WaitError>>> {
        if self.place.is_none() {
            return Poll::Ready(None);
        }
        match self.mailbox.poll(cx) {
            Poll::Ready(Some(Ok(item))) => {
                self.timer.item();
                return Poll::Ready(Some(Ok(item)));
            }
            Poll::Ready(end) => {
                self.place = None;
                return Poll::Ready(end);
            }
            Poll::Pending => {}
        }
        if self.timer.poll(cx).is_pending() {
            return Poll::Pending;
        }
        self.place = None;
        Poll::Ready(None)
    }
}

impl<T> Stream for Collect<T> {
    type Item = Result<T, WaitError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }
}
