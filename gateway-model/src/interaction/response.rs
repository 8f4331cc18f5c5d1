//! Answers to interactions.

use serde::{Deserialize, Serialize};

use super::SkuEligibility;
use crate::command::CommandOptionChoice;
use crate::component::{Component, of_modal};
use crate::limits::{Findings, LimitError, LimitErrors, items, text};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;
use crate::message::{
    AllowedMentions, AttachmentRequest, Embed, MessageFlags, MessageParts, PollCreate,
};

object! {
    /// An answer to an interaction.
    ///
    /// Docs: [Receiving and Responding, Interaction Response Object](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object).
    pub struct InteractionResponse {
        /// Kind of answer.
        pub kind as "type": InteractionResponseKind,
        /// What it says.
        pub data?: InteractionResponseData,
    }
}

impl InteractionResponse {
    /// Answers with a message.
    #[must_use]
    pub fn message(message: MessageResponse) -> Self {
        Self::with(InteractionResponseKind::ChannelMessageWithSource, message)
    }

    /// Answers later; the user sees that the app is thinking. Ephemeral or not is decided here.
    #[must_use]
    pub fn deferred_message(ephemeral: bool) -> Self {
        let message = MessageResponse::new();
        let message = if ephemeral { message.ephemeral() } else { message };
        Self::with(InteractionResponseKind::DeferredChannelMessageWithSource, message)
    }

    /// Changes the message the component is on.
    #[must_use]
    pub fn update_message(message: MessageResponse) -> Self {
        Self::with(InteractionResponseKind::UpdateMessage, message)
    }

    /// Changes the message the component is on later; the user sees nothing of it.
    #[must_use]
    pub const fn deferred_update() -> Self {
        Self { kind: InteractionResponseKind::DeferredUpdateMessage, data: None }
    }

    /// Proposes values for what the user types, at most 25.
    #[must_use]
    pub fn autocomplete(choices: impl IntoIterator<Item = CommandOptionChoice>) -> Self {
        let choices = choices.into_iter().collect();
        Self {
            kind: InteractionResponseKind::ApplicationCommandAutocompleteResult,
            data: Some(InteractionResponseData::Autocomplete(AutocompleteResponse { choices })),
        }
    }

    /// Opens a modal.
    #[must_use]
    pub fn modal(modal: ModalResponse) -> Self {
        Self {
            kind: InteractionResponseKind::Modal,
            data: Some(InteractionResponseData::Modal(modal)),
        }
    }

    /// Answers a ping.
    #[must_use]
    pub const fn pong() -> Self {
        Self { kind: InteractionResponseKind::Pong, data: None }
    }

    /// Starts the app's Activity.
    #[must_use]
    pub const fn launch_activity() -> Self {
        Self { kind: InteractionResponseKind::LaunchActivity, data: None }
    }

    /// Says whether a user may buy a Social Layer SKU; only in Discord's OpenAPI description.
    #[must_use]
    pub const fn social_layer_sku_eligibility(eligibility: SkuEligibility) -> Self {
        Self {
            kind: InteractionResponseKind::SocialLayerSkuPurchaseEligibility,
            data: Some(InteractionResponseData::SkuEligibility(eligibility)),
        }
    }

    /// Whether Discord would take the answer.
    ///
    /// Docs: [Receiving and Responding, Interaction Callback Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-data-structure).
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is not kept: the first one.
    pub fn check(&self) -> Result<(), LimitError> {
        self.find().first()
    }

    /// As [`check`](Self::check), with everything that is wrong with its components, modal or choices, and the first
    /// error of each other part of a message.
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is not kept: all such limits.
    pub fn check_all(&self) -> Result<(), LimitErrors> {
        self.find().all()
    }

