//! Checks requests against the limits in Discord's docs.

use gateway_model::command::{CommandOption, CommandParts, Localizations};
use gateway_model::component::Component;
use gateway_model::id::marker;
use gateway_model::message::{
    AllowedMentions, AttachmentRequest, Embed, MessageFlags, MessageParts, Nonce, PollCreate,
    SharedClientTheme,
};
use gateway_model::sticker::StickerParts;
use gateway_model::{Id, LimitError};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{
    CreateGuildSticker, CreateLobbyMessage, CreateMessage, CreateThread, ExecuteWebhook,
    UpdateApplicationCommand, UpdateGuildApplicationCommand, UpdateGuildSticker, UpdateMessage,
    UpdateOriginalWebhookMessage, UpdateWebhookMessage,
};
use crate::request::{Body, Request};

/// Parses the fields that were set as another type; `None` if the body has none.
fn read<T: DeserializeOwned>(body: &Body) -> Option<T> {
    let (Body::Fields(fields) | Body::Form(fields)) = body else { return None };
    // This crate serialized the JSON from values of the same types.
    serde_json::from_slice(&fields.clone().into_json()).ok()
}

/// The fields of all bodies that create or change a message.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Message {
    content: Option<String>,
    nonce: Option<Nonce>,
    embeds: Option<Vec<Embed>>,
    allowed_mentions: Option<AllowedMentions>,
    components: Option<Vec<Component>>,
    sticker_ids: Option<Vec<Id<marker::Sticker>>>,
    attachments: Option<Vec<AttachmentRequest>>,
    flags: Option<MessageFlags>,
    poll: Option<PollCreate>,
    shared_client_theme: Option<SharedClientTheme>,
}

impl Message {
    fn check(&self, is_edit: bool) -> Result<(), LimitError> {
        MessageParts {
            content: self.content.as_deref(),
            nonce: self.nonce.as_ref(),
            embeds: self.embeds.as_deref().unwrap_or_default(),
            allowed_mentions: self.allowed_mentions.as_ref(),
            components: self.components.as_deref().unwrap_or_default(),
            sticker_ids: self.sticker_ids.as_deref().unwrap_or_default(),
            attachments: self.attachments.as_deref().unwrap_or_default(),
            flags: self.flags,
            poll: self.poll.as_ref(),
            shared_client_theme: self.shared_client_theme.as_ref(),
            is_edit,
        }
        .check()
    }
}

macro_rules! messages {
    ($($operation:ident $is_edit:literal,)*) => {$(
        impl Request<$operation> {
            /// Checks whether Discord would accept the message; see [`MessageParts::check`]. Sends nothing.
            ///
            /// # Errors
            ///
            /// Returns the first limit that the message exceeds.
            pub fn check(&self) -> Result<(), LimitError> {
                read::<Message>(self.body()).map_or(Ok(()), |message| message.check($is_edit))
            }
        }
    )*};
}

messages! {
    CreateMessage false,
    UpdateMessage true,
    CreateLobbyMessage false,
    ExecuteWebhook false,
    UpdateWebhookMessage true,
    UpdateOriginalWebhookMessage true,
}

impl Request<CreateThread> {
    /// Checks whether Discord would accept the first message of a post; see [`MessageParts::check`]. Sends nothing.
    ///
    /// # Errors
    ///
    /// Returns the first limit that the message exceeds.
    pub fn check(&self) -> Result<(), LimitError> {
        #[derive(Deserialize)]
        struct Thread {
            #[serde(default)]
            message: Message,
        }
        let Some(thread) = read::<Thread>(self.body()) else { return Ok(()) };
        thread.message.check(false).map_err(|mut error| {
            error.path = format!("message.{}", error.path);
            error
        })
    }
}

/// The fields of a sticker.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Sticker {
    name: Option<String>,
    description: Option<String>,
    tags: Option<String>,
}

macro_rules! stickers {
    ($($operation:ident,)*) => {$(
        impl Request<$operation> {
            /// Checks whether Discord would accept the texts of the sticker; see [`StickerParts::check`]. Sends
            /// nothing.
            ///
            /// # Errors
            ///
            /// Returns the first limit that the sticker exceeds.
            pub fn check(&self) -> Result<(), LimitError> {
                let Some(sticker) = read::<Sticker>(self.body()) else { return Ok(()) };
                StickerParts {
                    name: sticker.name.as_deref(),
                    description: sticker.description.as_deref(),
                    tags: sticker.tags.as_deref(),
                }
                .check()
            }
        }
    )*};
}

stickers! {
    CreateGuildSticker,
    UpdateGuildSticker,
}

/// The fields of a command.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Command {
    name: Option<String>,
    name_localizations: Option<Localizations>,
    description: Option<String>,
    description_localizations: Option<Localizations>,
    options: Option<Vec<CommandOption>>,
}

macro_rules! commands {
    ($($operation:ident,)*) => {$(
        impl Request<$operation> {
            /// Checks whether Discord would accept the changes of the command; see [`CommandParts::check`]. Sends
            /// nothing.
            ///
            /// # Errors
            ///
            /// Returns the first limit that the command exceeds.
            pub fn check(&self) -> Result<(), LimitError> {
                let Some(command) = read::<Command>(self.body()) else { return Ok(()) };
                CommandParts {
                    name: command.name.as_deref(),
                    name_localizations: command.name_localizations.as_ref(),
                    description: command.description.as_deref(),
                    description_localizations: command.description_localizations.as_ref(),
                    options: command.options.as_deref().unwrap_or_default(),
                }
                .check()
            }
        }
    )*};
}

commands! {
    UpdateApplicationCommand,
    UpdateGuildApplicationCommand,
}
