//! The derive macros of gateway-commands, which re-exports them with their documentation.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod choice;
mod command;
mod custom_id;
mod modal;
