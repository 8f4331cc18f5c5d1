//! Users' actions with the bot's commands and components, each of which is an interaction.
//!
//! This module also plays the part of Discord's client: values that the client would not let a user send are errors
//! here, such as a missing option or a disabled button.
//!
//! Docs: [Receiving and Responding](https://docs.discord.com/developers/interactions/receiving-and-responding).

mod command;
mod component;
mod error;
mod modal;
mod option;
mod resolved;
mod send;
mod values;

pub(crate) use command::{autocomplete, use_command};
pub(crate) use component::{press_button, select};
pub use error::InteractError;
pub(crate) use modal::submit_modal;
pub(crate) use resolved::ATTACHMENT_LIMIT;

#[cfg(test)]
mod tests;
