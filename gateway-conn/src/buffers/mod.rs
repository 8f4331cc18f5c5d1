//! The memory of incoming messages.
//!
//! The socket's bytes go into a read buffer. Messages are inflated from there into the [`EventBuffer`], which is passed
//! to the reader. Each message is a [`Payload`], which is parsed in place and then kept as an event, detached or
//! dropped. Kept events leave as a [`Dispatch`](gateway_model::Dispatch), or as a [`Batch`] if several share their
//! memory.
//!
//! All buffers are borrowed from one [`pool`] and return to it when their last byte is dropped, on any thread. So a
//! busy connection allocates nothing from the system, and an idle one holds no buffer.

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
