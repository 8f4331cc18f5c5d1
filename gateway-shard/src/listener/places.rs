//! The places for events of a shard that may be in listeners at a time, and who has them when there are none left.

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

/// How long there is no place before it is told: listeners of a burst fill them for a moment.
const TELL_AFTER: Duration = Duration::from_secs(1);

/// How many kinds of listeners a line of the log names.
const NAMED: usize = 5;

/// The places of one shard.
pub(super) struct Places {
    /// Whose they are: a shard with the number of all, or the name of another source. The metric has what is before the `/`.
    source: Arc<str>,
    room: Arc<Semaphore>,
    all: u32,
    /// Events whose listeners did not end at once, those that hold no place any more among them until it grows.
    taken: Vec<Taken>,
    tidy_at: usize,
    /// Since when no place was free at once.
    full_since: Option<Instant>,
    told: bool,
}

/// A place that is taken.
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

    /// Waits until a place is free. It stays so until it is [taken](Self::take), as nobody else takes one.
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

    /// Takes a place for an event whose listeners did not end at once.
    pub(super) fn take(&mut self, job: &Job) {
        // There is one: it was free.
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

    /// Waits until every place is free.
    pub(super) async fn all_free(&self) {
        // It is never closed, so all of them come.
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
            "no place for listeners is free, and this shard's events wait; a listener that waits for something \
             should call Context::mark_handled before"
        );
    }

    fn room_is_back(&mut self) {
        let Some(since) = self.full_since.take() else { return };
        if std::mem::take(&mut self.told) {
            let full_for = since.elapsed();
            tracing::info!(shard = %self.source, ?full_for, "there is room for listeners again");
        }
    }

    /// Which listeners have the places: those that are there most often, with how many and for how long.
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
            // Writing to a string does not fail.
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
