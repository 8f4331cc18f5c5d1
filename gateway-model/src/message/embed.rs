//! Embeds.

use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;
use crate::timestamp::Timestamp;

object! {
    /// An embed: a box with title, text, fields and images.
    ///
    /// Build one with [`Embed::new`] and its setters. [`Embed::check`] returns an error if Discord would refuse it.
    ///
    /// Docs: [Message, Embed Object](https://docs.discord.com/developers/resources/message#embed-object).
    #[derive(Default, Eq, Hash)]
    pub struct Embed {
        /// Title, at most 256 characters.
        pub title?: String,
        /// Kind; always `rich` for embeds that are sent.
        pub kind as "type"?: EmbedKind,
        /// Text, at most 4096 characters.
        pub description?: String,
        /// URL the title links to.
        pub url?: String,
        /// Time shown beside the footer.
        pub timestamp?: Timestamp,
        /// Colour of the edge, `0xRRGGBB`.
        pub color?: u32,
        /// Footer.
        pub footer?: EmbedFooter,
        /// Image.
        pub image?: Box<EmbedMedia>,
        /// Thumbnail.
        pub thumbnail?: Box<EmbedMedia>,
        /// Video; cannot be sent.
        pub video?: Box<EmbedMedia>,
        /// Provider; cannot be sent.
        pub provider?: Box<EmbedProvider>,
        /// Author.
        pub author?: EmbedAuthor,
        /// Fields, at most 25.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub fields {default}: Vec<EmbedField>,
        /// Flags.
        pub flags?: EmbedFlags,
    }
}

impl Embed {
    /// Creates an empty embed; content must be added before it can be sent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the footer: a text of at most 2048 characters, or an [`EmbedFooter`].
    #[must_use]
    pub fn footer(mut self, footer: impl Into<EmbedFooter>) -> Self {
        self.footer = Some(footer.into());
        self
    }

    /// Sets the author: a text of at most 256 characters, or an [`EmbedAuthor`].
    #[must_use]
    pub fn author(mut self, author: impl Into<EmbedAuthor>) -> Self {
        self.author = Some(author.into());
        self
    }

    /// Sets the image: an `http(s)` URL, `attachment://` followed by the name of a file sent with the message, or an
    /// [`EmbedMedia`].
    #[must_use]
    pub fn image(mut self, image: impl Into<EmbedMedia>) -> Self {
        self.image = Some(Box::new(image.into()));
        self
    }

    /// Sets the thumbnail; see [`image`](Self::image).
    #[must_use]
    pub fn thumbnail(mut self, image: impl Into<EmbedMedia>) -> Self {
        self.thumbnail = Some(Box::new(image.into()));
        self
    }

    /// Adds a field: a name of at most 256 and a value of at most 1024 characters.
    #[must_use]
    pub fn field(
        mut self,
        name: impl Into<String>,
        value: impl Into<String>,
        inline: bool,
    ) -> Self {
        self.fields.push(EmbedField {
            name: name.into(),
            value: value.into(),
            inline: Some(inline),
        });
        self
    }
}

setters! {
    Embed {
        /// Sets the title, at most 256 characters.
        into title: String,
        /// Sets the description, at most 4096 characters.
        into description: String,
        /// Sets the URL that the title links to.
        into url: String,
        /// Sets the time shown beside the footer.
        value timestamp: Timestamp,
        /// Sets the colour, `0xRRGGBB`.
        value color: u32,
        /// Sets the flags.
        value flags: EmbedFlags,
    }
    by_hand { footer, image, thumbnail, author, fields }
    received { kind, video, provider }
}

open_enum! {
    /// Kind of embed.
    ///
    /// Docs: [Message, Embed Types](https://docs.discord.com/developers/resources/message#embed-object-embed-types).
    pub enum EmbedKind: str {
        /// Rendered from the embed's fields.
        Rich = "rich",
        /// A picture.
        Image = "image",
        /// A video.
        Video = "video",
        /// An animated picture shown as a video.
        Gifv = "gifv",
        /// An article.
        Article = "article",
        /// A link.
        Link = "link",
        /// The result of a poll.
        PollResult = "poll_result",
        /// Undocumented: the finding in a message of auto moderation.
        AutoModerationMessage = "auto_moderation_message",
    }
}

flags! {
    /// Flags of an embed.
    ///
    /// Docs: [Message, Embed Flags](https://docs.discord.com/developers/resources/message#embed-object-embed-flags).
    pub struct EmbedFlags {
        /// It is a fallback for a reply to an activity card.
        const IS_CONTENT_INVENTORY_ENTRY = 5;
    }
}

