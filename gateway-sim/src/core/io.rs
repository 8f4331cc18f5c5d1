//! The inputs and outputs of the core.

use std::time::Instant;

use bytes::Bytes;

/// One connection, numbered by the driver of the core. A number is used once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnId(pub u64);

/// Something that happened outside.
#[derive(Clone, Debug)]
pub enum CoreInput {
    /// A client connected and the WebSocket upgrade is done.
    Opened {
        /// The new connection.
        conn: ConnId,
        /// Query of its URL, with or without the part before the `?`.
        query: String,
    },
    /// A client sent one complete message, text or binary.
    Frame {
        /// Its connection.
        conn: ConnId,
        /// The message's bytes.
        payload: Bytes,
    },
    /// A client closed its connection, or the connection broke.
    Closed {
        /// Its connection.
        conn: ConnId,
        /// Code of the close frame; `None` if there was none.
        code: Option<u16>,
    },
    /// The time of [`CoreOutput::WaitUntil`] has passed.
    Timeout,
}

/// Something to do outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoreOutput {
    /// Send a payload, as JSON; the caller compresses it.
    Send {
        /// The connection.
        conn: ConnId,
        /// The payload.
        payload: Bytes,
    },
    /// Close a connection with a close frame; the core has forgotten it.
    Close {
        /// The connection.
        conn: ConnId,
        /// Close code.
        code: u16,
        /// The mistake of the client, at most 123 bytes.
        reason: String,
    },
    /// Drop a connection without a close frame; the core has forgotten it.
    Drop {
        /// The connection.
        conn: ConnId,
    },
    /// Nothing to do until then, unless there is input before.
    WaitUntil(Instant),
    /// Nothing to do until the next input.
    Idle,
}
