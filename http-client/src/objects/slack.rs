//! Attachments in Slack's format.
//!
//! Docs: [Webhook, Execute Slack-Compatible Webhook](https://docs.discord.com/developers/resources/webhook#execute-slackcompatible-webhook).

use serde::Serialize;

/// An attachment in Slack's format, which Discord converts to an embed. `None` fields are not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SlackAttachment {
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// URL of the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_link: Option<String>,
    /// Text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Colour, as `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Time, in Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ts: Option<i64>,
    /// Text before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pretext: Option<String>,
    /// Footer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// URL of the footer's icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer_icon: Option<String>,
    /// Author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_name: Option<String>,
    /// URL of the author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_link: Option<String>,
    /// URL of the author's icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_icon: Option<String>,
    /// URL of an image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// URL of a thumbnail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumb_url: Option<String>,
    /// Fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<SlackField>,
}

/// A field of an attachment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SlackField {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
    /// Whether it is shown next to other fields.
    pub inline: bool,
}
