//! How Discord compresses the data that it sends.

/// How Discord compresses the data that it sends. The driver inflates it: the machine takes plain JSON.
///
/// Docs: [Gateway, Encoding and Compression](https://docs.discord.com/developers/events/gateway#encoding-and-compression).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// No compression.
    None,
    /// Discord compresses some payloads, each on its own, with zlib. Requested in Identify. It cannot be combined with
    /// transport compression.
    ///
    /// Docs: [Payload Compression](https://docs.discord.com/developers/events/gateway#payload-compression).
    Payload,
    /// The whole connection is one zlib stream. Requested in the URL.
    #[default]
    ZlibStream,
    /// The whole connection is one zstd stream. Requested in the URL.
    ZstdStream,
}

impl Compression {
    /// The value of the URL's `compress` parameter, or `None` if there is no transport compression.
    #[must_use]
    pub const fn transport_name(self) -> Option<&'static str> {
        match self {
            Self::None | Self::Payload => None,
            Self::ZlibStream => Some("zlib-stream"),
            Self::ZstdStream => Some("zstd-stream"),
        }
    }
}
