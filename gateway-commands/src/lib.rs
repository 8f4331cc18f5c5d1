#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! A command is a type. It defines what is registered, and it is what the handler receives.
//!
//! A handler returns [`Outcome`], which accepts every error, or any other `Result`. Further arguments are the bot's
//! [`State`] by type, which is checked at the start, and your own types ([`FromContext`]).
//!
//! The same handlers run over HTTP: use [`Commands::receiver`] instead of [`attach`](Commands::attach).
//!
//! # Guarantees
//!
//! - A type and its registered command cannot differ. If no command has changed, the registration
//!   writes nothing: see [`registration`].
//! - Discord's documented limits are checked when a type is compiled, or all together when the router is built.
//! - An interaction does not fail because its handler is slow: a separate task defers it after 2 s
//!   ([`Router::defer_after`]). Handlers do not count towards the concurrency of the bot's listeners.
//! - An answer is sent in the way that is still possible: see [`answer`]. A second first response and an expired token
//!   are typed errors.
//! - An error or panic in a handler is logged, and the user gets an error message. Other handlers are not affected: see
//!   [`Failure`].
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

// The generated code of the derive macros uses the name of this crate.
#[allow(unused_extern_crates, reason = "the code of the derive macros is in tests only")]
extern crate self as gateway_commands;

pub mod answer;
pub mod command;
pub mod component;
#[cfg(feature = "gateway")]
mod gateway;
mod http;
pub mod layout;
mod mark;
pub mod menus;
pub mod modal;
pub mod registration;
pub mod router;
pub mod waiting;

pub use answer::{AnswerError, Context, Defer, FromContext, Reply, Sent};
pub use command::{Choice, Command, Mentionable};
pub use gateway_handler::{BoxError, MissingState, Outcome, State, States};
pub use registration::Scope;
pub use router::{Commands, Cooldown, Failure, Report, Router, check};

/// The code of the README, compiled by the tests.
#[cfg(all(doctest, feature = "gateway"))]
#[doc = include_str!("../README.md")]
struct Readme;
