//! How large a message may become.

/// Limits on what a gateway may send, in bytes.
///
/// A message over a limit is an error of its connection, which is then resumed; it never grows memory
/// beyond the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Longest compressed websocket message, all its frames together. Default 16 MiB: a READY of 30 MB
    /// compresses to about 3 MB.
    pub compressed: usize,
    /// Longest message after inflating, and longest uncompressed one. Default 64 MiB: the largest messages
    /// seen (READY and guilds of the largest bots) are around 30 MB.
    pub message: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { compressed: 16 << 20, message: 64 << 20 }
    }
}
