//! Buffers that the small events of a turn share.
//!
//! One buffer for many events: each is inflated or copied behind the one before, and all are parts of one
//! [`Bytes`].
//! The last of them that is dropped, on whatever thread, gives the buffer back, so that a busy connection
//! asks the system for nothing.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::buffers::{MessageBuffer, OutputBuffer, OverLimit, Space};
use crate::socket::HAND_OVER_BYTES;

/// A buffer is full from this size on, in bytes. Also what an event that is kept keeps at most, but for
/// one event more.
const FULL_BYTES: usize = 16 * 1024;

/// What fewer bytes share is copied into memory of exactly their size.
const COPIED_BYTES: usize = FULL_BYTES / 2;

/// Buffers kept by the process while nobody uses them: those that a turn fills. The others of a flood go
/// back to the system; to keep them until the shards rest gained nothing with 16 shards on one thread.
const KEPT_BUFFERS: usize = 4;

/// Buffers kept when a shard rests: what the next event needs.
const KEPT_AT_REST: usize = 1;

static FREE: Mutex<Vec<Space>> = Mutex::new(Vec::new());

fn free() -> MutexGuard<'static, Vec<Space>> {
    // Nothing panics while it holds the lock.
    FREE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Frees buffers that only a flood needs. A shard that rests says so.
pub(crate) fn free_spare() {
    free().truncate(KEPT_AT_REST);
}

/// The buffer being filled.
#[derive(Debug, Default)]
pub(crate) struct EventBuffer {
    space: Space,
    /// Bytes of events.
    kept: usize,
    /// With the message behind them that may become one.
    filled: usize,
}

impl EventBuffer {
    /// Appends a copy of an event of less than [`HAND_OVER_BYTES`].
    pub(crate) fn push(&mut self, event: &[u8]) {
        self.forget();
        self.borrow();
        let end = self.kept + event.len();
        self.space[self.kept..end].copy_from_slice(event);
        (self.kept, self.filled) = (end, end);
    }

    /// The message behind the events.
    pub(crate) fn pending(&self) -> &[u8] {
        &self.space[self.kept..self.filled]
    }

    /// The message is an event.
    pub(crate) const fn keep(&mut self) {
        self.kept = self.filled;
    }

    /// The message is none.
    pub(crate) const fn forget(&mut self) {
        self.filled = self.kept;
    }

    /// Whether the next event belongs into another buffer.
    pub(crate) const fn is_full(&self) -> bool {
        self.kept >= FULL_BYTES
    }

    /// All events, to be shared; the buffer is empty then.
    pub(crate) fn seal(&mut self) -> Bytes {
        let filled = std::mem::take(&mut self.kept);
        self.filled = 0;
        if filled < COPIED_BYTES {
            return Bytes::copy_from_slice(&self.space[..filled]);
        }
        Bytes::from_owner(Lent { space: std::mem::take(&mut self.space), filled })
    }

    fn borrow(&mut self) {
        if self.space.is_empty() {
            let kept = free().pop();
            self.space = kept.unwrap_or_else(|| Space::mapped(FULL_BYTES + HAND_OVER_BYTES));
        }
    }
}

/// A message goes behind the events, or into a buffer of its own where it is too long for that.
pub(crate) struct EventOutput<'a> {
    pub(crate) shared: &'a mut EventBuffer,
    pub(crate) own: &'a mut MessageBuffer,
}

impl OutputBuffer for EventOutput<'_> {
    #[inline]
    fn room(&mut self, limit: usize) -> Result<&mut [u8], OverLimit> {
        let EventBuffer { space, kept, filled } = &*self.shared;
        let (start, end) = (*filled, space.len().min(kept.saturating_add(limit)));
        if start == end || self.own.len() > 0 {
            return self.other_room(limit);
        }
        Ok(&mut self.shared.space[start..end])
    }

    fn advance(&mut self, count: usize) {
        if self.own.len() > 0 { self.own.advance(count) } else { self.shared.filled += count }
    }

    fn len(&self) -> usize {
        self.own.len() + self.shared.pending().len()
    }
}

impl EventOutput<'_> {
    #[cold]
    fn other_room(&mut self, limit: usize) -> Result<&mut [u8], OverLimit> {
        if self.own.len() == 0 {
            if self.shared.space.is_empty() && limit > 0 {
                self.shared.borrow();
                return self.room(limit);
            }
            self.own.extend(self.shared.pending(), limit)?;
            self.shared.forget();
        }
        self.own.room(limit)
    }
}

impl Drop for EventBuffer {
    fn drop(&mut self) {
        give_back(std::mem::take(&mut self.space));
    }
}

