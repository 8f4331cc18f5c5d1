//! The interaction that caused a message.

use crate::application::AuthorizingIntegrationOwners;
use crate::guild::Member;
use crate::id::{Id, marker};
use crate::interaction::InteractionKind;
use crate::macros::object::object;
use crate::user::User;

object! {
    /// The interaction that caused a message.
    ///
    /// The kind of interaction decides which of the last fields it has.
    ///
    /// Docs: [Message, Message Interaction Metadata Object](https://docs.discord.com/developers/resources/message#message-interaction-metadata-object).
    #[derive(Eq, Hash)]
    pub struct MessageInteractionMetadata {
        /// Id of the interaction.
        pub id: Id<marker::Interaction>,
        /// Kind of interaction.
        pub kind as "type": InteractionKind,
        /// User who started it.
        pub user: User,
        /// The installations of the app that authorize it, by owner.
        pub authorizing_integration_owners {default}: AuthorizingIntegrationOwners,
        /// Original response to the interaction; only in follow-up messages.
        pub original_response_message_id?: Id<marker::Message>,
        /// Target user of a command.
        pub target_user?: User,
        /// Target message of a command.
        pub target_message_id?: Id<marker::Message>,
        /// Message whose component was used.
        pub interacted_message_id?: Id<marker::Message>,
        /// Interaction that opened the modal.
        pub triggering_interaction_metadata?: Box<MessageInteractionMetadata>,
        /// Name of the command; sent, though not documented for this object.
        pub name?: Box<str>,
    }
}

object! {
    /// The interaction that caused a message, in the old form; deprecated.
    ///
    /// Docs: [Receiving and Responding, Message Interaction Object](https://docs.discord.com/developers/interactions/receiving-and-responding#message-interaction-object).
    #[derive(Eq, Hash)]
    pub struct MessageInteraction {
        /// Id of the interaction.
        pub id: Id<marker::Interaction>,
        /// Kind of interaction.
        pub kind as "type": InteractionKind,
        /// Name of the command, with its groups.
        pub name {default}: Box<str>,
        /// User who started it.
        pub user: User,
        /// Membership of that user, without the user.
        pub member?: Member,
    }
}
