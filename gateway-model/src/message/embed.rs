//! Embeds.

use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;
use crate::timestamp::Timestamp;

object! {
    /// An embed: a box with title, text, fields and pictures.
    ///
    /// Docs: [Message, Embed Object](https://docs.discord.com/developers/resources/message#embed-object).
    /// Built by [`Embed::new`] and the methods that follow it; [`Embed::check`] tells whether Discord
    /// would take it.
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
        /// Line at the bottom.
        pub footer?: EmbedFooter,
        /// Picture.
        pub image?: Box<EmbedMedia>,
        /// Small picture.
        pub thumbnail?: Box<EmbedMedia>,
        /// Video; cannot be sent.
        pub video?: Box<EmbedMedia>,
        /// Site it comes from; cannot be sent.
        pub provider?: Box<EmbedProvider>,
        /// Line at the top.
        pub author?: EmbedAuthor,
        /// Fields, at most 25.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub fields {default}: Vec<EmbedField>,
        /// Flags.
        pub flags?: EmbedFlags,
    }
}

impl Embed {
    /// An empty embed; something must be added before it can be sent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same embed with a line at the bottom: a text of at most 2048 characters, or an [`EmbedFooter`].
    #[must_use]
    pub fn footer(mut self, footer: impl Into<EmbedFooter>) -> Self {
        self.footer = Some(footer.into());
        self
    }

    /// The same embed with a line at the top: a text of at most 256 characters, or an [`EmbedAuthor`].
    #[must_use]
    pub fn author(mut self, author: impl Into<EmbedAuthor>) -> Self {
        self.author = Some(author.into());
        self
    }

    /// The same embed with a picture: an `http(s)` URL, `attachment://` and the name of a file sent with it,
    /// or an [`EmbedMedia`].
    #[must_use]
    pub fn image(mut self, image: impl Into<EmbedMedia>) -> Self {
        self.image = Some(Box::new(image.into()));
        self
    }

    /// The same embed with a small picture; see [`image`](Self::image).
    #[must_use]
    pub fn thumbnail(mut self, image: impl Into<EmbedMedia>) -> Self {
        self.thumbnail = Some(Box::new(image.into()));
        self
    }

    /// The same embed with one more field: a name of at most 256 and a value of at most 1024 characters.
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
        /// The same embed with a title, at most 256 characters.
        into title: String,
        /// The same embed with a text, at most 4096 characters.
        into description: String,
        /// The same embed with a URL that the title links to.
        into url: String,
        /// The same embed with a time beside the footer.
        value timestamp: Timestamp,
        /// The same embed with a colour, `0xRRGGBB`.
        value color: u32,
        /// The same embed with these flags.
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
        /// Made of the embed's own fields.
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
        /// Undocumented: what auto moderation has found, in its messages.
        AutoModerationMessage = "auto_moderation_message",
    }
}

flags! {
    /// Flags of an embed.
    ///
    /// Docs: [Message, Embed Flags](https://docs.discord.com/developers/resources/message#embed-object-embed-flags).
    pub struct EmbedFlags {
        /// It stands in for an answer to an activity card.
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
        /// URL through Discord's proxy; not sent.
        pub proxy_url?: String,
        /// Height in pixels; not sent.
        pub height?: u32,
        /// Width in pixels; not sent.
        pub width?: u32,
        /// Media type; not sent.
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
    /// The picture at a URL.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: Some(url.into()), ..Self::default() }
    }
}

setters! {
    EmbedMedia {
        /// The same picture with a description.
        into description: String,
        /// The same picture with a thumbhash to show while it loads.
        into placeholder: String,
        /// The same picture with the version of its thumbhash.
        value placeholder_version: u32,
        /// The same picture with these flags.
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
    /// Site an embed comes from.
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
    /// Line at the top of an embed.
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
        /// URL of the icon through Discord's proxy; not sent.
        pub proxy_icon_url?: String,
    }
}

impl EmbedAuthor {
    /// A text of at most 256 characters.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

setters! {
    EmbedAuthor {
        /// The same line with a URL that it links to.
        into url: String,
        /// The same line with an icon: an `http(s)` URL, or `attachment://` and the name of a file sent with it.
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
    /// Line at the bottom of an embed.
    ///
    /// Docs: [Message, Embed Footer Structure](https://docs.discord.com/developers/resources/message#embed-object-embed-footer-structure).
    #[derive(Default, Eq, Hash)]
    pub struct EmbedFooter {
        /// Text, at most 2048 characters.
        pub text: String,
        /// URL of the icon.
        pub icon_url?: String,
        /// URL of the icon through Discord's proxy; not sent.
        pub proxy_icon_url?: String,
    }
}

impl EmbedFooter {
    /// A text of at most 2048 characters.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

setters! {
    EmbedFooter {
        /// The same line with an icon: an `http(s)` URL, or `attachment://` and the name of a file sent with it.
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
        /// Whether it stands beside others.
        pub inline?: bool,
    }
}
