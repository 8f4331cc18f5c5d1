//! The buffer of the events that come in.

use bytes::Bytes;
use gateway_model::DispatchHead;

use super::batch::{Batch, Sealed};
use super::message_buffer::MessageBuffer;
use super::output::{OutputBuffer, OverLimit};
use super::pool::{BLOCK_BYTES, LARGE_MESSAGE_BYTES, PooledBuffer};

/// A block is full from this size on, in bytes. Also what an event that is kept keeps at most, but for one event more.
const FULL_BYTES: usize = BLOCK_BYTES - LARGE_MESSAGE_BYTES;

/// What fewer bytes share is copied into memory of exactly their size.
const COPIED_BYTES: usize = FULL_BYTES / 2;

/// Events one behind the other in a block, and behind them the pending message, which may become one.
#[derive(Debug, Default)]
pub(crate) struct EventBuffer {
    block: PooledBuffer,
    /// The events in the block.
    heads: Vec<DispatchHead>,
    /// Bytes of the events.
    kept: usize,
    /// With those of the pending message.
    filled: usize,
    /// The pending message instead, if it is too long for the block or came in parts.
    long: MessageBuffer,
}

impl EventBuffer {
    /// The pending message.
    #[inline]
    pub(super) fn pending(&self) -> &[u8] {
        if self.long.len() > 0 { self.long.filled() } else { &self.block[self.kept..self.filled] }
    }

    /// Leaves the pending message out. The next one is inflated in its place.
    #[inline]
    pub(crate) const fn forget(&mut self) {
        self.filled = self.kept;
        self.long.clear();
    }

    /// Makes what `message` holds the pending message; `message` is empty then.
    pub(crate) fn set_pending(&mut self, message: &mut MessageBuffer) {
        self.forget();
        std::mem::swap(&mut self.long, message);
    }

    /// Moves the pending message into `message`, which is empty, to wait for more.
    pub(crate) fn move_pending(&mut self, message: &mut MessageBuffer) {
        if self.long.len() > 0 {
            std::mem::swap(&mut self.long, message);
        } else {
            message.keep(&self.block[self.kept..self.filled]);
        }
        self.forget();
    }

    /// The pending message in a buffer of its own: that which it is in, if it is large and alone there.
    pub(super) fn take_pending(&mut self) -> Bytes {
        if self.long.len() >= LARGE_MESSAGE_BYTES {
            return self.long.take();
        }
        Bytes::copy_from_slice(self.pending())
    }

    /// The pending message is an event with this head, and no large one.
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

    /// Whether the events are to be sealed before the next one is kept.
    #[inline]
    pub(crate) const fn is_full(&self) -> bool {
        self.kept >= FULL_BYTES
    }

    /// All events; the buffer has none then, nor a pending message.
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
        // Of exactly their size; the list here is kept for its memory.
        let heads = self.heads.clone();
        self.heads.clear();
        Some(Sealed::Several(Batch::new(heads, messages)))
    }

    /// Gives back the buffer of a long message that was left out.
    pub(crate) fn release_long(&mut self) {
        self.long.clear();
        self.long.release();
    }

    fn borrow(&mut self) {
        if self.block.is_empty() {
            self.block = PooledBuffer::block();
        }
    }

    /// Whether the pending message lies behind the events.
    #[cfg(test)]
    pub(super) fn is_pending_in_block(&self) -> bool {
        self.long.len() == 0
    }
}

/// A message goes behind the events, or into a buffer of its own if it is too long for that.
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
