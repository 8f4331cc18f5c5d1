//! Buffers that the small events of a turn share.
//!
//! One buffer for many events: each is copied behind the one before, and all are parts of one [`Bytes`].
//! The last of them that is dropped, on whatever thread, gives the buffer back, so that a busy connection
//! asks the system for nothing.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::buffers::Space;
use crate::socket::HAND_OVER_BYTES;

/// A buffer is full from this size on, in bytes. Also what an event that is kept keeps at most, but for
/// one event more.
const FULL_BYTES: usize = 16 * 1024;

/// What fewer bytes share is copied into memory of exactly their size.
const COPIED_BYTES: usize = FULL_BYTES / 2;

/// Buffers kept by the process while nobody uses them: those that a turn fills. The others of a flood go
/// back to the system.
const KEPT_BUFFERS: usize = 4;

static FREE: Mutex<Vec<Space>> = Mutex::new(Vec::new());

fn free() -> MutexGuard<'static, Vec<Space>> {
    // Nothing panics while it holds the lock.
    FREE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The buffer being filled.
#[derive(Debug, Default)]
pub(crate) struct EventBuffer {
    space: Space,
    filled: usize,
}

impl EventBuffer {
    /// Appends a copy of an event of less than [`HAND_OVER_BYTES`].
    pub(crate) fn push(&mut self, event: &[u8]) {
        if self.space.is_empty() {
            let kept = free().pop();
            self.space = kept.unwrap_or_else(|| Space::mapped(FULL_BYTES + HAND_OVER_BYTES));
        }
        let end = self.filled + event.len();
        self.space[self.filled..end].copy_from_slice(event);
        self.filled = end;
    }

    /// Whether the next event belongs into another buffer.
    pub(crate) const fn is_full(&self) -> bool {
        self.filled >= FULL_BYTES
    }

    /// All events pushed, to be shared; the buffer is empty then.
    pub(crate) fn seal(&mut self) -> Bytes {
        let filled = std::mem::take(&mut self.filled);
        if filled < COPIED_BYTES {
            return Bytes::copy_from_slice(&self.space[..filled]);
        }
        Bytes::from_owner(Lent { space: std::mem::take(&mut self.space), filled })
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The tests share what the process keeps.
    static ALONE: Mutex<()> = Mutex::new(());

    #[test]
    fn a_full_buffer_is_lent_and_comes_back_with_the_last_event() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
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
    fn few_bytes_are_copied_out_and_the_buffer_stays() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
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
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
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
}
