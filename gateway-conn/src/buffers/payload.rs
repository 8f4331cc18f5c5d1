//! One inflated message of the peer.

use bytes::Bytes;
use gateway_model::{Dispatch, DispatchHead};

use super::event_buffer::EventBuffer;
use super::pool::LARGE_MESSAGE_BYTES;

/// One whole message, which is parsed in place. It borrows the event buffer, so no other message can take its place
/// meanwhile. Dropping it drops the message.
#[derive(Debug)]
pub(crate) struct Payload<'a> {
    events: &'a mut EventBuffer,
    /// The message, if it is in another buffer, which will be reused.
    elsewhere: Option<&'a [u8]>,
}

impl<'a> Payload<'a> {
    /// A payload for the pending message of the event buffer.
    #[inline]
    pub(crate) const fn pending(events: &'a mut EventBuffer) -> Self {
        Self { events, elsewhere: None }
    }

    /// A payload for a message in another buffer, which may become one of these events.
    pub(crate) const fn elsewhere(events: &'a mut EventBuffer, message: &'a [u8]) -> Self {
        Self { events, elsewhere: Some(message) }
    }

    /// Its JSON.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        self.elsewhere.unwrap_or_else(|| self.events.pending())
    }

    /// Keeps it as the event with this `head`, in the shared buffer. If it is large, or must be `alone`, it is returned
    /// in a separate buffer instead.
    #[inline]
    pub(crate) fn keep(self, head: DispatchHead, alone: bool) -> Option<Dispatch> {
        if alone || head.message_bytes() >= LARGE_MESSAGE_BYTES {
            return self.detach_event(head);
        }
        match self.elsewhere {
            None => self.events.keep_pending(head),
            Some(message) => self.events.push(head, message),
        }
        None
    }

    #[cold]
    fn detach_event(self, head: DispatchHead) -> Option<Dispatch> {
        head.with_message(self.detach())
    }

    /// Returns its JSON in a separate buffer.
    pub(crate) fn detach(self) -> Bytes {
        match self.elsewhere {
            None => self.events.take_pending(),
            Some(message) => Bytes::copy_from_slice(message),
        }
    }

    /// Returns whether it lies in the block of the events.
    #[cfg(test)]
    pub(crate) fn is_behind_events(&self) -> bool {
        self.elsewhere.is_none() && self.events.is_pending_in_block()
    }
}
