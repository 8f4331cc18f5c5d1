//! Buffers lent to a shard only while it has bytes in hand.
//!
//! Each worker thread keeps one read buffer and one message buffer. A shard takes them when it starts to
//! read and puts them back when nothing is left over, so an idle shard holds neither. A buffer that grew
//! for a large message is not kept: it is given away with the message or freed.
//!
//! Large ones are mappings of their own and not of the heap. A storm of guilds then leaves nothing behind:
//! of the heap an allocator can give only the end back to the system, and there some small block lies
//! that outlives the storm. What of a mapping was never written to takes no memory. One that comes back
//! from the consumer is lent again until a shard rests: the system's part in a fresh one, page by page,
//! costs as much as inflating a guild.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use memmap2::MmapMut;

/// Size of a read buffer, in bytes: some hundred compressed events, and small enough for the L2 cache.
pub(crate) const READ_BYTES: usize = 64 * 1024;

/// First size of a message buffer, in bytes. Nearly every event but a guild fits.
const MESSAGE_BYTES: usize = 16 * 1024;

/// A message buffer above this size is not kept by its thread, in bytes.
const KEPT_BYTES: usize = 32 * 1024;

/// From this size on a buffer is a mapping, in bytes.
const MAPPED_BYTES: usize = 8 * 1024;

/// What grows to this size gets [`LARGE_BYTES`] at once, in bytes.
const GROWN_BYTES: usize = 64 * 1024;

/// In this, in bytes, most guilds fit.
const LARGE_BYTES: usize = 1024 * 1024;

thread_local! {
    static READ: Cell<Space> = const { Cell::new(Space::Heap(Vec::new())) };
    static MESSAGE: Cell<Space> = const { Cell::new(Space::Heap(Vec::new())) };
}

/// A read buffer of [`READ_BYTES`], this thread's own where it is not lent already.
pub(crate) fn take_read() -> Space {
    let buffer = READ.take();
    if buffer.len() == READ_BYTES { buffer } else { Space::zeroed(READ_BYTES) }
}

/// Puts a read buffer back for the next shard of this thread.
pub(crate) fn put_read(buffer: Space) {
    if buffer.len() == READ_BYTES {
        READ.set(buffer);
    }
}

/// Puts a message buffer back for the next shard of this thread, or frees it where it grew.
fn put_message(buffer: Space) {
    if (MESSAGE_BYTES..=KEPT_BYTES).contains(&buffer.len()) {
        MESSAGE.set(buffer);
    }
}

/// Bytes that are all initialised.
#[derive(Debug)]
pub(crate) enum Space {
    Heap(Vec<u8>),
    Mapped(MmapMut),
}

impl Space {
    fn zeroed(size: usize) -> Self {
        if size < MAPPED_BYTES { Self::Heap(vec![0; size]) } else { Self::mapped(size) }
    }

    /// A mapping, or of the heap where the system refuses one.
    pub(crate) fn mapped(size: usize) -> Self {
        MmapMut::map_anon(size).map_or_else(|_| Self::Heap(vec![0; size]), Self::Mapped)
    }
}

impl Default for Space {
    fn default() -> Self {
        Self::Heap(Vec::new())
    }
}

