//! A buffer for one message of any length.

use bytes::Bytes;

use super::memory::MAPPED_BYTES;
use super::output::{OutputBuffer, OverLimit};
use super::pool::{BLOCK_BYTES, LARGE_BYTES, PooledBuffer, READ_BYTES};

/// A growing message. It starts in a block, moves to a large buffer, and then to a buffer of the needed size.
#[derive(Debug, Default)]
pub(crate) struct MessageBuffer {
    bytes: PooledBuffer,
    filled: usize,
}

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
    /// The filled part.
    pub(crate) fn filled(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }

    /// Borrows a buffer from the pool, or a larger one if the present one is full.
    #[cold]
    fn make_room(&mut self, limit: usize) -> Result<(), OverLimit> {
        if self.bytes.is_empty() {
            self.grow(BLOCK_BYTES);
            return Ok(());
        }
        if self.filled >= limit {
            return Err(OverLimit);
        }
        let size = (self.filled * 2).max(LARGE_BYTES);
        // The last step goes directly to the limit; another step would fill two large buffers at the same time.
        self.grow(if size > limit / 2 { limit.max(BLOCK_BYTES) } else { size });
        Ok(())
    }

    /// Moves the content into a larger buffer.
    fn grow(&mut self, size: usize) {
        let mut larger = PooledBuffer::of(size);
        larger[..self.filled].copy_from_slice(self.filled());
        self.bytes = larger;
    }

    /// Appends a copy. While the message is small, it uses no more memory than it needs, because it may wait for more
    /// parts.
    pub(crate) fn keep(&mut self, part: &[u8]) {
        let size = self.filled + part.len();
        if size > self.bytes.len() {
            self.grow(match size {
                ..MAPPED_BYTES => size,
                MAPPED_BYTES..=READ_BYTES => READ_BYTES,
                _ => (size * 2).max(LARGE_BYTES),
            });
        }
        self.bytes[self.filled..size].copy_from_slice(part);
        self.filled = size;
    }

    /// Clears the content, and keeps the buffer for the next message.
    pub(crate) const fn clear(&mut self) {
        self.filled = 0;
    }

    /// Takes the content with its buffer.
    pub(crate) fn take(&mut self) -> Bytes {
        let filled = std::mem::take(&mut self.filled);
        std::mem::take(&mut self.bytes).share(filled)
    }

    /// Releases the buffer if it is empty.
    pub(crate) fn release(&mut self) {
        if self.filled == 0 {
            self.bytes = PooledBuffer::default();
        }
    }

    /// How many bytes the buffer has.
    #[cfg(test)]
    pub(crate) fn held(&self) -> usize {
        self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::pool::{alone, free_spare, kept};
    use super::*;

    #[test]
    fn an_empty_buffer_goes_back_and_a_grown_one_is_freed() {
        let _alone = alone();
        let mut buffer = MessageBuffer::default();
        buffer.extend(&[1; 20_000], usize::MAX).unwrap();
        assert_eq!(buffer.filled(), &[1; 20_000]);
        buffer.clear();
        buffer.release();
        assert_eq!(buffer.held(), 0);
        assert_eq!(kept(), (1, 0), "kept by the pool");
        assert!(PooledBuffer::block().len() >= 20_000);

        buffer.extend(&[2; 1_000_000], usize::MAX).unwrap();
        buffer.clear();
        buffer.release();
        assert_eq!(kept(), (1, 1));
        free_spare();
        assert_eq!(kept(), (1, 0), "freed, but for what it grew from");
        let kept = PooledBuffer::block().len();
        assert_eq!((buffer.held(), kept), (0, 32 * 1024));
    }

    #[test]
    fn a_large_buffer_comes_back_with_its_message_and_is_freed_at_rest() {
        let _alone = alone();
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
        assert_eq!(kept().1, 1, "one is kept");
        free_spare();
        assert_eq!(kept().1, 0);
    }

    #[test]
    fn the_limit_holds_to_the_byte() {
        let _alone = alone();
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
            assert_eq!(buffer.bytes.is_mapped(), size >= MAPPED_BYTES);
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
