//! Responses to interactions.

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
    /// A response to an interaction.
    ///
    /// Docs: [Receiving and Responding, Interaction Response Object](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object).
    pub struct InteractionResponse {
        /// Kind of response.
        pub kind as "type": InteractionResponseKind,
        /// Data of the response.
        pub data?: InteractionResponseData,
    }
}

impl InteractionResponse {
    /// Responds with a message.
    #[must_use]
    pub fn message(message: MessageResponse) -> Self {
        Self::with(InteractionResponseKind::ChannelMessageWithSource, message)
    }

    /// Defers the response; the user sees that the app is thinking. Whether the later message is ephemeral is decided
    /// here.
    #[must_use]
    pub fn deferred_message(ephemeral: bool) -> Self {
        let message = MessageResponse::new();
        let message = if ephemeral { message.ephemeral() } else { message };
        Self::with(InteractionResponseKind::DeferredChannelMessageWithSource, message)
    }

    /// Updates the message of the component.
    #[must_use]
    pub fn update_message(message: MessageResponse) -> Self {
        Self::with(InteractionResponseKind::UpdateMessage, message)
    }

    /// Defers an update of the component's message; the user sees no change.
    #[must_use]
    pub const fn deferred_update() -> Self {
        Self { kind: InteractionResponseKind::DeferredUpdateMessage, data: None }
    }

    /// Suggests values for the option that the user is typing, at most 25.
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

    /// Tells whether a user may buy a Social Layer SKU; only in Discord's OpenAPI description.
    #[must_use]
    pub const fn social_layer_sku_eligibility(eligibility: SkuEligibility) -> Self {
        Self {
            kind: InteractionResponseKind::SocialLayerSkuPurchaseEligibility,
            data: Some(InteractionResponseData::SkuEligibility(eligibility)),
        }
    }

    /// Checks whether Discord would accept the response.
    ///
    /// Docs: [Receiving and Responding, Interaction Callback Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-data-structure).
    ///
    /// # Errors
    ///
    /// Returns the first limit that is exceeded.
    pub fn check(&self) -> Result<(), LimitError> {
        self.find().first()
    }

    /// Like [`check`](Self::check), but returns all errors of its components, modal or choices, and the first error of
    /// each other part of a message.
    ///
    /// # Errors
    ///
    /// Returns all limits that are exceeded.
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
    /// Kind of response.
    ///
    /// Docs: [Receiving and Responding, Interaction Callback Type](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type).
    pub enum InteractionResponseKind: i32 {
        /// Answer to a ping.
        Pong = 1,
        /// A message.
        ChannelMessageWithSource = 4,
        /// A deferred message.
        DeferredChannelMessageWithSource = 5,
        /// A deferred update of the component's message.
        DeferredUpdateMessage = 6,
        /// An update of the component's message.
        UpdateMessage = 7,
        /// Autocomplete choices.
        ApplicationCommandAutocompleteResult = 8,
        /// A modal.
        Modal = 9,
        /// An offer to upgrade; deprecated in favour of a button.
        PremiumRequired = 10,
        /// The app's Activity.
        LaunchActivity = 12,
        /// Tells whether a user may buy a Social Layer SKU.
        SocialLayerSkuPurchaseEligibility = 13,
    }
}

/// The data of a response.
///
/// Docs: [Receiving and Responding, Interaction Callback Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-data-structure).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum InteractionResponseData {
    /// Autocomplete choices.
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
    /// A message as a response.
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
        /// Which mentions notify.
        pub allowed_mentions?: AllowedMentions,
        /// Flags: suppress embeds, ephemeral, components only, voice message, suppress notifications.
        pub flags?: MessageFlags,
        /// Components.
        pub components?: Vec<Component>,
        /// Descriptions of the files sent with it.
        pub attachments?: Vec<AttachmentRequest>,
        /// Poll.
        pub poll?: PollCreate,
    }
}

