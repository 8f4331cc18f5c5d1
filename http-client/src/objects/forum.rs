//! Posts and tags of forums.

use gateway_model::component::Component;
use gateway_model::id::marker;
use gateway_model::message::{
    AllowedMentions, AttachmentRequest, Embed, MessageFlags, MessageParts, PollCreate,
    SharedClientTheme,
};
use gateway_model::{Id, LimitError};
use serde::Serialize;

/// A tag for posts of a forum: a new one, or an existing one given by its id.
///
/// Docs: [Channel, Forum Tag Object](https://docs.discord.com/developers/resources/channel#forum-tag-object).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForumTagRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Id<marker::Tag>>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    moderated: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji_id: Option<Id<marker::Emoji>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji_name: Option<String>,
}

impl ForumTagRequest {
    /// Creates a new tag with this name of at most 50 characters.
    pub fn new(name: impl Into<String>) -> Self {
        Self { id: None, name: name.into(), moderated: None, emoji_id: None, emoji_name: None }
    }

    /// Keeps the existing tag with this id, and its posts.
    #[must_use]
    pub fn id(mut self, id: Id<marker::Tag>) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets whether only members who can manage threads can apply it.
    #[must_use]
    pub fn moderated(mut self, moderated: bool) -> Self {
        self.moderated = Some(moderated);
        self
    }

    /// Sets a custom emoji.
    #[must_use]
    pub fn custom_emoji(mut self, emoji: Id<marker::Emoji>) -> Self {
        (self.emoji_id, self.emoji_name) = (Some(emoji), None);
        self
    }

    /// Sets a standard emoji.
    #[must_use]
    pub fn standard_emoji(mut self, emoji: impl Into<String>) -> Self {
        (self.emoji_id, self.emoji_name) = (None, Some(emoji.into()));
        self
    }
}

/// The first message of a post.
///
/// Docs: [Channel, Forum and Media Thread Message Params](https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel-forum-and-media-thread-message-params-object).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ForumThreadMessage {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    embeds: Vec<Embed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_mentions: Option<AllowedMentions>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    components: Vec<Component>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sticker_ids: Vec<Id<marker::Sticker>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<AttachmentRequest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<MessageFlags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    poll: Option<PollCreate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_client_theme: Option<SharedClientTheme>,
}

impl ForumThreadMessage {
    /// Creates a message with this text of at most 2000 characters.
    pub fn text(content: impl Into<String>) -> Self {
        Self { content: Some(content.into()), ..Self::default() }
    }

    /// Creates a message with these embeds, at most 10.
    pub fn embeds(embeds: impl Into<Vec<Embed>>) -> Self {
        Self { embeds: embeds.into(), ..Self::default() }
    }

    /// Creates a message that consists of these components.
    pub fn components(components: impl Into<Vec<Component>>) -> Self {
        Self {
            components: components.into(),
            flags: Some(MessageFlags::IS_COMPONENTS_V2),
            ..Self::default()
        }
    }

    /// Creates a message with these stickers, at most 3.
    pub fn stickers(stickers: impl Into<Vec<Id<marker::Sticker>>>) -> Self {
        Self { sticker_ids: stickers.into(), ..Self::default() }
    }

    /// Creates a message with the request's files, see [`Request::file`](crate::Request::file).
    pub fn files(attachments: impl Into<Vec<AttachmentRequest>>) -> Self {
        Self { attachments: attachments.into(), ..Self::default() }
    }

    /// Creates a message with a poll.
    #[must_use]
    pub fn poll(poll: PollCreate) -> Self {
        Self { poll: Some(poll), ..Self::default() }
    }

    /// Sets the text, at most 2000 characters.
    #[must_use]
    pub fn content(mut self, content: impl Into<String>) -> Self {
        self.content = Some(content.into());
        self
    }

    /// Adds an embed.
    #[must_use]
    pub fn embed(mut self, embed: Embed) -> Self {
        self.embeds.push(embed);
        self
    }

    /// Adds a component.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.push(component.into());
        self
    }

    /// Sets which mentions notify.
    #[must_use]
    pub fn allowed_mentions(mut self, mentions: AllowedMentions) -> Self {
        self.allowed_mentions = Some(mentions);
        self
    }

    /// Sets the flags.
    #[must_use]
    pub fn flags(mut self, flags: MessageFlags) -> Self {
        self.flags = Some(flags);
        self
    }

    /// Sets the stickers, at most 3.
    #[must_use]
    pub fn sticker_ids(mut self, stickers: impl Into<Vec<Id<marker::Sticker>>>) -> Self {
        self.sticker_ids = stickers.into();
        self
    }

    /// Describes the request's files, see [`Request::file`](crate::Request::file).
    #[must_use]
    pub fn attachments(mut self, attachments: impl Into<Vec<AttachmentRequest>>) -> Self {
        self.attachments = attachments.into();
        self
    }

    /// Sets the poll.
    #[must_use]
    pub fn with_poll(mut self, poll: PollCreate) -> Self {
        self.poll = Some(poll);
        self
    }

    /// Sets a theme that is offered to users; documented only in Discord's OpenAPI description.
    #[must_use]
    pub fn shared_client_theme(mut self, theme: SharedClientTheme) -> Self {
        self.shared_client_theme = Some(theme);
        self
    }

    /// Checks whether Discord would accept the message; see [`MessageParts::check`].
    ///
    /// # Errors
    ///
    /// Returns the first limit that the message exceeds.
    pub fn check(&self) -> Result<(), LimitError> {
        MessageParts {
            content: self.content.as_deref(),
            embeds: &self.embeds,
            allowed_mentions: self.allowed_mentions.as_ref(),
            components: &self.components,
            sticker_ids: &self.sticker_ids,
            attachments: &self.attachments,
            flags: self.flags,
            poll: self.poll.as_ref(),
            shared_client_theme: self.shared_client_theme.as_ref(),
            ..MessageParts::default()
        }
        .check()
    }
}