/// A sealed buffer.
struct Lent {
    space: Space,
    filled: usize,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.space[..self.filled]
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        give_back(std::mem::take(&mut self.space));
    }
}

fn give_back(space: Space) {
    if space.is_empty() {
        return;
    }
    let mut free = free();
    if free.len() < KEPT_BUFFERS {
        free.push(space);
    }
}

/// All tests share what the process keeps; one that uses it holds this.
#[cfg(test)]
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_buffer_is_lent_and_comes_back_with_the_last_event() {
        let _alone = alone();
        free().clear();
        let mut buffer = EventBuffer::default();
        let mut pushed = 0_u8;
        while !buffer.is_full() {
            pushed += 1;
            buffer.push(&[pushed; 1000]);
        }
        let shared = buffer.seal();
        let starts = (0..shared.len()).step_by(1000);
        let events: Vec<Bytes> = starts.map(|at| shared.slice(at..at + 1000)).collect();
        let start = shared.as_ptr();
        drop(shared);
        for (event, byte) in events.iter().zip(1..) {
            assert_eq!(event[..], [byte; 1000]);
        }
        assert_eq!((events.len(), free().len()), (17, 0));
        std::thread::spawn(|| drop(events)).join().unwrap();
        assert_eq!(free().len(), 1);
        buffer.push(&[0; 10]);
        assert_eq!((free().len(), buffer.space.as_ptr()), (0, start), "the same buffer again");
    }

    #[test]
    fn of_the_buffers_of_a_flood_one_is_left_at_rest() {
        let _alone = alone();
        free().clear();
        let mut buffers = std::array::from_fn::<_, 9, _>(|_| EventBuffer::default());
        for buffer in &mut buffers {
            buffer.push(b"event");
        }
        drop(buffers);
        assert_eq!(free().len(), KEPT_BUFFERS);
        free_spare();
        assert_eq!(free().len(), KEPT_AT_REST);
    }

    #[test]
    fn few_bytes_are_copied_out_and_the_buffer_stays() {
        let _alone = alone();
        let mut buffer = EventBuffer::default();
        buffer.push(b"one");
        let start = buffer.space.as_ptr();
        let event = buffer.seal();
        assert_eq!(event, "one");
        assert_ne!(event.as_ptr(), start);
        buffer.push(b"two");
        assert_eq!((buffer.space.as_ptr(), buffer.filled), (start, 3));
    }

    #[test]
    fn the_longest_event_fits_behind_all_others_and_few_buffers_are_kept() {
        let _alone = alone();
        let lent: Vec<Bytes> = (0..2 * KEPT_BUFFERS)
            .map(|_| {
                let mut buffer = EventBuffer::default();
                buffer.push(&[1; FULL_BYTES - 1]);
                buffer.push(&[1; HAND_OVER_BYTES]);
                buffer.seal()
            })
            .collect();
        drop(lent);
        assert_eq!(free().len(), KEPT_BUFFERS);
    }

    #[test]
    fn a_message_that_is_no_event_leaves_no_gap_and_a_long_one_goes_elsewhere() {
        let _alone = alone();
        let (mut shared, mut own) = (EventBuffer::default(), MessageBuffer::default());
        for (text, is_event) in [("one", true), ("no event", false), ("two", true)] {
            shared.forget();
            let mut output = EventOutput { shared: &mut shared, own: &mut own };
            output.extend(text.as_bytes(), usize::MAX).unwrap();
            assert_eq!((output.len(), shared.pending()), (text.len(), text.as_bytes()));
            if is_event {
                shared.keep();
            }
        }
        shared.forget();
        let long = vec![1; FULL_BYTES + HAND_OVER_BYTES];
        EventOutput { shared: &mut shared, own: &mut own }.extend(&long, usize::MAX).unwrap();
        assert_eq!((shared.pending(), own.filled()), (&[][..], &long[..]));
        assert_eq!(shared.seal(), "onetwo");
    }

    #[test]
    fn the_limit_of_a_message_holds_to_the_byte() {
        let _alone = alone();
        for limit in [0, 1, 100, FULL_BYTES + HAND_OVER_BYTES, 100_000] {
            let (mut shared, mut own) = (EventBuffer::default(), MessageBuffer::default());
            shared.push(b"an event");
            let mut output = EventOutput { shared: &mut shared, own: &mut own };
            assert!(output.extend(&vec![1; limit], limit).is_ok(), "{limit}");
            assert!(output.extend(&[1], limit).is_err(), "{limit}");
            assert_eq!(output.len(), limit);
        }
    }
}
