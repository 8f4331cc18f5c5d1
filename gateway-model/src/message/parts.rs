//! Checks messages of all requests against Discord's limits.

use super::embed_check::MOST_OF_ALL;
use super::{
    AllowedMentions, AttachmentRequest, Embed, MessageFlags, Nonce, PollCreate, SharedClientTheme,
};
use crate::component::{self, Component};
use crate::id::{Id, marker};
use crate::limits::{
    Checked, Findings, LimitError, LimitErrors, characters, each, forbid, inside, items, text,
};

/// The parts of a message that have limits, for all requests that create or change one.
#[derive(Clone, Copy, Debug, Default)]
pub struct MessageParts<'a> {
    /// Text, at most 2000 characters.
    pub content: Option<&'a str>,
    /// Nonce, at most 25 characters.
    pub nonce: Option<&'a Nonce>,
    /// Embeds, at most 10, with at most 6000 characters in total.
    pub embeds: &'a [Embed],
    /// Which mentions notify.
    pub allowed_mentions: Option<&'a AllowedMentions>,
    /// Components: at most 5 rows, or 40 in total with the flag for components only.
    pub components: &'a [Component],
    /// Stickers, at most 3.
    pub sticker_ids: &'a [Id<marker::Sticker>],
    /// Descriptions of its files.
    pub attachments: &'a [AttachmentRequest],
    /// Flags, if they are sent.
    pub flags: Option<MessageFlags>,
    /// Poll.
    pub poll: Option<&'a PollCreate>,
    /// Theme.
    pub shared_client_theme: Option<&'a SharedClientTheme>,
    /// Whether an existing message is changed: without `flags` it keeps its flags, which are not known here.
    pub is_edit: bool,
}

impl MessageParts<'_> {
    /// Checks whether Discord would accept the message, by the limits in its docs. White space is counted, except in
    /// embeds.
    ///
    /// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message).
    ///
    /// # Errors
    ///
    /// Returns the first limit that is exceeded.
    pub fn check(&self) -> Result<(), LimitError> {
        Findings::of(|found| self.find(found)).first()
    }

    /// Like [`check`](Self::check), but returns all errors of its components, and the first error of each of its other
    /// parts.
    ///
    /// # Errors
    ///
    /// Returns all limits that are exceeded.
    pub fn check_all(&self) -> Result<(), LimitErrors> {
        Findings::of(|found| self.find(found)).all()
    }

    pub(crate) fn find(&self, found: &mut Findings) {
        found.add(text("content", self.content, 0..=2000));
        if let Some(Nonce::Text(nonce)) = self.nonce {
            found.add(text("nonce", &**nonce, 0..=25));
        }
        found.add(self.check_embeds());
        let mentions = self.allowed_mentions.map_or(Ok(()), AllowedMentions::check);
        found.add(inside("allowed_mentions", mentions));
        found.add(items("sticker_ids", self.sticker_ids.len(), 0..=3));
        found.add(each("attachments", self.attachments, AttachmentRequest::check));
        found.add(inside("poll", self.poll.map_or(Ok(()), PollCreate::check)));
        let theme = self.shared_client_theme.map_or(Ok(()), SharedClientTheme::check);
        found.add(inside("shared_client_theme", theme));
        self.find_in_components(found);
    }

    /// Docs: [Message, Embed Limits](https://docs.discord.com/developers/resources/message#embed-object-embed-limits).
    fn check_embeds(&self) -> Checked {
        items("embeds", self.embeds.len(), 0..=10)?;
        each("embeds", self.embeds, Embed::check)?;
        let all = self.embeds.iter().map(Embed::total_length).sum();
        characters("embeds", all, 0..=MOST_OF_ALL)
    }

    /// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message), the
    /// note on `IS_COMPONENTS_V2`.
    fn find_in_components(&self, found: &mut Findings) {
        const RULE: &str = "a message with IS_COMPONENTS_V2 has components only";
        let alone = match self.flags {
            Some(flags) => flags.contains(MessageFlags::IS_COMPONENTS_V2),
            None => self.is_edit && component::needs_flag(self.components),
        };
        component::of_message(found, self.components, alone);
        if !alone {
            return;
        }
        found.add(forbid("content", self.content.is_some(), RULE));
        found.add(forbid("embeds", !self.embeds.is_empty(), RULE));
        found.add(forbid("sticker_ids", !self.sticker_ids.is_empty(), RULE));
        found.add(forbid("poll", self.poll.is_some(), RULE));
        found.add(forbid("shared_client_theme", self.shared_client_theme.is_some(), RULE));
    }
}

#[cfg(test)]
mod tests;
