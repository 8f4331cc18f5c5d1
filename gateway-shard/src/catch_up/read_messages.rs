//! Messages that were read by REST, remembered until their duplicates can no longer arrive.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use foldhash::fast::RandomState;
use gateway_model::id::{Id, marker};

use crate::lock::lock;

/// How long a message that was read may still arrive as an event. During a change of the number of shards, events of
/// the new sessions wait until the change ends.
pub(super) const DUPLICATES: Duration = Duration::from_secs(10 * 60);

/// The messages that all shards read by REST. Each takes eight bytes.
#[derive(Debug, Default)]
pub(super) struct ReadMessages {
    /// Whether there are any. While there are none, each message costs one atomic load.
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
        // They are out of order only after two session losses in a row.
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

    /// Forgets messages that can have no duplicate any more.
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
