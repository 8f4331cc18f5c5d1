//! One message of the peer's, inflated.

use bytes::Bytes;
use gateway_model::{Dispatch, DispatchHead};

use super::event_buffer::EventBuffer;
use super::pool::LARGE_MESSAGE_BYTES;

/// One whole message, which is looked at where it lies. It holds the events' buffer, so no other message can take its
/// place meanwhile; dropping it leaves the message out.
#[derive(Debug)]
pub(crate) struct Payload<'a> {
    events: &'a mut EventBuffer,
    /// The message, if it lies in another buffer, which is used again.
    elsewhere: Option<&'a [u8]>,
}

impl<'a> Payload<'a> {
    /// The message pending in the events' buffer.
    #[inline]
    pub(crate) const fn pending(events: &'a mut EventBuffer) -> Self {
        Self { events, elsewhere: None }
    }

    /// A message that lies elsewhere, and may become one of these events.
    pub(crate) const fn elsewhere(events: &'a mut EventBuffer, message: &'a [u8]) -> Self {
        Self { events, elsewhere: Some(message) }
    }

    /// Its JSON.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        self.elsewhere.unwrap_or_else(|| self.events.pending())
    }

    /// Keeps it as an event among the others, `head` being its own. A large one, and one that is to be `alone`, is given
    /// back with a buffer of its own.
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

    /// Its JSON, in a buffer of its own.
    pub(crate) fn detach(self) -> Bytes {
        match self.elsewhere {
            None => self.events.take_pending(),
            Some(message) => Bytes::copy_from_slice(message),
        }
    }

    /// Whether it lies behind the events.
    #[cfg(test)]
    pub(crate) fn is_behind_events(&self) -> bool {
        self.elsewhere.is_none() && self.events.is_pending_in_block()
    }
}
