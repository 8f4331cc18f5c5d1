//! What users do with the bot's commands and components, each of which is an interaction.
//!
//! It plays the part of Discord's own client too: what that would not let a user send is an error here,
//! such as an option that is missing or a button that is disabled.
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

#[cfg(test)]
mod tests;