    fn find(&self) -> Findings {
        let in_data = |found: &mut Findings| match &self.data {
            Some(InteractionResponseData::Message(message)) => {
                let is_edit = self.kind == InteractionResponseKind::UpdateMessage;
                let parts = if is_edit { message.edit_parts() } else { message.parts() };
                parts.find(found);
            }
            Some(InteractionResponseData::Modal(modal)) => modal.find(found),
            Some(InteractionResponseData::Autocomplete(proposals)) => proposals.find(found),
            Some(InteractionResponseData::SkuEligibility(_)) | None => {}
        };
        Findings::of(|found| found.inside("data", in_data))
    }

    fn with(kind: InteractionResponseKind, message: MessageResponse) -> Self {
        Self { kind, data: Some(InteractionResponseData::Message(Box::new(message))) }
    }
}

open_enum! {
    /// Kind of answer.
    ///
    /// Docs: [Receiving and Responding, Interaction Callback Type](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type).
    pub enum InteractionResponseKind: i32 {
        /// To a ping.
        Pong = 1,
        /// A message.
        ChannelMessageWithSource = 4,
        /// A message that comes later.
        DeferredChannelMessageWithSource = 5,
        /// A change of the component's message that comes later.
        DeferredUpdateMessage = 6,
        /// A change of the component's message.
        UpdateMessage = 7,
        /// Proposals while a command is typed.
        ApplicationCommandAutocompleteResult = 8,
        /// A modal.
        Modal = 9,
        /// An offer to upgrade; deprecated for a button.
        PremiumRequired = 10,
        /// The app's Activity.
        LaunchActivity = 12,
        /// Says whether a user may buy a Social Layer SKU.
        SocialLayerSkuPurchaseEligibility = 13,
    }
}

/// What an answer says.
///
/// Docs: [Receiving and Responding, Interaction Callback Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-data-structure).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum InteractionResponseData {
    /// Proposals while a command is typed.
    Autocomplete(AutocompleteResponse),
    /// A modal.
    Modal(ModalResponse),
    /// Whether a user may buy a Social Layer SKU.
    SkuEligibility(SkuEligibility),
    /// A message.
    Message(Box<MessageResponse>),
}

crate::json::read_by_serde! { InteractionResponseData }

object! {
    /// A message as answer.
    ///
    /// Docs: [Receiving and Responding, Messages](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-messages).
    #[derive(Default)]
    pub struct MessageResponse {
        /// Whether it is read aloud.
        pub tts?: bool,
        /// Text, at most 2000 characters.
        pub content?: String,
        /// Embeds, at most 10.
        pub embeds?: Vec<Embed>,
        /// Which mentions count.
        pub allowed_mentions?: AllowedMentions,
        /// Flags: no embeds, ephemeral, components only, voice message, no notice.
        pub flags?: MessageFlags,
        /// Components.
        pub components?: Vec<Component>,
        /// What is said of the files sent with it.
        pub attachments?: Vec<AttachmentRequest>,
        /// Poll.
        pub poll?: PollCreate,
    }
}

impl MessageResponse {
    /// An empty message; something must be added before it can be sent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same message with one more embed.
    #[must_use]
    pub fn embed(mut self, embed: Embed) -> Self {
        self.embeds.get_or_insert_default().push(embed);
        self
    }

