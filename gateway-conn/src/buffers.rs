//! Buffers lent to a shard only while it has bytes in hand.
//!
//! Each worker thread keeps one read buffer and one message buffer. A shard takes them when it starts to
//! read and puts them back when nothing is left over, so an idle shard holds neither. A buffer that grew
//! for a large message is not kept: it is given away with the message or freed.

use std::cell::Cell;

/// Size of a read buffer, in bytes: some hundred compressed events, and small enough for the L2 cache.
pub(crate) const READ_BYTES: usize = 64 * 1024;

/// First size of a message buffer, in bytes. Nearly every event but a guild fits.
const MESSAGE_BYTES: usize = 16 * 1024;

/// A message buffer above this size is not kept by its thread, in bytes.
const KEPT_BYTES: usize = 64 * 1024;

thread_local! {
    static READ: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    static MESSAGE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A read buffer of [`READ_BYTES`], this thread's own where it is not lent already.
pub(crate) fn take_read() -> Vec<u8> {
    let buffer = READ.take();
    if buffer.len() == READ_BYTES { buffer } else { vec![0; READ_BYTES] }
}

/// Puts a read buffer back for the next shard of this thread.
pub(crate) fn put_read(buffer: Vec<u8>) {
    if buffer.len() == READ_BYTES {
        READ.set(buffer);
    }
}

/// A growing buffer whose every byte is initialised, so that filling it never clears it first.
#[derive(Debug, Default)]
pub(crate) struct MessageBuffer {
    bytes: Vec<u8>,
    filled: usize,
}

/// The message is longer than its limit.
#[derive(Debug)]
pub(crate) struct OverLimit;

impl MessageBuffer {
    /// What is filled.
    pub(crate) fn filled(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }

    /// How much is filled, in bytes.
    pub(crate) const fn len(&self) -> usize {
        self.filled
    }

    /// Room after what is filled; at least one byte, unless the limit is reached.
    pub(crate) fn room(&mut self, limit: usize) -> Result<&mut [u8], OverLimit> {
        if self.bytes.is_empty() {
            self.bytes = MESSAGE.take();
        }
        if self.filled == self.bytes.len() {
            if self.filled >= limit {
                return Err(OverLimit);
            }
            let size = (self.bytes.len() * 2).max(MESSAGE_BYTES).min(limit);
            self.bytes.resize(size, 0);
        }
        let end = self.bytes.len().min(limit);
        if end <= self.filled {
            return Err(OverLimit);
        }
        Ok(&mut self.bytes[self.filled..end])
    }

    /// Marks the first `count` bytes of the room as filled.
    pub(crate) fn advance(&mut self, count: usize) {
        self.filled = (self.filled + count).min(self.bytes.len());
    }

    /// Appends a copy.
    pub(crate) fn extend(&mut self, mut part: &[u8], limit: usize) -> Result<(), OverLimit> {
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

    /// Forgets what is filled, keeping the bytes for the next message.
    pub(crate) const fn clear(&mut self) {
        self.filled = 0;
    }

    /// Gives away what is filled as a vector of exactly that size.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.truncate(std::mem::take(&mut self.filled));
        bytes.shrink_to_fit();
        bytes
    }

    /// Gives the buffer back to its thread, or frees it where it grew. Only an empty buffer is given.
    pub(crate) fn release(&mut self) {
        if self.filled == 0 && !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            if bytes.len() <= KEPT_BYTES {
                MESSAGE.set(bytes);
            }
        }
    }

    /// Bytes held at the moment.
    #[cfg(test)]
    pub(crate) fn held(&self) -> usize {
        self.bytes.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_buffer_goes_back_and_a_grown_one_is_freed() {
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
        assert_eq!((buffer.held(), MESSAGE.take().len()), (0, 0), "freed");
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
    fn a_message_given_away_has_no_spare_bytes() {
        let mut buffer = MessageBuffer::default();
        buffer.extend(&[3; 70_000], usize::MAX).unwrap();
        let taken = buffer.take();
        assert_eq!((taken.len(), taken.capacity(), buffer.held()), (70_000, 70_000, 0));
    }
}
