//! The driver of one shard's catch-up: sends the requests of its machine.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::FutureExt as _;
use gateway_handler::panic_text;
use gateway_model::{Id, Timestamp};
use http_client::Client;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::machine::{Machine, Now, Parts};
use super::page::{Page, read_page};
use super::pages::Fetch;
use crate::clock::WallClock;
use crate::events::{NotCaughtUpReason, Queued, Recovery};

/// The time limit of a request, including waits for rate limits.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// What the requests of all shards share.
#[derive(Clone, Debug)]
pub(super) struct Means {
    pub(super) rest: Client,
    /// One permit for each request in flight.
    pub(super) permits: Arc<Semaphore>,
    pub(super) clock: WallClock,
    pub(super) runtime: Handle,
}

/// The catch-up of one shard.
#[derive(Debug)]
pub(super) struct Driver {
    machine: Machine,
    means: Means,
    /// The requests and a timer. They run even if nobody polls, and are aborted when this is dropped.
    tasks: JoinSet<Done>,
    /// When the earliest timer expires.
    timer: Option<Instant>,
}

#[derive(Debug)]
enum Done {
    Answer(Fetch, Result<Page, NotCaughtUpReason>),
    Timer(Instant),
}

impl Driver {
    pub(super) fn new(parts: Parts, means: Means) -> Self {
        Self { machine: Machine::new(parts), means, tasks: JoinSet::new(), timer: None }
    }

    fn ask(&mut self, fetch: Fetch) {
        let (rest, permits) = (self.means.rest.clone(), Arc::clone(&self.means.permits));
        let request = async move {
            // The semaphore is never closed.
            let _permit = permits.acquire_owned().await;
            let page = AssertUnwindSafe(messages(&rest, fetch)).catch_unwind().await;
            let panicked = |panic: Box<dyn std::any::Any + Send>| {
                Err(NotCaughtUpReason::Unreadable(panic_text(&*panic).into()))
            };
            Done::Answer(fetch, page.unwrap_or_else(panicked))
        };
        self.tasks.spawn_on(request, &self.means.runtime);
    }

    fn set_timer(&mut self) {
        let Some(deadline) = self.machine.deadline().map(Instant::from_std) else { return };
        if self.timer.is_some_and(|timer| timer <= deadline) {
            return;
        }
        self.timer = Some(deadline);
        let timer = async move {
            tokio::time::sleep_until(deadline).await;
            Done::Timer(deadline)
        };
        self.tasks.spawn_on(timer, &self.means.runtime);
    }
}

async fn messages(rest: &Client, fetch: Fetch) -> Result<Page, NotCaughtUpReason> {
    let mut request = rest.channel_messages(fetch.channel).limit(fetch.limit);
    // Without an id, all messages are requested.
    if let Some(after) = Id::new(fetch.after) {
        request = request.after(after);
    }
    let raw = request.total_timeout(PATIENCE).raw().await;
    let raw = raw.map_err(|error| NotCaughtUpReason::Rest(Arc::new(error)))?;
    read_page(&raw.body, fetch.guild).map_err(NotCaughtUpReason::Unreadable)
}

fn now(clock: &WallClock) -> Now {
    let unix_ms = i64::try_from(clock.now_ms()).unwrap_or(i64::MAX);
    Now { instant: Instant::now().into_std(), wall: Timestamp::from_unix_ms(unix_ms) }
}

impl Recovery for Driver {
    fn take(&mut self, queued: Queued, hand_on: &mut dyn FnMut(Queued)) {
        let clock = &self.means.clock;
        self.machine.take(queued, &|| now(clock), hand_on);
    }

    fn poll(&mut self, cx: &mut Context<'_>, hand_on: &mut dyn FnMut(Queued)) {
        if self.machine.is_idle() {
            return;
        }
        loop {
            while let Some(fetch) = self.machine.next_request(hand_on) {
                self.ask(fetch);
            }
            self.set_timer();
            let instant = Instant::now();
            match self.tasks.poll_join_next(cx) {
                Poll::Ready(Some(Ok(Done::Answer(fetch, answer)))) => {
                    self.machine.answer(fetch, answer, instant.into_std(), hand_on);
                }
                Poll::Ready(Some(Ok(Done::Timer(at)))) => {
                    self.timer = self.timer.filter(|timer| *timer != at);
                    self.machine.tick(instant.into_std(), hand_on);
                }
                // Only the shutdown of the runtime aborts a task.
                Poll::Ready(Some(Err(_))) => {}
                Poll::Ready(None) | Poll::Pending => return,
            }
        }
    }
}
