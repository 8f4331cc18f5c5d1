//! How Discord compresses what it sends.

/// How Discord compresses what it sends. Inflating is the driver's task: the machine takes plain JSON.
///
/// Docs: [Gateway, Encoding and Compression](https://docs.discord.com/developers/events/gateway#encoding-and-compression).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// Not at all.
    None,
    /// Some payloads, each on its own, with zlib; asked for in Identify. It does not go together with transport
    /// compression.
    ///
    /// Docs: [Payload Compression](https://docs.discord.com/developers/events/gateway#payload-compression).
    Payload,
    /// The whole connection as one zlib stream; asked for in the URL.
    #[default]
    ZlibStream,
    /// The whole connection as one zstd stream; asked for in the URL.
    ZstdStream,
}

impl Compression {
    /// The value of the URL's `compress`, `None` if there is no transport compression.
    #[must_use]
    pub const fn transport_name(self) -> Option<&'static str> {
        match self {
            Self::None | Self::Payload => None,
            Self::ZlibStream => Some("zlib-stream"),
            Self::ZstdStream => Some("zstd-stream"),
        }
    }
}
