//! Messages that were read by REST, until their duplicates can no longer come.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use foldhash::fast::RandomState;
use gateway_model::id::{Id, marker};

use crate::lock::lock;

/// How long a message that was read may still come as an event. While the number of shards changes, those of the new
/// sessions wait for the end of the change.
pub(super) const DUPLICATES: Duration = Duration::from_secs(10 * 60);

/// Messages that were read by REST, of all shards. Eight bytes each.
#[derive(Debug, Default)]
pub(super) struct ReadMessages {
    /// Whether there are some: one load for each message while there are none.
    any: AtomicBool,
    by_channel: Mutex<HashMap<Id<marker::Channel>, Channel, RandomState>>,
}

#[derive(Debug)]
struct Channel {
    /// Sorted.
    ids: Vec<u64>,
    last: Instant,
}

impl ReadMessages {
    pub(super) fn insert(&self, channel: Id<marker::Channel>, ids: &[u64], now: Instant) {
        let mut by_channel = lock(&self.by_channel);
        let read = by_channel.entry(channel).or_insert(Channel { ids: Vec::new(), last: now });
        read.ids.extend(ids);
        // Only after two losses of a session in a row are they not in order already.
        read.ids.sort_unstable();
        read.last = now;
        self.any.store(true, Ordering::Release);
    }

    pub(super) fn contains(&self, channel: Id<marker::Channel>, message: u64) -> bool {
        self.any.load(Ordering::Acquire)
            && lock(&self.by_channel)
                .get(&channel)
                .is_some_and(|read| read.ids.binary_search(&message).is_ok())
    }

    /// Forgets what can have no duplicate any more.
    pub(super) fn forget(&self, now: Instant) {
        if self.any.load(Ordering::Acquire) {
            let mut by_channel = lock(&self.by_channel);
            by_channel.retain(|_, read| read.last + DUPLICATES > now);
            self.any.store(!by_channel.is_empty(), Ordering::Release);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_known_for_ten_minutes() {
        let (read, now) = (ReadMessages::default(), Instant::now());
        let [one, other] = [10, 11].map(|id| Id::new(id).unwrap());
        read.insert(one, &[5, 7], now);
        read.insert(one, &[6], now);
        assert!([5, 6, 7].iter().all(|id| read.contains(one, *id)));
        assert!(!read.contains(one, 8) && !read.contains(other, 5));
        read.insert(other, &[5], now + DUPLICATES / 2);
        read.forget(now + DUPLICATES);
        assert!(!read.contains(one, 5) && read.contains(other, 5));
        read.forget(now + 2 * DUPLICATES);
        assert!(!read.any.load(Ordering::Relaxed) && lock(&read.by_channel).is_empty());
    }
}
