//! Closed connections: which close codes end a session, and the log of why connections were closed.

use serde::Serialize;

/// The newest closes that are kept.
pub(super) const KEPT: usize = 100;

/// A connection that the simulation closed, and why. Client libraries often hide the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Closed {
    /// When, in ms since the simulation began.
    pub at_ms: u64,
    /// Number of the connection.
    pub connection: u64,
    /// Who was on the other side: address and user agent.
    pub peer: String,
    /// Close code.
    pub code: u16,
    /// What was wrong.
    pub reason: String,
}

/// Whether a session ends when Discord closes its connection with this code; else it can be resumed.
///
/// Docs: [Opcodes and Status Codes, Gateway Close Event Codes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes).
/// After 4004 and 4010 to 4014 an app must not even reconnect. Of the codes it may reconnect after, the
/// explanations of three end the session: 4003 ("this session has been invalidated"), 4007 ("Reconnect
/// and start a new session") and 4009 ("Reconnect and start a new one").
pub(super) const fn ends_session(code: u16) -> bool {
    matches!(code, 4003 | 4004 | 4007 | 4009..=4014)
}
