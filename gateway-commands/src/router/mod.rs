//! Finds and runs the handler of an interaction: handlers, state, checks, cooldowns, hooks, errors.
//!
//! Handlers are added to a [`Router`]. [`build`](Router::build) turns it into [`Commands`], which run in a `Bot` or
//! over HTTP. The settings of a router apply to all its handlers, including those of merged routers. To give a group of
//! commands its own checks, put it into its own router:
//!
//! ```
//! use std::time::Duration;
//!
//! use gateway_commands::{Command, Context, Cooldown, Defer, Router, check};
//! use gateway_model::Permissions;
//! use gateway_model::user::User;
//!
//! /// Bans a user.
//! #[derive(Command)]
//! struct Ban {
//!     /// The user to ban.
//!     user: User,
//! }
//!
//! /// Replies with pong.
//! #[derive(Command)]
//! struct Ping;
//!
//! async fn ban(ctx: Context, ban: Ban) -> anyhow::Result<()> {
//!     ctx.reply(format!("{} is banned", ban.user.display_name())).await?;
//!     Ok(())
//! }
//!
//! async fn ping(ctx: Context, _: Ping) -> anyhow::Result<()> {
//!     ctx.reply("pong").await?;
//!     Ok(())
//! }
//!
//! let moderation = Router::new()
//!     .command(ban)
//!     .check(check::guild_only)
//!     .check(check::member_permissions(Permissions::BAN_MEMBERS))
//!     .check(check::bot_permissions(Permissions::BAN_MEMBERS))
//!     .defer(Defer::Ephemeral);
//! let commands = Router::new()
//!     .command(ping)
//!     .merge(moderation)
//!     .cooldown(Cooldown::user(Duration::from_secs(2)))
//!     .build()?;
//! # Ok::<_, gateway_commands::router::RouterError>(())
//! ```

mod builder;
pub mod check;
mod commands;
mod cooldown;
mod denied;
mod error;
mod failure;
mod handler;
mod routes;
mod run;
mod scope;

pub use builder::Router;
pub use commands::{Commands, Definitions};
pub use cooldown::Cooldown;
pub use denied::Denied;
pub use error::{RouterError, RouterProblem};
pub use failure::{Failure, Report};
pub use gateway_handler::{BoxError, IntoOutcome};
pub use handler::{AfterHook, BeforeHook, Check, ErrorHandler, Handler};
