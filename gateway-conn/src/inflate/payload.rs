//! Payload compression: a binary message is a zlib stream of its own.
//!
//! Docs: Gateway, [Payload Compression](https://docs.discord.com/developers/events/gateway#payload-compression):
//! no context is shared between events.

use std::cell::Cell;

use flate2::{Decompress, Status};

use super::zlib::inflate;
use crate::buffers::OutputBuffer;
use crate::error::InflateError;

thread_local! {
    /// No message shares a context with another, so the shards of a thread share one.
    static CONTEXT: Cell<Option<Box<Decompress>>> = const { Cell::new(None) };
}

/// The context of the message being read, none between messages.
#[derive(Debug)]
pub(crate) struct PayloadInflate {
    context: Option<Box<Decompress>>,
    ended: bool,
    /// Bytes of this message pushed so far.
    pushed: u64,
}

impl PayloadInflate {
    pub(super) const fn new() -> Self {
        Self { context: None, ended: false, pushed: 0 }
    }

    pub(super) fn push(
        &mut self,
        part: &[u8],
        out: &mut impl OutputBuffer,
        limit: usize,
    ) -> Result<(), InflateError> {
        if part.is_empty() {
            return Ok(());
        }
        if self.ended {
            return Err(InflateError::StreamEnded);
        }
        let context = self.context.get_or_insert_with(|| match CONTEXT.take() {
            Some(mut context) => {
                context.reset(true);
                context
            }
            None => Box::new(Decompress::new(true)),
        });
        self.ended = inflate(context, part, out, limit)? == Status::StreamEnd;
        self.pushed += part.len() as u64;
        // What follows the end of the stream is another payload, or rubbish; neither is passed over.
        if self.ended && context.total_in() < self.pushed {
            return Err(InflateError::StreamEnded);
        }
        Ok(())
    }

    /// A message that ends before its zlib stream does is cut short.
    pub(super) fn finish(&mut self) -> Result<(), InflateError> {
        let Some(context) = self.context.take() else { return Ok(()) };
        CONTEXT.set(Some(context));
        self.pushed = 0;
        if std::mem::take(&mut self.ended) { Ok(()) } else { Err(InflateError::Truncated) }
    }
}