impl Deref for Space {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Heap(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}

impl DerefMut for Space {
    fn deref_mut(&mut self) -> &mut [u8] {
        match self {
            Self::Heap(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}

/// A mapping of [`LARGE_BYTES`] that nobody uses.
static LARGE: Mutex<Option<MmapMut>> = Mutex::new(None);

fn large() -> MutexGuard<'static, Option<MmapMut>> {
    // Nothing panics while it holds the lock.
    LARGE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The mapping kept, or a new one.
fn take_large() -> Space {
    large().take().map_or_else(|| Space::mapped(LARGE_BYTES), Space::Mapped)
}

/// Frees the large mapping that is kept, if there is one. A shard that rests says so.
pub(crate) fn free_large() {
    drop(large().take());
}

/// A mapping of which so much is filled, to be shared.
struct Filled {
    bytes: Space,
    filled: usize,
}

impl Drop for Filled {
    fn drop(&mut self) {
        if let Space::Mapped(bytes) = std::mem::take(&mut self.bytes)
            && bytes.len() == LARGE_BYTES
        {
            large().get_or_insert(bytes);
        }
    }
}

impl AsRef<[u8]> for Filled {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }
}

/// Where inflated bytes go.
pub(crate) trait OutputBuffer {
    /// Room after what is filled; at least one byte, unless the limit is reached.
    fn room(&mut self, limit: usize) -> Result<&mut [u8], OverLimit>;

    /// Marks the first `count` bytes of the room as filled.
    fn advance(&mut self, count: usize);

    /// How much of this message is filled, in bytes.
    fn len(&self) -> usize;

    /// Appends a copy.
    fn extend(&mut self, mut part: &[u8], limit: usize) -> Result<(), OverLimit> {
        while !part.is_empty() {
            let room = self.room(limit)?;
            let count = room.len().min(part.len());
            let (now, later) = part.split_at(count);
            room[..count].copy_from_slice(now);
            self.advance(count);
            part = later;
        }
        Ok(())
    }
}

/// A growing buffer whose every byte is initialised, so that filling it never clears it first.
#[derive(Debug, Default)]
pub(crate) struct MessageBuffer {
    bytes: Space,
    filled: usize,
}

/// The message is longer than its limit.
#[derive(Debug)]
pub(crate) struct OverLimit;

impl OutputBuffer for MessageBuffer {
    #[inline]
    fn room(&mut self, limit: usize) -> Result<&mut [u8], OverLimit> {
        if self.filled == self.bytes.len() {
            self.make_room(limit)?;
        }
        let end = self.bytes.len().min(limit);
        if end <= self.filled {
            return Err(OverLimit);
        }
        Ok(&mut self.bytes[self.filled..end])
    }

    fn advance(&mut self, count: usize) {
        self.filled = (self.filled + count).min(self.bytes.len());
    }

    fn len(&self) -> usize {
        self.filled
    }
}

impl MessageBuffer {
    /// What is filled.
    pub(crate) fn filled(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }

    /// Borrows a buffer, or a larger one for one that is full.
    #[cold]
    fn make_room(&mut self, limit: usize) -> Result<(), OverLimit> {
        if self.bytes.is_empty() {
            self.bytes = MESSAGE.take();
            if !self.bytes.is_empty() {
                return Ok(());
            }
        }
        if self.filled >= limit {
            return Err(OverLimit);
        }
        let size = match (self.filled * 2).max(MESSAGE_BYTES) {
            size if size < GROWN_BYTES => size,
            size => size.max(LARGE_BYTES),
        };
        // The last step goes to the limit: one more would have two large ones filled at a time.
        self.grow(if size > limit / 2 { limit.max(MESSAGE_BYTES) } else { size });
        Ok(())
    }

    /// Moves what is filled into a larger space.
    fn grow(&mut self, size: usize) {
        let mut bytes = if size == LARGE_BYTES { take_large() } else { Space::zeroed(size) };
        bytes[..self.filled].copy_from_slice(self.filled());
        put_message(std::mem::replace(&mut self.bytes, bytes));
    }

    /// Appends a copy in a buffer that takes no more memory than that while it is small, for what is kept
    /// until more comes.
    pub(crate) fn keep(&mut self, part: &[u8]) {
        let size = self.filled + part.len();
        if size > self.bytes.len() {
            self.grow(match size {
                ..MAPPED_BYTES => size,
                MAPPED_BYTES..=GROWN_BYTES => GROWN_BYTES,
                _ => (size * 2).max(LARGE_BYTES),
            });
        }
        self.bytes[self.filled..size].copy_from_slice(part);
        self.filled = size;
    }

    /// Forgets what is filled, keeping the bytes for the next message.
    pub(crate) const fn clear(&mut self) {
        self.filled = 0;
    }

    /// Gives away what is filled, without spare memory.
    pub(crate) fn take(&mut self) -> Bytes {
        let filled = std::mem::take(&mut self.filled);
        match std::mem::take(&mut self.bytes) {
            Space::Heap(mut bytes) => {
                bytes.truncate(filled);
                bytes.into_boxed_slice().into()
            }
            bytes @ Space::Mapped(_) => Bytes::from_owner(Filled { bytes, filled }),
        }
    }

    /// Gives the buffer back to its thread, or frees it where it grew. Only an empty buffer is given.
    pub(crate) fn release(&mut self) {
        if self.filled == 0 && !self.bytes.is_empty() {
            put_message(std::mem::take(&mut self.bytes));
        }
    }

    /// Bytes held at the moment.
    #[cfg(test)]
    pub(crate) fn held(&self) -> usize {
        self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_buffer::alone;

    #[test]
    fn an_empty_buffer_goes_back_and_a_grown_one_is_freed() {
        let _alone = alone();
        let mut buffer = MessageBuffer::default();
        buffer.extend(&[1; 20_000], usize::MAX).unwrap();
        assert_eq!(buffer.filled(), &[1; 20_000]);
        buffer.clear();
        buffer.release();
        assert_eq!(buffer.held(), 0);
        assert!(MESSAGE.take().len() >= 20_000, "kept by the thread");

        buffer.extend(&[2; 1_000_000], usize::MAX).unwrap();
        buffer.clear();
        buffer.release();
        let kept = MESSAGE.take().len();
        assert_eq!((buffer.held(), kept), (0, 32 * 1024), "freed, but for what it grew from");
    }

    #[test]
    fn a_large_buffer_comes_back_with_its_message_and_is_freed_at_rest() {
        let _alone = alone();
        free_large();
        let guild = |byte| {
            let mut buffer = MessageBuffer::default();
            buffer.extend(&[byte; 400_000], usize::MAX).unwrap();
            buffer.take()
        };
        let (first, second) = (guild(1), guild(2));
        let start = first.as_ptr();
        drop(first);
        let third = guild(3);
        assert_eq!(third.as_ptr(), start, "lent again");
        assert_eq!((&second[..], &third[..]), (&[2; 400_000][..], &[3; 400_000][..]));
        drop((second, third));
        assert!(large().is_some(), "one is kept");
        free_large();
        assert!(large().is_none());
    }

    #[test]
    fn the_limit_holds_to_the_byte() {
        let mut buffer = MessageBuffer::default();
        buffer.extend(&[0; 100], 100).unwrap();
        assert!(buffer.extend(&[0], 100).is_err());
        let mut buffer = MessageBuffer::default();
        assert!(buffer.extend(&[0; 40_001], 40_000).is_err());
        assert_eq!(buffer.len(), 40_000);
    }

    #[test]
    fn what_is_large_is_a_mapping_and_given_away_as_it_is() {
        let _alone = alone();
        for size in [20_000, 70_000, 3_000_000] {
            let mut buffer = MessageBuffer::default();
            buffer.extend(&vec![3; size], usize::MAX).unwrap();
            assert_eq!(matches!(buffer.bytes, Space::Mapped(_)), size >= MAPPED_BYTES);
            let start = buffer.filled().as_ptr();
            let taken = buffer.take();
            assert_eq!((&taken[..], buffer.held()), (&vec![3; size][..], 0));
            assert!(size < MAPPED_BYTES || taken.as_ptr() == start, "not copied");
        }
    }

    #[test]
    fn what_is_kept_until_more_comes_is_whole_and_small() {
        let _alone = alone();
        let mut buffer = MessageBuffer::default();
        for part in [&[1; 100][..], &[2; 10]] {
            buffer.keep(part);
        }
        assert_eq!((buffer.len(), buffer.held()), (110, 110));
        buffer.keep(&[3; 200_000]);
        buffer.keep(&[4; 900_000]);
        assert_eq!(buffer.filled()[..111], [&[1; 100][..], &[2; 10], &[3]].concat());
        assert_eq!((buffer.len(), buffer.filled()[1_100_109]), (1_100_110, 4));
    }
}