    /// The same message with one more component.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.get_or_insert_default().push(component.into());
        self
    }

    /// The same message with these flags in place of others: no embeds, ephemeral, components only, voice message,
    /// no notice.
    #[must_use]
    pub fn flags(mut self, flags: MessageFlags) -> Self {
        self.flags = Some(flags);
        self
    }

    /// The same message, which only the user of the interaction sees, besides the flags it has.
    #[must_use]
    pub fn ephemeral(mut self) -> Self {
        *self.flags.get_or_insert_default() |= MessageFlags::EPHEMERAL;
        self
    }

    /// The same message with what is said of one more file sent with it.
    #[must_use]
    pub fn attachment(mut self, attachment: AttachmentRequest) -> Self {
        self.attachments.get_or_insert_default().push(attachment);
        self
    }

    /// Whether Discord would take the message as a new one; [`InteractionResponse::check`] knows whether it is.
    ///
    /// Docs: [Receiving and Responding, Messages](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-messages).
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is not kept: the first one.
    pub fn check(&self) -> Result<(), LimitError> {
        self.parts().check()
    }

    /// As [`check`](Self::check), with everything that is wrong with its components, and the first error of each of
    /// its other parts.
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is not kept: all such limits.
    pub fn check_all(&self) -> Result<(), LimitErrors> {
        self.parts().check_all()
    }

    /// Whether Discord would take this as a change of a message, which may leave out all that stays as it is.
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is not kept: the first one.
    pub fn check_edit(&self) -> Result<(), LimitError> {
        self.edit_parts().check()
    }

    fn edit_parts(&self) -> MessageParts<'_> {
        MessageParts { is_edit: true, ..self.parts() }
    }

    fn parts(&self) -> MessageParts<'_> {
        MessageParts {
            content: self.content.as_deref(),
            embeds: self.embeds.as_deref().unwrap_or_default(),
            allowed_mentions: self.allowed_mentions.as_ref(),
            components: self.components.as_deref().unwrap_or_default(),
            attachments: self.attachments.as_deref().unwrap_or_default(),
            flags: self.flags,
            poll: self.poll.as_ref(),
            ..MessageParts::default()
        }
    }
}

setters! {
    MessageResponse {
        /// The same message, read aloud.
        flag tts,
        /// The same message with a text, at most 2000 characters.
        into content: String,
        /// The same message with these embeds in place of others, at most 10.
        some_list embeds: Embed,
        /// The same message with these mentions counting.
        value allowed_mentions: AllowedMentions,
        /// The same message with these components in place of others; an update without any takes those there are
        /// away.
        some_list components: Component,
        /// The same message with this said of its files, in place of what was said before; an update without any
        /// takes the files there are away.
        some_list attachments: AttachmentRequest,
        /// The same message with a poll.
        value poll: PollCreate,
    }
    by_hand { flags }
    received {}
}

object! {
    /// Proposals while a command is typed.
    ///
    /// Docs: [Receiving and Responding, Autocomplete](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete).
    pub struct AutocompleteResponse {
        /// The proposals, at most 25.
        pub choices: Vec<CommandOptionChoice>,
    }
}

impl AutocompleteResponse {
    /// Docs: [Receiving and Responding, Autocomplete](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete).
    fn find(&self, found: &mut Findings) {
        found.add(items("choices", self.choices.len(), 0..=25));
        found.each("choices", &self.choices, |found, choice| choice.find(found));
    }
}

object! {
    /// A modal.
    ///
    /// Docs: [Receiving and Responding, Modal](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal).
    #[derive(Eq, Hash)]
    pub struct ModalResponse {
        /// The app's own name for it, 1 to 100 characters.
        pub custom_id: String,
        /// Title, at most 45 characters.
        pub title: String,
        /// What it is made of, 1 to 5 components.
        pub components: Vec<Component>,
    }
}

impl ModalResponse {
    /// A modal with this name and title; components are added by [`component`](Self::component).
    #[must_use]
    pub fn new(custom_id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), title: title.into(), components: Vec::new() }
    }

    /// The same modal with one more component.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.push(component.into());
        self
    }

    /// Whether Discord would take the modal.
    ///
    /// Docs: [Receiving and Responding, Modal](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal).
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is not kept: the first one.
    pub fn check(&self) -> Result<(), LimitError> {
        Findings::of(|found| self.find(found)).first()
    }

    /// As [`check`](Self::check), with everything that is wrong.
    ///
    /// # Errors
    ///
    /// Returns an error if a limit is not kept: all such limits.
    pub fn check_all(&self) -> Result<(), LimitErrors> {
        Findings::of(|found| self.find(found)).all()
    }

    fn find(&self, found: &mut Findings) {
        found.add(text("custom_id", &*self.custom_id, 1..=100));
        found.add(text("title", &*self.title, 1..=45));
        of_modal(found, &self.components);
    }
}