object! {
    /// A picture or video of an embed.
    ///
    /// Docs: [Message, Embed Image Structure](https://docs.discord.com/developers/resources/message#embed-object-embed-image-structure).
    #[derive(Default, Eq, Hash)]
    pub struct EmbedMedia {
        /// URL; only videos may lack it.
        pub url?: String,
        /// URL through Discord's proxy; only received.
        pub proxy_url?: String,
        /// Height in pixels; only received.
        pub height?: u32,
        /// Width in pixels; only received.
        pub width?: u32,
        /// Media type; only received.
        pub content_type?: String,
        /// Thumbhash to show while it loads.
        pub placeholder?: String,
        /// Version of the thumbhash.
        pub placeholder_version?: u32,
        /// Description.
        pub description?: String,
        /// Flags.
        pub flags?: EmbedMediaFlags,
    }
}

impl EmbedMedia {
    /// Creates the media for the picture at a URL.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: Some(url.into()), ..Self::default() }
    }
}

setters! {
    EmbedMedia {
        /// Sets the description.
        into description: String,
        /// Sets the thumbhash, which is shown while the image loads.
        into placeholder: String,
        /// Sets the version of the thumbhash.
        value placeholder_version: u32,
        /// Sets the flags.
        value flags: EmbedMediaFlags,
    }
    by_hand { url }
    received { proxy_url, height, width, content_type }
}

impl<T: Into<String>> From<T> for EmbedMedia {
    fn from(url: T) -> Self {
        Self::new(url)
    }
}

flags! {
    /// Flags of a picture.
    ///
    /// Docs: [Message, Embed Media Flags](https://docs.discord.com/developers/resources/message#embed-object-embed-media-flags).
    pub struct EmbedMediaFlags {
        /// It is animated.
        const IS_ANIMATED = 5;
    }
}

object! {
    /// Provider of an embed.
    ///
    /// Docs: [Message, Embed Provider Structure](https://docs.discord.com/developers/resources/message#embed-object-embed-provider-structure).
    #[derive(Default, Eq, Hash)]
    pub struct EmbedProvider {
        /// Name.
        pub name?: String,
        /// URL.
        pub url?: String,
    }
}

object! {
    /// Author of an embed.
    ///
    /// Docs: [Message, Embed Author Structure](https://docs.discord.com/developers/resources/message#embed-object-embed-author-structure).
    #[derive(Default, Eq, Hash)]
    pub struct EmbedAuthor {
        /// Text, at most 256 characters.
        pub name: String,
        /// URL it links to.
        pub url?: String,
        /// URL of the icon.
        pub icon_url?: String,
        /// URL of the icon through Discord's proxy; only received.
        pub proxy_icon_url?: String,
    }
}

impl EmbedAuthor {
    /// Creates an author with this name, of at most 256 characters.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

setters! {
    EmbedAuthor {
        /// Sets the URL that it links to.
        into url: String,
        /// Sets the icon: an `http(s)` URL, or `attachment://` followed by the name of a file sent with the message.
        into icon_url: String,
    }
    by_hand { name }
    received { proxy_icon_url }
}

impl<T: Into<String>> From<T> for EmbedAuthor {
    fn from(name: T) -> Self {
        Self::new(name)
    }
}

object! {
    /// Footer of an embed.
    ///
    /// Docs: [Message, Embed Footer Structure](https://docs.discord.com/developers/resources/message#embed-object-embed-footer-structure).
    #[derive(Default, Eq, Hash)]
    pub struct EmbedFooter {
        /// Text, at most 2048 characters.
        pub text: String,
        /// URL of the icon.
        pub icon_url?: String,
        /// URL of the icon through Discord's proxy; only received.
        pub proxy_icon_url?: String,
    }
}

impl EmbedFooter {
    /// Creates a footer with this text, of at most 2048 characters.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

setters! {
    EmbedFooter {
        /// Sets the icon: an `http(s)` URL, or `attachment://` followed by the name of a file sent with the message.
        into icon_url: String,
    }
    by_hand { text }
    received { proxy_icon_url }
}

impl<T: Into<String>> From<T> for EmbedFooter {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}

object! {
    /// A field of an embed.
    ///
    /// Docs: [Message, Embed Field Structure](https://docs.discord.com/developers/resources/message#embed-object-embed-field-structure).
    #[derive(Default, Eq, Hash)]
    pub struct EmbedField {
        /// Name, at most 256 characters.
        pub name: String,
        /// Value, at most 1024 characters.
        pub value: String,
        /// Whether it is shown next to other fields.
        pub inline?: bool,
    }
}
