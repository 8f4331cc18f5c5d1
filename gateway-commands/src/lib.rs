//! Typed commands, components, modals and waiting for Discord bots, behind the gateway and HTTP alike.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

// The derive macros name this crate.
#[allow(unused_extern_crates, reason = "the code of the derive macros is in tests only")]
extern crate self as gateway_commands;

pub mod answer;
pub mod command;
pub mod component;
#[cfg(feature = "gateway")]
mod gateway;
mod http;
pub mod layout;
pub mod menus;
pub mod modal;
pub mod registration;
pub mod router;
mod states;
pub mod waiting;

pub use answer::{AnswerError, Context, Defer, FromContext, Reply, Sent};
pub use command::{Choice, Command, Mentionable};
pub use registration::Scope;
pub use router::{Commands, Cooldown, Failure, Report, Router, check};
pub use states::{MissingState, State};
