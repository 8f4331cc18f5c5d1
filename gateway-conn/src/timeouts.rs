//! The time limits of the transport.

use std::time::Duration;

/// The time limits of each network step. Every step has one.
///
/// The protocol machine also limits the whole attempt, see [`gateway_proto::ProtocolTimeouts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Resolving the host and connecting TCP, including the tunnel through a proxy. Default 10 s.
    pub connect: Duration,
    /// The TLS handshake. Default 10 s.
    pub tls: Duration,
    /// The websocket upgrade. Default 10 s.
    pub upgrade: Duration,
    /// How long the peer may accept no byte of a write. Default 10 s.
    pub write: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let default = Duration::from_secs(10);
        Self { connect: default, tls: default, upgrade: default, write: default }
    }
}
