//! Typed commands, components, modals and waiting for Discord bots, behind the gateway and HTTP alike.
//!
//! A command is a type, which is what is registered and what its handler is given:
//!
//! ```no_run
//! use gateway_commands::{Command, Context, Outcome, Router, Scope};
//! use gateway_model::gateway::Intents;
//! use gateway_model::user::User;
//! use gateway_shard::{Bot, Gateway};
//!
//! /// Greets a user.
//! #[derive(Command)]
//! struct Greet {
//!     /// Who is greeted.
//!     user: User,
//!     /// How often.
//!     #[option(min = 1, max = 5)]
//!     times: Option<u8>,
//! }
//!
//! async fn greet(ctx: Context, greet: Greet) -> Outcome {
//!     let hello = format!("Hello, {}! ", greet.user.display_name());
//!     ctx.reply(hello.repeat(greet.times.unwrap_or(1).into())).await?;
//!     Ok(())
//! }
//!
//! # async fn run() -> anyhow::Result<()> {
//! let commands = Router::new().command(greet).build()?;
//! let mut bot = Bot::new();
//! commands.attach(&mut bot);
//! let token = std::env::var("DISCORD_TOKEN")?;
//! let (gateway, run) = bot.start(Gateway::builder(token, Intents::empty())).await?;
//! commands.register(gateway.rest(), Scope::Global).await?;
//! run.await?;
//! # Ok(())
//! # }
//! ```
//!
//! A handler returns [`Outcome`], which takes every error, or any other `Result`. Further arguments are the bot's [`State`] by type,
//! checked at the start, and types of one's own ([`FromContext`]).
//!
//! The same handlers run over HTTP: [`Commands::receiver`] in place of [`attach`](Commands::attach).
//!
//! # Guarantees
//!
//! - A type and what is registered for it cannot differ, and a start that changes nothing writes nothing: see
//!   [`registration`].
//! - What the docs' limits say is checked when a type is compiled, or when the router is built, all at once.
//! - No interaction is lost because a handler is slow: it is deferred for after 2 s ([`Router::defer_after`]), by a task of
//!   its own, and handlers take no places of the bot's listeners.
//! - An answer goes the way that is left: see [`answer`]. A second answer and an expired token are typed errors.
//! - An error or panic of a handler is logged, told to the user, and touches nothing else: see [`Failure`].
//!
//! # Features
//!
//! - `gateway` (default): [`Commands::attach`], for the listeners of a `Bot`. Without it handlers run over HTTP only.
#![cfg_attr(docsrs, feature(doc_cfg))]
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

/// The code of the README, compiled with the tests.
#[cfg(all(doctest, feature = "gateway"))]
#[doc = include_str!("../README.md")]
struct Readme;
