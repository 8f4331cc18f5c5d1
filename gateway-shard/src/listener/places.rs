//! The places that limit for how many events of a shard listeners run, and which listeners use them when none is free.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::hold::EventHold;
use super::job::Job;
use crate::metric;

/// How long there must be no free place before it is reported. A burst may use all places for a moment.
const TELL_AFTER: Duration = Duration::from_secs(1);

/// How many listeners a log line names.
const NAMED: usize = 5;

/// The places of one shard.
pub(super) struct Places {
    /// The owner: a shard with the number of all shards, or the name of another source. The metric uses the part before
    /// the `/`.
    source: Arc<str>,
    room: Arc<Semaphore>,
    all: u32,
    /// Events whose listeners did not end immediately. Those that no longer hold a place are removed when it grows.
    taken: Vec<Taken>,
    tidy_at: usize,
    /// Since when no place was free.
    full_since: Option<Instant>,
    told: bool,
}

/// A used place.
struct Taken {
    hold: Arc<EventHold>,
    event: String,
    since: Instant,
}

impl Places {
    pub(super) fn new(source: Arc<str>, concurrency: usize) -> Self {
        let all = u32::try_from(concurrency.min(Semaphore::MAX_PERMITS)).unwrap_or(u32::MAX);
        Self {
            source,
            room: Arc::new(Semaphore::new(all as usize)),
            all,
            taken: Vec::new(),
            tidy_at: 64,
            full_since: None,
            told: false,
        }
    }

    /// Waits until a place is free. It stays free until [`take`](Self::take), because there is no other user.
    pub(super) async fn free(&mut self) {
        if self.room.available_permits() > 0 {
            return self.room_is_back();
        }
        let since = *self.full_since.get_or_insert_with(Instant::now);
        let mut place = pin!(Arc::clone(&self.room).acquire_owned());
        let late = tokio::time::sleep_until(since + TELL_AFTER);
        tokio::select! {
            biased;
            _ = &mut place => return,
            () = late => self.is_full(),
        }
        let _free = place.await;
        self.gauge(0);
    }

    /// Takes a place for an event whose listeners did not end immediately.
    pub(super) fn take(&mut self, job: &Job) {
        // There is a free one, because `free` was awaited.
        if let Ok(place) = Arc::clone(&self.room).try_acquire_owned() {
            job.hold().place(place);
        }
        if self.taken.len() >= self.tidy_at {
            self.taken.retain(|taken| taken.hold.has_place());
            self.tidy_at = (2 * self.taken.len()).max(64);
        }
        let (hold, event) = (Arc::clone(job.hold()), job.name().to_owned());
        self.taken.push(Taken { hold, event, since: Instant::now() });
    }

    /// Waits until all places are free.
    pub(super) async fn all_free(&self) {
        // The semaphore is never closed, so all permits will be free eventually.
        let _ = self.room.acquire_many(self.all).await;
    }

    pub(super) fn gauge(&self, full: u8) {
        let source = self.source.split('/').next().unwrap_or_default().to_owned();
        metrics::gauge!(metric::LISTENERS_FULL, "shard" => source).set(full);
    }

    fn is_full(&mut self) {
        self.gauge(1);
        if std::mem::replace(&mut self.told, true) {
            return;
        }
        tracing::warn!(
            shard = %self.source, places = self.all, listeners = %self.holders(),
            "listeners use the whole concurrency of this shard, so its events wait; a listener should call \
             Context::mark_handled before it waits for a long time"
        );
    }

    fn room_is_back(&mut self) {
        let Some(since) = self.full_since.take() else { return };
        if std::mem::take(&mut self.told) {
            let full_for = since.elapsed();
            tracing::info!(shard = %self.source, ?full_for, "listeners no longer use the whole concurrency");
        }
    }

    /// Describes which listeners use the places: the most frequent ones, with their number and for how long.
    fn holders(&self) -> String {
        let mut kinds: BTreeMap<(&str, &str), (usize, Duration)> = BTreeMap::new();
        for taken in &self.taken {
            for listener in taken.hold.holders().into_iter().filter(|_| taken.hold.has_place()) {
                let (count, longest) = kinds.entry((listener, &taken.event)).or_default();
                *count += 1;
                *longest = taken.since.elapsed().max(*longest);
            }
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        let mut text = String::new();
        for ((listener, event), (count, longest)) in kinds.iter().take(NAMED) {
            let between = if text.is_empty() { "" } else { "; " };
            let seconds = longest.as_secs_f64();
            // Writing to a string cannot fail.
            let _ = write!(
                text,
                "{between}{count} of {event} in {listener}, the longest for {seconds:.1} s"
            );
        }
        if kinds.len() > NAMED {
            let _ = write!(text, "; and {} other listeners", kinds.len() - NAMED);
        }
        text
    }
}
