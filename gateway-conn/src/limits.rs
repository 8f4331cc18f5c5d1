//! The size limits of messages.

/// Limits on the size of messages from a gateway, in bytes.
///
/// A message over a limit ends its connection, and the session is resumed. Memory never grows beyond the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The longest compressed websocket message, including all its frames. Default 16 MiB: a READY of 30 MB compresses
    /// to about 3 MB.
    pub compressed: usize,
    /// The longest message after inflating, and the longest uncompressed message. Default 64 MiB: the largest messages
    /// known (READY and guilds of the largest bots) have about 30 MB.
    pub message: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { compressed: 16 << 20, message: 64 << 20 }
    }
}
