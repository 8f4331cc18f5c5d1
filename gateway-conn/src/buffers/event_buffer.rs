//! The buffer into which events are inflated.

use bytes::Bytes;
use gateway_model::DispatchHead;

use super::batch::{Batch, Sealed};
use super::message_buffer::MessageBuffer;
use super::output::{OutputBuffer, OverLimit};
use super::pool::{BLOCK_BYTES, LARGE_MESSAGE_BYTES, PooledBuffer};

/// The size in bytes from which on a block is full. A retained event keeps at most this much memory alive, plus one
/// more event.
const FULL_BYTES: usize = BLOCK_BYTES - LARGE_MESSAGE_BYTES;

/// Events that together are shorter than this, in bytes, are copied into memory of exactly their size.
const COPIED_BYTES: usize = FULL_BYTES / 2;

/// Events one after the other in a block, followed by the pending message, which may become the next event.
#[derive(Debug, Default)]
pub(crate) struct EventBuffer {
    block: PooledBuffer,
    /// The events in the block.
    heads: Vec<DispatchHead>,
    /// Bytes of the events.
    kept: usize,
    /// Bytes of the events and the pending message.
    filled: usize,
    /// Holds the pending message instead, if it is too long for the block or arrived in parts.
    long: MessageBuffer,
}

impl EventBuffer {
    /// The pending message.
    #[inline]
    pub(super) fn pending(&self) -> &[u8] {
        if self.long.len() > 0 { self.long.filled() } else { &self.block[self.kept..self.filled] }
    }

    /// Drops the pending message. The next one is inflated in its place.
    #[inline]
    pub(crate) const fn forget(&mut self) {
        self.filled = self.kept;
        self.long.clear();
    }

    /// Moves the content of `message` into the pending message, and leaves `message` empty.
    pub(crate) fn set_pending(&mut self, message: &mut MessageBuffer) {
        self.forget();
        std::mem::swap(&mut self.long, message);
    }

    /// Moves the pending message into `message`, which must be empty, to wait for its other parts.
    pub(crate) fn move_pending(&mut self, message: &mut MessageBuffer) {
        if self.long.len() > 0 {
            std::mem::swap(&mut self.long, message);
        } else {
            message.keep(&self.block[self.kept..self.filled]);
        }
        self.forget();
    }

    /// Takes the pending message as a separate buffer. It keeps its present buffer if it is large and alone there.
    pub(super) fn take_pending(&mut self) -> Bytes {
        if self.long.len() >= LARGE_MESSAGE_BYTES {
            return self.long.take();
        }
        Bytes::copy_from_slice(self.pending())
    }

    /// Turns the pending message into an event with this head. The message must not be large.
    #[inline]
    pub(super) fn keep_pending(&mut self, head: DispatchHead) {
        if self.long.len() > 0 {
            let long = std::mem::take(&mut self.long);
            self.push(head, long.filled());
            return;
        }
        self.kept = self.filled;
        self.heads.push(head);
    }

    /// Appends a copy of an event that is not large.
    pub(super) fn push(&mut self, head: DispatchHead, event: &[u8]) {
        self.forget();
        self.borrow();
        let end = self.kept + event.len();
        self.block[self.kept..end].copy_from_slice(event);
        (self.kept, self.filled) = (end, end);
        self.heads.push(head);
    }

    /// Returns whether the events must be sealed before the next one is added.
    #[inline]
    pub(crate) const fn is_full(&self) -> bool {
        self.kept >= FULL_BYTES
    }

    /// Takes all events. The buffer then has no events and no pending message.
    pub(crate) fn seal(&mut self) -> Option<Sealed> {
        if self.heads.is_empty() {
            return None;
        }
        let filled = std::mem::take(&mut self.kept);
        self.forget();
        let messages = if filled < COPIED_BYTES {
            Bytes::copy_from_slice(&self.block[..filled])
        } else {
            std::mem::take(&mut self.block).share(filled)
        };
        if let [head] = self.heads[..] {
            self.heads.clear();
            return head.with_message(messages).map(Sealed::One);
        }
        // The copy has exactly the needed size; the list here keeps its memory.
        let heads = self.heads.clone();
        self.heads.clear();
        Some(Sealed::Several(Batch::new(heads, messages)))
    }

    /// Releases the buffer of a long message that was dropped.
    pub(crate) fn release_long(&mut self) {
        self.long.clear();
        self.long.release();
    }

    fn borrow(&mut self) {
        if self.block.is_empty() {
            self.block = PooledBuffer::block();
        }
    }

    /// Returns whether the pending message lies in the block of the events.
    #[cfg(test)]
    pub(super) fn is_pending_in_block(&self) -> bool {
        self.long.len() == 0
    }
}

/// A message is appended to the events, or goes into a separate buffer if it is too long.
impl OutputBuffer for EventBuffer {
    #[inline]
    fn room(&mut self, limit: usize) -> Result<&mut [u8], OverLimit> {
        let (start, end) = (self.filled, self.block.len().min(self.kept.saturating_add(limit)));
        if start == end || self.long.len() > 0 {
            return self.long_room(limit);
        }
        Ok(&mut self.block[start..end])
    }

    #[inline]
    fn advance(&mut self, count: usize) {
        if self.long.len() > 0 { self.long.advance(count) } else { self.filled += count }
    }

    #[inline]
    fn len(&self) -> usize {
        self.long.len() + (self.filled - self.kept)
    }
}

impl EventBuffer {
    #[cold]
    fn long_room(&mut self, limit: usize) -> Result<&mut [u8], OverLimit> {
        if self.long.len() == 0 {
            if self.block.is_empty() && limit > 0 {
                self.borrow();
                return self.room(limit);
            }
            self.long.extend(&self.block[self.kept..self.filled], limit)?;
            self.filled = self.kept;
        }
        self.long.room(limit)
    }
}

#[cfg(test)]
mod tests;
