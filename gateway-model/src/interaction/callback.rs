//! The result of an interaction response.

use super::{InteractionKind, InteractionResponseKind};
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::message::Message;

object! {
    /// The result of an interaction response, if it was requested.
    ///
    /// Docs: [Receiving and Responding, Interaction Callback Response Object](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object).
    pub struct InteractionCallbackResponse {
        /// The interaction.
        pub interaction: CallbackInteraction,
        /// What the response created.
        pub resource?: CallbackResource,
    }
}

object! {
    /// An interaction that was answered.
    ///
    /// Docs: [Receiving and Responding, Interaction Callback Object](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-object).
    #[derive(Eq, Hash)]
    pub struct CallbackInteraction {
        /// Id of the interaction.
        pub id: Id<marker::Interaction>,
        /// Kind of interaction.
        pub kind as "type": InteractionKind,
        /// Instance of the Activity that was started or joined.
        pub activity_instance_id?: Box<str>,
        /// Message that was created.
        pub response_message_id?: Id<marker::Message>,
        /// Whether the message is in the "thinking" state.
        pub response_message_loading?: bool,
        /// Whether only the user can see the message.
        pub response_message_ephemeral?: bool,
        /// Channel; only in Discord's OpenAPI description.
        pub channel_id?: Id<marker::Channel>,
        /// Guild; only in Discord's OpenAPI description.
        pub guild_id?: Id<marker::Guild>,
    }
}

object! {
    /// What a response created.
    ///
    /// Docs: [Receiving and Responding, Interaction Callback Resource Object](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-resource-object).
    pub struct CallbackResource {
        /// Kind of response.
        pub kind as "type": InteractionResponseKind,
        /// Activity that was started.
        pub activity_instance?: CallbackActivityInstance,
        /// Message that was created or changed.
        pub message?: Box<Message>,
    }
}

object! {
    /// Activity that was started.
    ///
    /// Docs: [Receiving and Responding, Interaction Callback Activity Instance Resource](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-activity-instance-resource).
    #[derive(Eq, Hash)]
    pub struct CallbackActivityInstance {
        /// Id of the instance.
        pub id: Box<str>,
    }
}
