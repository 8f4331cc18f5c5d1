#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! A [`Cache`] is updated with the events of the gateway and answers from memory: roles, channels, members,
//! permissions. You [choose](CacheBuilder) each kind of object and each group of its fields, so a bot that only needs
//! permissions uses memory only for them.
//!
//! Without a `Bot`, pass each event to [`Cache::update`] or [`Cache::update_dispatch`], in the order of its shard.
//!
//! # Guarantees
//!
//! - The cache is updated before the bot's listeners run ([`Cache::attach`]). To get the values before an event too,
//!   use [`Cache::update_with_changes`], or [`CacheBuilder::keep_changes`] and [`Cache::changes`].
//! - A guild is known from the Ready that lists it until the bot leaves it. In a new session, its Guild Create replaces
//!   the whole guild. Until then the previous state is returned, and [`GuildStatus`] says so.
//! - The cache does not guess. If it does not know something that permissions need, it returns a [`PermissionError`]
//!   that names the intent or the event that would bring it. Members that no event updates are not kept, or only for a
//!   configured time.
//! - Every returned value is a copy. A lock is held for one read or one event of one guild, never
//!   across an `await`, and never while the caller's code runs. So reading one guild never delays
//!   the updates of another.
//! - Memory is bounded: each kind has a limit, set by Discord or by the builder. See [`Bound`] and the docs of each
//!   kind.
//!
//! # Storage
//!
//! Each object is stored as a row: the chosen fields as bytes, with numbers of variable length; absent fields take one
//! byte or none. A member with four roles takes about 45 bytes, plus its entry in a tree. Reading decodes a row into a
//! type of [`gateway_model`]; permissions read only the fields that they need.
//!
//! Not cached: direct messages, archived threads, members of threads other than the bot, bans, soundboards, invites.
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
pub use store::GuildStatus;

/// The code of the README, compiled with the tests.
#[cfg(all(doctest, feature = "gateway"))]
#[doc = include_str!("../README.md")]
struct Readme;
