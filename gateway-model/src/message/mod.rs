//! Messages and their parts.
//!
//! Docs: [Message Resource](https://docs.discord.com/developers/resources/message).

mod allowed_mentions;
mod attachment;
mod embed;
mod embed_check;
mod interaction;
mod kind;
mod link;
mod message_object;
mod nonce;
mod parts;
mod poll;
mod reaction;
mod reference;
mod referenced;
mod search;
mod theme;

pub use allowed_mentions::{AllowedMentionKind, AllowedMentions};
pub use attachment::{Attachment, AttachmentFlags, AttachmentRequest};
pub use embed::{
    Embed, EmbedAuthor, EmbedField, EmbedFlags, EmbedFooter, EmbedKind, EmbedMedia,
    EmbedMediaFlags, EmbedProvider,
};
pub use interaction::{MessageInteraction, MessageInteractionMetadata};
pub use kind::{MessageActivity, MessageActivityKind, MessageFlags, MessageKind};
pub use link::{MessageLink, ParseMessageLinkError};
pub use message_object::{
    GuildProductPurchase, Message, MessageCall, MessagePin, MessagePins, PurchaseKind,
    PurchaseNotification, RoleSubscriptionData,
};
pub use nonce::Nonce;
pub use parts::MessageParts;
pub use poll::{
    Poll, PollAnswer, PollAnswerCount, PollAnswerVoters, PollCreate, PollLayout, PollMedia,
    PollResults,
};
pub use reaction::{Reaction, ReactionCountDetails, ReactionKind};
pub use reference::{MessageReference, MessageReferenceKind, MessageSnapshot, SnapshotMessage};
pub use referenced::ReferencedMessage;
pub use search::MessageSearchResult;
pub use theme::{BaseTheme, SharedClientTheme};
