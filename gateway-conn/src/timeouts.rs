//! How long each step on the network may take.

use std::time::Duration;

/// How long each step on the network may take. No step is without a limit.
///
/// The protocol machine limits dialling as a whole as well, see [`gateway_proto::ProtocolTimeouts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Resolving the host and connecting TCP, with the tunnel through a proxy. Default 10 s.
    pub connect: Duration,
    /// The TLS handshake. Default 10 s.
    pub tls: Duration,
    /// The websocket upgrade. Default 10 s.
    pub upgrade: Duration,
    /// How long the peer may take no byte of what waits to be written. Default 10 s.
    pub write: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let default = Duration::from_secs(10);
        Self { connect: default, tls: default, upgrade: default, write: default }
    }
}
