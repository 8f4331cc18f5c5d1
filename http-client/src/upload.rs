//! Files to upload, and pictures and sounds that are sent as text.

use std::path::PathBuf;

use bytes::Bytes;
use serde::{Serialize, Serializer};

/// A file to upload, from memory or from disk. One from disk is read while it is sent, in pieces of 64 KiB.
///
/// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files).
#[derive(Clone, Debug)]
pub struct Upload {
    pub(crate) name: String,
    pub(crate) content: Content,
    pub(crate) media_type: String,
}

/// Where a file's bytes come from.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Bytes(Bytes),
    Path(PathBuf),
}

impl Upload {
    /// A file of this name with these bytes.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Content::Bytes(bytes.into()))
    }

    /// A file on disk, sent under this name. It is opened anew for each try; what goes wrong with it is
    /// [`TransportError::Upload`](crate::TransportError::Upload).
    pub fn path(name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self::new(name.into(), Content::Path(path.into()))
    }

    /// The same file with a media type, such as `image/png`. `application/octet-stream` by default: Discord
    /// goes by the name.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    fn new(name: String, content: Content) -> Self {
        Self { name, content, media_type: "application/octet-stream".into() }
    }
}

/// How much of a request's body has been handed to the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes sent so far. It starts again at zero when the request is tried again.
    pub sent: u64,
    /// Bytes of the whole body: the files and what is around them.
    pub total: u64,
}

/// A picture or sound as a data URI, as avatars, emojis and soundboard sounds are sent.
///
/// Docs: [Reference, Image Data](https://docs.discord.com/developers/reference#image-data).
#[derive(Clone, PartialEq, Eq)]
pub struct DataUri(String);

impl DataUri {
    /// A PNG image.
    #[must_use]
    pub fn png(bytes: &[u8]) -> Self {
        Self::of("image/png", bytes)
    }

    /// A JPEG image.
    #[must_use]
    pub fn jpeg(bytes: &[u8]) -> Self {
        Self::of("image/jpeg", bytes)
    }

    /// A GIF image.
    #[must_use]
    pub fn gif(bytes: &[u8]) -> Self {
        Self::of("image/gif", bytes)
    }

    /// A sound as MP3.
    #[must_use]
    pub fn mp3(bytes: &[u8]) -> Self {
        Self::of("audio/mpeg", bytes)
    }

    /// A sound as OGG.
    #[must_use]
    pub fn ogg(bytes: &[u8]) -> Self {
        Self::of("audio/ogg", bytes)
    }

    /// Data of another media type.
    #[must_use]
    pub fn of(media_type: &str, bytes: &[u8]) -> Self {
        Self(format!("data:{media_type};base64,{}", data_encoding::BASE64.encode(bytes)))
    }
}

impl std::fmt::Debug for DataUri {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let head = self.0.split_once(',').map_or("", |(head, _)| head);
        write!(f, "DataUri({head}, {} characters)", self.0.len())
    }
}

impl Serialize for DataUri {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_uri_has_the_form_of_the_docs() {
        let uri = DataUri::jpeg(&[0xff, 0xd8, 0xff]);
        assert_eq!(serde_json::to_string(&uri).unwrap(), r#""data:image/jpeg;base64,/9j/""#);
        assert_eq!(format!("{uri:?}"), "DataUri(data:image/jpeg;base64, 27 characters)");
    }
}
