//! What goes into the core and what comes out of it.

use std::time::Instant;

use bytes::Bytes;

/// One connection, numbered by whoever drives the core. A number is used once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnId(pub u64);

/// Something that happened outside.
#[derive(Clone, Debug)]
pub enum CoreInput {
    /// A client connected and the WebSocket upgrade is done.
    Opened {
        /// The new connection.
        conn: ConnId,
        /// Query of its URL, with or without what stands before the `?`.
        query: String,
    },
    /// A client sent one whole message, text or binary.
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
        /// Code of the close frame; `None` where there was none.
        code: Option<u16>,
    },
    /// The time of [`CoreOutput::WaitUntil`] has come.
    Timeout,
}

/// Something to do outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoreOutput {
    /// Send a payload, as JSON; compression is the caller's part.
    Send {
        /// To which connection.
        conn: ConnId,
        /// The payload.
        payload: Bytes,
    },
    /// Close a connection with a close frame; the core has forgotten it.
    Close {
        /// Which connection.
        conn: ConnId,
        /// Close code.
        code: u16,
        /// What was wrong, at most 123 bytes.
        reason: String,
    },
    /// Drop a connection without a close frame; the core has forgotten it.
    Drop {
        /// Which connection.
        conn: ConnId,
    },
    /// Nothing to do until then; input before it is welcome.
    WaitUntil(Instant),
    /// Nothing to do until the next input.
    Idle,
}
