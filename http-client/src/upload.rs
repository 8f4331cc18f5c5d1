//! Files to upload, and images and sounds in data URIs.

use std::path::PathBuf;

use bytes::Bytes;
use serde::{Serialize, Serializer};

/// A file to upload, from memory or from disk. A file on disk is read while it is sent, in pieces of 64 KiB.
///
/// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files).
#[derive(Clone, Debug)]
pub struct Upload {
    pub(crate) name: String,
    pub(crate) content: Content,
    pub(crate) media_type: String,
}

/// The source of a file's bytes.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Bytes(Bytes),
    Path(PathBuf),
}

impl Upload {
    /// Creates an upload with this file name and these bytes.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Content::Bytes(bytes.into()))
    }

    /// Creates an upload of a file on disk, sent under this name. The file is opened for each attempt. If it cannot be
    /// read, the request returns [`TransportError::Upload`](crate::TransportError::Upload).
    pub fn path(name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self::new(name.into(), Content::Path(path.into()))
    }

    /// Sets the media type, such as `image/png`. The default is `application/octet-stream`, because Discord uses the
    /// extension of the name.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    fn new(name: String, content: Content) -> Self {
        Self { name, content, media_type: "application/octet-stream".into() }
    }
}

/// The upload progress of a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many bytes were sent so far. It restarts at zero when the request is retried.
    pub sent: u64,
    /// The size of the whole body in bytes: the files and the parts around them.
    pub total: u64,
}

/// An image or sound as a data URI, the format for avatars, emojis and soundboard sounds.
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

    /// An MP3 sound.
    #[must_use]
    pub fn mp3(bytes: &[u8]) -> Self {
        Self::of("audio/mpeg", bytes)
    }

    /// An OGG sound.
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
