//! Memory of the messages that come in.
//!
//! Bytes of the socket go into a read buffer. Messages are inflated from there into the [`EventBuffer`], which is given
//! to the reader; what comes out is a [`Payload`] for each message, which is looked at where it lies and then kept as
//! an event, detached or left. Events that were kept leave as a [`Dispatch`](gateway_model::Dispatch), or as a
//! [`Batch`] if several share their memory.
//!
//! All memory is lent by one [`pool`] and goes back to it when the last byte of it is dropped, on whatever thread, so
//! that a busy connection asks the system for nothing and an idle one holds nothing.

mod batch;
mod event_buffer;
mod memory;
mod message_buffer;
mod output;
mod payload;
mod pool;

pub(crate) use self::batch::{Batch, Sealed};
pub(crate) use self::event_buffer::EventBuffer;
pub(crate) use self::message_buffer::MessageBuffer;
pub(crate) use self::output::OutputBuffer;
pub(crate) use self::payload::Payload;
pub(crate) use self::pool::{BusyConnection, PooledBuffer};
#[cfg(test)]
pub(crate) use self::pool::{LARGE_MESSAGE_BYTES, alone};
