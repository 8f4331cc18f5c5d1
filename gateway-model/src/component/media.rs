//! Pictures, videos and files.

use crate::id::{Id, marker};
use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::macros::setters::setters;

object! {
    /// An image, video or file, with the properties that Discord determined.
    ///
    /// Docs: [Component Reference, Unfurled Media Item](https://docs.discord.com/developers/components/reference#unfurled-media-item).
    #[derive(Default, Eq, Hash)]
    pub struct UnfurledMedia {
        /// URL, or `attachment://` and the name of a file sent with it.
        pub url: String,
        /// URL through Discord's proxy; only received.
        pub proxy_url?: String,
        /// Height in pixels; only received.
        pub height?: u32,
        /// Width in pixels; only received.
        pub width?: u32,
        /// Thumbhash to show while it loads; only received.
        pub placeholder?: String,
        /// Version of the thumbhash; only received.
        pub placeholder_version?: u32,
        /// Media type; only received.
        pub content_type?: String,
        /// Flags; only received.
        pub flags?: UnfurledMediaFlags,
        /// Id of the uploaded file; only received.
        pub attachment_id?: Id<marker::Attachment>,
    }
}

impl UnfurledMedia {
    /// Creates a reference to the image, video or file at a URL.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }
}

impl From<&str> for UnfurledMedia {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<String> for UnfurledMedia {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}

flags! {
    /// Flags of a picture or video.
    ///
    /// Docs: [Component Reference, Unfurled Media Item Flags](https://docs.discord.com/developers/components/reference#unfurled-media-item-unfurled-media-item-flags).
    pub struct UnfurledMediaFlags {
        /// It is animated.
        const IS_ANIMATED = 0;
    }
}

object! {
    /// A small picture beside a section.
    ///
    /// Docs: [Component Reference, Thumbnail](https://docs.discord.com/developers/components/reference#thumbnail).
    #[derive(Default, Eq, Hash)]
    pub struct Thumbnail {
        /// Number of the component within the message.
        pub id?: i32,
        /// The picture.
        pub media: UnfurledMedia,
        /// Description, at most 1024 characters.
        pub description?: String,
        /// Whether it is blurred until clicked.
        pub spoiler?: bool,
    }
}

impl Thumbnail {
    /// Creates a thumbnail from a URL, or from `attachment://` followed by the name of a file sent with the message.
    #[must_use]
    pub fn new(media: impl Into<UnfurledMedia>) -> Self {
        Self { media: media.into(), ..Self::default() }
    }
}

setters! {
    Thumbnail {
        /// Sets the component's number within the message.
        value id: i32,
        /// Sets the description, at most 1024 characters.
        into description: String,
        /// Blurs the image until it is clicked.
        flag spoiler,
    }
    by_hand { media }
    received {}
}

object! {
    /// Pictures and videos, 1 to 10.
    ///
    /// Docs: [Component Reference, Media Gallery](https://docs.discord.com/developers/components/reference#media-gallery).
    #[derive(Default, Eq, Hash)]
    pub struct MediaGallery {
        /// Number of the component within the message.
        pub id?: i32,
        /// The pictures and videos.
        pub items: Vec<MediaGalleryItem>,
    }
}

impl MediaGallery {
    /// Creates a gallery of 1 to 10 images and videos.
    #[must_use]
    pub fn new<I: Into<MediaGalleryItem>>(items: impl IntoIterator<Item = I>) -> Self {
        Self { id: None, items: items.into_iter().map(Into::into).collect() }
    }

    /// Adds an image or video.
    #[must_use]
    pub fn item(mut self, item: impl Into<MediaGalleryItem>) -> Self {
        self.items.push(item.into());
        self
    }
}

setters! {
    MediaGallery {
        /// Sets the component's number within the message.
        value id: i32,
    }
    by_hand { items }
    received {}
}

object! {
    /// A picture or video of a gallery.
    ///
    /// Docs: [Component Reference, Media Gallery Item Structure](https://docs.discord.com/developers/components/reference#media-gallery-media-gallery-item-structure).
    #[derive(Default, Eq, Hash)]
    pub struct MediaGalleryItem {
        /// The picture or video.
        pub media: UnfurledMedia,
        /// Description, at most 1024 characters.
        pub description?: String,
        /// Whether it is blurred until clicked.
        pub spoiler?: bool,
    }
}

impl MediaGalleryItem {
    /// Creates an item from a URL, or from `attachment://` followed by the name of a file sent with the message.
    #[must_use]
    pub fn new(media: impl Into<UnfurledMedia>) -> Self {
        Self { media: media.into(), ..Self::default() }
    }
}

setters! {
    MediaGalleryItem {
        /// Sets the description, at most 1024 characters.
        into description: String,
        /// Blurs the image or video until it is clicked.
        flag spoiler,
    }
    by_hand { media }
    received {}
}

impl From<&str> for MediaGalleryItem {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<String> for MediaGalleryItem {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}

object! {
    /// A file sent with the message.
    ///
    /// Docs: [Component Reference, File](https://docs.discord.com/developers/components/reference#file).
    #[derive(Default, Eq, Hash)]
    pub struct FileComponent {
        /// Number of the component within the message.
        pub id?: i32,
        /// The file, as `attachment://` and its name.
        pub file: UnfurledMedia,
        /// Whether it is blurred until clicked.
        pub spoiler?: bool,
        /// Name of the file; only received.
        pub name?: String,
        /// Size in bytes; only received.
        pub size?: u64,
    }
}

impl FileComponent {
    /// Creates a component for the file with this name, which is sent with the message.
    #[must_use]
    pub fn new(name: impl std::fmt::Display) -> Self {
        let file = UnfurledMedia::new(format!("attachment://{name}"));
        Self { file, ..Self::default() }
    }
}

setters! {
    FileComponent {
        /// Sets the component's number within the message.
        value id: i32,
        /// Blurs the file until it is clicked.
        flag spoiler,
    }
    by_hand { file }
    received { name, size }
}
