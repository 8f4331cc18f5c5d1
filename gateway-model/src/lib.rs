//! Types of the Discord Gateway and REST API, version 10.
//!
//! This crate holds types only: no I/O, no async, no clock by default, no randomness. A payload is parsed when
//! somebody asks: the [`Envelope`] of a gateway message (`op`, `s`, `t`) is found without touching its
//! data, and a [`Dispatch`] carries that data as the untouched JSON bytes until it is decoded.
//!
//! ```
//! use gateway_model::event::MessageCreate;
//! use gateway_model::{Bytes, Dispatch, EventKind};
//!
//! # let bytes = Bytes::from_static(br#"{"t":"MESSAGE_CREATE","s":7,"op":0,"d":{"id":"9","channel_id":"8",
//! #     "guild_id":"5","author":{"id":"4","username":"u","global_name":"Some Body","avatar":null},
//! #     "content":"hi","timestamp":"2026-08-11T17:27:07+00:00","edited_timestamp":null,"tts":false,
//! #     "mention_everyone":false,"pinned":false,"type":0}}"#);
//! // `bytes` is one message of the gateway. Its envelope is found, the rest is left alone.
//! let dispatch = Dispatch::parse(bytes)?;
//! assert_eq!((dispatch.kind(), dispatch.sequence()), (EventKind::MessageCreate, 7));
//! assert_eq!(dispatch.guild_id().map(|id| id.get()), Some(5));
//!
//! // Either all of it, typed: `decode_event` for one event, `event` for whichever it is.
//! let message = dispatch.decode_event::<MessageCreate>()?;
//! assert_eq!((&*message.content, message.author.display_name()), ("hi", "Some Body"));
//! assert_eq!(message.author.id.mention().to_string(), "<@4>");
//!
//! // Or only what you read; strings borrow from the message.
//! #[derive(serde::Deserialize)]
//! struct Text<'a> {
//!     #[serde(borrow)]
//!     content: std::borrow::Cow<'a, str>,
//! }
//! assert_eq!(dispatch.decode::<Text<'_>>()?.content, "hi");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where things are
//!
//! - [`event`]: a type for each event, [`event::Event`] for all of them; [`EventKind`] their names.
//! - [`gateway`]: opcodes, close codes and what to do after each, [`gateway::Intents`] and the events they
//!   bring, the commands that an app sends.
//! - [`guild`], [`channel`], [`message`], [`user`], [`interaction`], [`command`], [`component`] and the other
//!   modules: the objects that events and REST contain, a module for each resource of the docs.
//! - [`webhook_event`]: events that Discord sends to a URL of the application.
//! - [`Id`], [`Timestamp`], [`ImageHash`], [`Permissions`]: the small types that all of them use.
//! - [`MemberPermissions`], [`mention`], [`cdn`]: what a member may do, text that mentions, URLs of images.
//! - [`Token`]: a bot's token, which is never shown.
//!
//! Every item links to the section of the docs it comes from. A field that may be missing or null is an
//! `Option` that is `None` either way; a list that may be missing is empty. Texts and lists that are only
//! received have no spare capacity; those that a bot writes are `String` and `Vec`.
//!
//! # Nothing from Discord is fatal
//!
//! Integer and string enums that Discord may extend are *open*: an unknown value is kept and written
//! back as it came. Flags keep unknown bits, unknown fields are ignored, and an unknown event keeps its
//! name and data. A value that cannot be read costs no more than itself: an optional field is `None`, an item is
//! left out of its list, and [`Decoded::skipped`](event::Decoded::skipped) has its path. Only without what an object
//! needs, such as its id, it is left out as a whole by what holds it; if that is the event, there is a
//! [`DecodeError`], which keeps the dispatch. `docs/required-fields.md` lists what each object needs.
//!
//! Values that exist though Discord's docs lack them have a name if discord-api-types has one for them; their
//! documentation begins with "Undocumented".
//!
//! # Values for tests
//!
//! Objects are `non_exhaustive`, as Discord adds fields at any time. A test makes one from JSON in one line, in which
//! fields that may be missing can be left out, and then sets the fields it needs:
//!
//! ```
//! use gateway_model::user::User;
//!
//! let mut user: User = serde_json::from_str(r#"{"id":"4","username":"nelly","global_name":null,"avatar":null}"#)?;
//! user.bot = Some(true);
//! assert_eq!(user.mention().to_string(), "<@4>");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # Features
//!
//! - `clock`: `Timestamp::now`, which asks the system for the time. It is off by default; without it the crate uses no
//!   clock.
//!
//! # What it is not
//!
//! It makes no connection and no request and keeps no cache.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod application;
pub mod audit_log;
pub mod auto_moderation;
pub mod cdn;
pub mod channel;
pub mod command;
pub mod component;
pub mod emoji;
pub mod event;
pub mod gateway;
pub mod guild;
pub mod id;
mod image_hash;
pub mod interaction;
pub mod invite;
mod json;
mod limits;
pub mod lobby;
pub mod locale;
mod macros;
pub mod mention;
pub mod message;
pub mod monetization;
pub mod oauth2;
mod permissions;
pub mod presence;
mod scan;
pub mod soundboard;
pub mod stage_instance;
pub mod sticker;
mod timestamp;
mod token;
pub mod user;
pub mod voice;
pub mod webhook;
pub mod webhook_event;
mod wire;

pub use bytes::Bytes;
pub use id::Id;
pub use image_hash::ImageHash;
pub use json::{JsonError, read_json};
pub use limits::{Limit, LimitError, LimitErrors};
pub use permissions::{MemberPermissions, ParsePermissionsError, Permissions};
pub use timestamp::{ParseTimestampError, Timestamp, TimestampMention, TimestampStyle};
pub use token::{Token, TokenError};
pub use wire::decode_error::DecodeError;
pub use wire::dispatch::{Dispatch, DispatchError};
pub use wire::dispatch_head::DispatchHead;
pub use wire::envelope::{Envelope, EnvelopeError};
pub use wire::event_kind::EventKind;
pub use wire::subject::Subject;

/// The code of the README, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
