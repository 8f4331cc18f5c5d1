//! Payload compression: each binary message is a separate zlib stream.
//!
//! Docs: Gateway, [Payload Compression](https://docs.discord.com/developers/events/gateway#payload-compression):
//! no context is shared between events.

use std::cell::Cell;

use flate2::{Decompress, Status};

use super::zlib::inflate;
use crate::buffers::OutputBuffer;
use crate::error::InflateError;

thread_local! {
    /// Messages share no state, so all shards of a thread use one context.
    static CONTEXT: Cell<Option<Box<Decompress>>> = const { Cell::new(None) };
}

/// The context of the message being read. Between messages there is none.
#[derive(Debug)]
pub(crate) struct PayloadInflate {
    context: Option<Box<Decompress>>,
    ended: bool,
    /// How many bytes of this message were pushed.
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
        // Data after the end of the stream is another payload or garbage. Neither is ignored.
        if self.ended && context.total_in() < self.pushed {
            return Err(InflateError::StreamEnded);
        }
        Ok(())
    }

    /// Fails if the message ends before its zlib stream does.
    pub(super) fn finish(&mut self) -> Result<(), InflateError> {
        let Some(context) = self.context.take() else { return Ok(()) };
        CONTEXT.set(Some(context));
        self.pushed = 0;
        if std::mem::take(&mut self.ended) { Ok(()) } else { Err(InflateError::Truncated) }
    }
}