impl MessageResponse {
    /// Creates an empty message; content must be added before it can be sent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an embed.
    #[must_use]
    pub fn embed(mut self, embed: Embed) -> Self {
        self.embeds.get_or_insert_default().push(embed);
        self
    }

    /// Adds a component.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.get_or_insert_default().push(component.into());
        self
    }

    /// Sets the flags: suppress embeds, ephemeral, components only, voice message, suppress notifications.
    #[must_use]
    pub fn flags(mut self, flags: MessageFlags) -> Self {
        self.flags = Some(flags);
        self
    }

    /// Adds the flag that shows the message only to the user of the interaction.
    #[must_use]
    pub fn ephemeral(mut self) -> Self {
        *self.flags.get_or_insert_default() |= MessageFlags::EPHEMERAL;
        self
    }

    /// Adds the description of a file that is sent with it.
    #[must_use]
    pub fn attachment(mut self, attachment: AttachmentRequest) -> Self {
        self.attachments.get_or_insert_default().push(attachment);
        self
    }

    /// Checks whether Discord would accept this as a new message. [`InteractionResponse::check`] also handles updates.
    ///
    /// Docs: [Receiving and Responding, Messages](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-messages).
    ///
    /// # Errors
    ///
    /// Returns the first limit that is exceeded.
    pub fn check(&self) -> Result<(), LimitError> {
        self.parts().check()
    }

    /// Like [`check`](Self::check), but returns all errors of its components, and the first error of each of its other
    /// parts.
    ///
    /// # Errors
    ///
    /// Returns all limits that are exceeded.
    pub fn check_all(&self) -> Result<(), LimitErrors> {
        self.parts().check_all()
    }

    /// Checks whether Discord would accept this as an update of a message, which may omit unchanged fields.
    ///
    /// # Errors
    ///
    /// Returns the first limit that is exceeded.
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
        /// Lets clients read the message aloud.
        flag tts,
        /// Sets the text, at most 2000 characters.
        into content: String,
        /// Sets the embeds, at most 10.
        some_list embeds: Embed,
        /// Sets which mentions notify.
        value allowed_mentions: AllowedMentions,
        /// Sets the components; in an update, an empty list removes the existing ones.
        some_list components: Component,
        /// Sets the descriptions of its files; in an update, an empty list removes the existing files.
        some_list attachments: AttachmentRequest,
        /// Sets the poll.
        value poll: PollCreate,
    }
    by_hand { flags }
    received {}
}

object! {
    /// Autocomplete choices.
    ///
    /// Docs: [Receiving and Responding, Autocomplete](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete).
    pub struct AutocompleteResponse {
        /// The choices, at most 25.
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
        /// Custom id, 1 to 100 characters, by which the app recognizes it.
        pub custom_id: String,
        /// Title, at most 45 characters.
        pub title: String,
        /// Components, 1 to 5.
        pub components: Vec<Component>,
    }
}

impl ModalResponse {
    /// Creates a modal with this custom id and title; add components with [`component`](Self::component).
    #[must_use]
    pub fn new(custom_id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { custom_id: custom_id.into(), title: title.into(), components: Vec::new() }
    }

    /// Adds a component.
    #[must_use]
    pub fn component(mut self, component: impl Into<Component>) -> Self {
        self.components.push(component.into());
        self
    }

    /// Checks whether Discord would accept the modal.
    ///
    /// Docs: [Receiving and Responding, Modal](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal).
    ///
    /// # Errors
    ///
    /// Returns the first limit that is exceeded.
    pub fn check(&self) -> Result<(), LimitError> {
        Findings::of(|found| self.find(found)).first()
    }

    /// Like [`check`](Self::check), but returns all errors.
    ///
    /// # Errors
    ///
    /// Returns all limits that are exceeded.
    pub fn check_all(&self) -> Result<(), LimitErrors> {
        Findings::of(|found| self.find(found)).all()
    }

    fn find(&self, found: &mut Findings) {
        found.add(text("custom_id", &*self.custom_id, 1..=100));
        found.add(text("title", &*self.title, 1..=45));
        of_modal(found, &self.components);
    }
}
