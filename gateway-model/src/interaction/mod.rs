//! Interactions and their responses.
//!
//! Docs: [Receiving and Responding](https://docs.discord.com/developers/interactions/receiving-and-responding).

mod callback;
mod data;
mod interaction_object;
mod modal;
mod resolved;
mod response;
mod sku_eligibility;

pub use callback::{
    CallbackActivityInstance, CallbackInteraction, CallbackResource, InteractionCallbackResponse,
};
pub use data::{
    CommandData, CommandDataOption, ComponentData, InteractionData, ModalData, OptionValue,
};
pub use interaction_object::{
    Interaction, InteractionContext, InteractionGuild, InteractionKind, InteractionToken,
};
pub use resolved::ResolvedData;
pub use response::{
    AutocompleteResponse, InteractionResponse, InteractionResponseData, InteractionResponseKind,
    MessageResponse, ModalResponse,
};
pub use sku_eligibility::{SkuEligibility, SkuIneligibilityReason};
