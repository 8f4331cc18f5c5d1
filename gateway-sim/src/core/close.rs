//! Closed connections: the close codes that end a session, and the log of closes.

use serde::Serialize;

/// The newest closes that are kept.
pub(super) const KEPT: usize = 100;

/// A connection that the simulator closed, and why. Client libraries often hide the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Closed {
    /// The time in ms since the start of the simulation.
    pub at_ms: u64,
    /// Number of the connection.
    pub connection: u64,
    /// The client: address and user agent.
    pub peer: String,
    /// Close code.
    pub code: u16,
    /// The mistake of the client.
    pub reason: String,
}

/// Returns whether a session ends when Discord closes its connection with this code. Otherwise it can be resumed.
///
/// Docs: [Opcodes and Status Codes, Gateway Close Event Codes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes).
/// After 4004 and 4010 to 4014 an app must not even reconnect. Of the codes it may reconnect after, the
/// explanations of three end the session: 4003 ("this session has been invalidated"), 4007 ("Reconnect
/// and start a new session") and 4009 ("Reconnect and start a new one").
pub(super) const fn ends_session(code: u16) -> bool {
    matches!(code, 4003 | 4004 | 4007 | 4009..=4014)
}
