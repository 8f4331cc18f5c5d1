//! The state of a Discord bot: what it chooses to keep of its guilds, and no more.
//!
//! A [`Cache`] takes in the events of the gateway and answers from memory: roles, channels, members, permissions. Each kind of
//! object and each group of its fields is [chosen](CacheBuilder), so that a bot of 10,000 guilds that asks for permissions
//! pays for permissions.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use gateway_cache::Cache;
//! use gateway_model::Permissions;
//! use gateway_model::event::MessageCreate;
//! use gateway_model::gateway::Intents;
//! use gateway_shard::{Bot, Context, Gateway, State};
//!
//! async fn listener(_: Context, message: Arc<MessageCreate>, State(cache): State<Cache>) {
//!     match cache.permissions_in(message.channel_id, message.author.id) {
//!         Ok(may) if may.contains(Permissions::MANAGE_MESSAGES) => println!("a moderator wrote"),
//!         Ok(_) => {}
//!         Err(missing) => println!("cannot tell: {missing}"),
//!     }
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let intents = Intents::GUILDS | Intents::GUILD_MEMBERS | Intents::GUILD_MESSAGES;
//! let cache = Cache::for_permissions(intents).build();
//! let mut bot = Bot::new();
//! cache.attach(&mut bot); // first, so that every listener sees the state with its event in it
//! bot.listener(listener);
//! let (_gateway, run) = bot.start(Gateway::builder(std::env::var("DISCORD_TOKEN")?, intents)).await?;
//! run.await?;
//! # Ok(())
//! # }
//! ```
//!
//! Without a `Bot`, give it each event by [`Cache::update`] or [`Cache::update_dispatch`], in the order of their shard.
//!
//! # Guarantees
//!
//! - Updates come before the bot's listeners ([`Cache::attach`]). Who wants the value before an event too asks for it:
//!   [`Cache::update_told`], or [`CacheBuilder::keep_changes`] and [`Cache::changes`].
//! - A guild is known from the Ready that names it until the bot leaves it. A new session replaces it at its Guild Create, as a
//!   whole; until then it reads as it was, and says so: [`Standing`].
//! - No answer is guessed. What permissions need and the cache does not know is a [`PermissionError`] that names the
//!   intent or the event that would bring it. Members whom no event follows are not kept, unless for a stated time.
//! - Every value is the caller's own. A lock is held for one read or one event of one guild, never across an `await`, and never
//!   while code of the caller runs: readers of one guild never hold up the updates of another.
//! - Nothing grows without a bound that Discord sets or the builder does: see [`Bound`] and the docs of each kind.
//!
//! # How it is kept
//!
//! An object is a row: the chosen fields as bytes, numbers of variable length, absent fields one byte or none. A member
//! with four roles takes about 45 bytes and its place in a tree. What is read is decoded into the types of
//! [`gateway_model`]; permissions read only what they need.
//!
//! Not kept: direct messages, archived threads, members of threads other than the bot, bans, soundboards, invites.
//!
//! # Features
//!
//! - `gateway` (default): [`Cache::attach`], and members on demand from the gateway.
//! - `rest`: members on demand over REST, [`Cache::fetch_member`]. It is part of `gateway`.
//! - `metrics`: `Cache::record_metrics`.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

#[cfg(feature = "gateway")]
mod bot;
mod cache;
mod change;
#[cfg(feature = "rest")]
mod demand;
mod kind;
#[cfg(feature = "metrics")]
pub mod metric;
mod pack;
mod permission;
mod read;
#[cfg(feature = "gateway")]
mod recent;
mod settings;
mod stats;
mod store;
mod update;

pub use cache::Cache;
pub use change::{Change, Changed};
#[cfg(feature = "rest")]
pub use demand::{FetchError, MemberSource};
pub use kind::{
    ChannelFields, EmojiFields, GuildFields, Kind, MemberFields, MessageFields, PresenceFields,
    RoleFields, ScheduledEventFields, StageFields, StickerFields, UserFields, VoiceStateFields,
};
pub use permission::{PermissionError, RoleRank};
pub use read::CachedGuild;
pub use settings::{Bound, CacheBuilder};
pub use stats::CacheStats;
pub use store::Standing;

/// The code of the README, compiled with the tests.
#[cfg(all(doctest, feature = "gateway"))]
#[doc = include_str!("../README.md")]
struct Readme;
